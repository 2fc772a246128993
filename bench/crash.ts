/**
 * The database killed 25 times under 16 writers: nothing that was acknowledged is lost, nothing was read that
 * is not on record, and asking again doubles nothing. The limit of each is naught.
 */
import { killUnderWriters } from './crash/killing.ts';
import { print } from './measure.ts';

export async function bench(_options: object): Promise<void> {
  const { kills, acknowledged, lost, reads, unauditedReads, duplicates, retries } = await killUnderWriters(
    25,
    16,
  );
  const common = { bench: 'crash', connections: 16, size: 1000, rounds: kills };
  print({ ...common, figure: 'acknowledged', value: acknowledged, unit: 'writes' });
  print({ ...common, figure: 'acknowledged_lost', value: lost, unit: 'writes', limit: 0 });
  print({ ...common, figure: 'reads', value: reads, unit: 'files' });
  print({ ...common, figure: 'unaudited_reads', value: unauditedReads, unit: 'files', limit: 0 });
  print({ ...common, figure: 'duplicates', value: duplicates, unit: 'writes', limit: 0 });
  print({ ...common, figure: 'retries', value: retries, unit: 'requests' });
}
