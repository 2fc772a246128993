import Type from 'typebox';
import { id, integer } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

const byteses = Type.Unsafe<Buffer[]>({ type: 'array', pg: 'bytea[]' });

/** Erases a person; the hashes are what the journal is to hold. */
export const erase = statement({
  name: 'privacy.erase',
  as: 'earshot_batch',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ hashes: byteses }),
  sql: 'SELECT privacy.erase($1) AS hashes',
});

export const replayErasures = statement({
  name: 'privacy.replay_erasures',
  as: 'earshot_batch',
  parameters: Type.Object({ hashes: byteses }),
  row: Type.Object({ replayed: integer, not_in_journal: integer }),
  sql: 'SELECT replayed, not_in_journal FROM privacy.replay_erasures($1)',
});
