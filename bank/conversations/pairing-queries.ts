import Type from 'typebox';
import { bytes, flag, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { confirmable } from './contract.ts';

const kind = word('second screen', 'waiting board');

/** What is kept of a value while it is shown. */
export interface Shown {
  text?: string | null;
  minor?: string | null;
  currency?: string | null;
  language: string;
  large?: boolean;
}

export const screenOf = statement({
  name: 'conversations.screen_of',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({ screen_id: id, kind, paired: flag, bell: id }),
  sql: 'SELECT screen_id, kind, paired, bell FROM conversations.screen_of($1)',
});

export const askCode = statement({
  name: 'conversations.ask_code',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes, codeHash: bytes, kind: text, address: text }),
  row: Type.Object({ seconds: integer }),
  sql: 'SELECT conversations.ask_code($1, $2, $3, $4) AS seconds',
});

export const pairScreen = statement({
  name: 'conversations.pair_screen',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, hash: bytes }),
  row: Type.Object({ screen_id: orNull(id) }),
  sql: 'SELECT conversations.pair_screen($1, $2) AS screen_id',
});

export const pairedScreens = statement({
  name: 'conversations.paired_screens',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    screen_id: id,
    kind,
    station_name: orNull(text),
    here: flag,
    paired_at: instant,
  }),
  sql: 'SELECT * FROM conversations.paired_screens($1)',
});

export const unpairScreen = statement({
  name: 'conversations.unpair_screen',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, screenId: id }),
  row: nothing,
  sql: 'SELECT FROM conversations.unpair_screen($1, $2)',
});

export const screenCard = statement({
  name: 'conversations.screen_card',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({
    confirmation_id: id,
    field: word(...confirmable),
    shown: json<Shown>(),
    terms: orNull(text),
    seconds_left: integer,
  }),
  sql: 'SELECT * FROM conversations.screen_card($1)',
});

export const answerOnScreen = statement({
  name: 'conversations.answer_on_screen',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes, confirmationId: id, answer: text, words: orNull(text) }),
  row: nothing,
  sql: 'SELECT FROM conversations.answer_on_screen($1, $2, $3, $4)',
});

export const waitingBoard = statement({
  name: 'conversations.waiting_board',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({
    queue_number: integer,
    first_name: orNull(text),
    called: flag,
    go_to: orNull(text),
  }),
  sql: 'SELECT * FROM conversations.waiting_board($1)',
});
