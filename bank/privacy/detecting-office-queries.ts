/** Questions, as the employee and the privacy office reach them: through definer functions only. */
import Type from 'typebox';
import { date, id, instant, integer, json, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import type { OccasionReason } from './detecting-rules.ts';

const state = word('open', 'decided', 'withdrawn');
const answer = orNull(
  word('was here', 'was called', 'colleague asked', 'my own work', 'mistake', 'no reason'),
);
const decision = orNull(word('explained', 'reminder', 'misuse'));
const office = word('privacy', 'compliance');
const escalation = orNull(word('prominent', 'not answered'));

export interface Decision {
  at: string;
  by: string;
  decision: 'explained' | 'reminder' | 'misuse' | 'to compliance';
  words: string;
}

export interface EarlierQuestion {
  onDate: string;
  files: number;
  state: 'open' | 'decided' | 'withdrawn';
  answer: 'was here' | 'was called' | 'colleague asked' | 'my own work' | 'mistake' | 'no reason' | null;
  decision: 'explained' | 'reminder' | 'misuse' | null;
}

export interface Signs {
  declared: number;
  of: number;
  peersDeclared: number;
  peersOf: number;
  browsing: number;
}

export interface OwnOccasion {
  occasionId: string;
  calledName: string;
  initial: string;
  onDate: string;
  premises: string | null;
  groundKind: string;
  explained: boolean;
}

/** 0: there is nothing to show, and nothing was recorded. */
export const lookAtMine = statement({
  name: 'detecting.look_at_mine',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ there: integer }),
  sql: 'SELECT privacy.look_at_my_questions($1, $2) AS there',
});

export const myQuestions = statement({
  name: 'detecting.my_questions',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ question_id: id, on_date: date, due_on: date, state, answer, answered_at: orNull(instant) },
    ...{ decision, files: integer, occasions: json<OwnOccasion[]>(), version: integer },
  }),
  sql: 'SELECT * FROM privacy.my_questions($1, $2)',
});

export const explain = statement({
  name: 'detecting.explain',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, questionId: id, answer: text, words: text }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT privacy.explain_question($1, $2, $3, $4) AS version',
});

export const lookAt = statement({
  name: 'detecting.look_at',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ search: id, token: text, surface: text, questionId: orNull(id), after: orNull(id), most: integer },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.look_at_unexplained($1, $2, $3, $4, $5, $6)',
});

/** Before a line leaves. */
export const exportPeople = statement({
  name: 'detecting.export_people',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, questionId: id, approvalId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.export_people($1, $2, $3)',
});

export const questions = statement({
  name: 'detecting.questions',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, state: text, after: orNull(id), most: integer }),
  row: Type.Object({
    ...{ question_id: id, staff_name: text, role: text, premises: orNull(text), on_date: date },
    ...{ asked_at: instant, due_on: date, office, state, escalated_because: escalation, answer, decision },
    ...{ files: integer, rules: texts, version: integer },
  }),
  sql: 'SELECT * FROM privacy.unexplained_questions($1, $2, $3, $4, $5)',
});

export const question = statement({
  name: 'detecting.question',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, questionId: id }),
  row: Type.Object({
    ...{ question_id: id, staff_name: text, role: text, premises: orNull(text), on_date: date, since: date },
    ...{ asked_at: instant, due_on: date, office, state, escalated_because: escalation },
    ...{ evidence: integer, allowance: integer, signs: json<Signs>(), answer },
    ...{ answer_words: orNull(text), answered_at: orNull(instant), decision, files: integer },
    ...{ decisions: json<Decision[]>(), earlier: json<EarlierQuestion[]>(), version: integer },
  }),
  sql: 'SELECT * FROM privacy.unexplained_question($1, $2, $3)',
});

export const occasions = statement({
  name: 'detecting.occasions',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, questionId: id, after: orNull(id), most: integer }),
  row: Type.Object({
    ...{ occasion_id: id, customer_id: id, full_name: text, born_year: orNull(integer), on_date: date },
    ...{ first_at: instant, premises: orNull(text), ground_kind: text, presence: orNull(text) },
    ...{ looks: integer, seen: texts, score: integer, explained: orNull(text) },
    ...{ reasons: json<OccasionReason[]>(), lessened: texts },
  }),
  sql: 'SELECT * FROM privacy.unexplained_occasions($1, $2, $3, $4, $5)',
});

export const decide = statement({
  name: 'detecting.decide',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, questionId: id, version: integer, decision: text, words: text }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT privacy.decide_question($1, $2, $3, $4, $5) AS version',
});
