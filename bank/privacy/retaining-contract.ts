/** What is kept how long and why, and the proof of what was deleted: for the privacy office. */
import Type from 'typebox';
import { count, date, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const readRetention = {
  route: 'GET /api/retention',
  summary: 'What becomes of the rows of each table, after how long, by which law; and when it was last done',
  permission: 'retention.read',
  reply: object({
    rules: list(
      object({
        ...{ rule: text(60), tableName: text(80) },
        way: oneOf('after a time', 'with the file', 'with its row', 'by itself', 'kept'),
        keepsCount: orNull(count),
        keepsUnit: orNull(oneOf('days', 'months', 'years')),
        /** SQL over a row of the table. */
        countedFrom: orNull(text(300)),
        citation: text(300),
        appliesFrom: date,
        /** Rows that were due when it was last done, and that something holds. */
        held: count,
      }),
      300,
    ),
    duties: list(object({ duty: text(200), months: count, citation: text(300), appliesFrom: date }), 100),
    lastChecked: orNull(instant),
  }),
} as const;

export const listDeletions = {
  route: 'GET /api/retention/deletions',
  summary: 'What was deleted, by day and rule, newest first, as the sealed record has it',
  permission: 'retention.read',
  query: object({ before: Type.Optional(date) }),
  reply: object({
    deletions: list(
      object({
        ...{ onDay: date, rule: text(60), deleted: count },
        ...{ oldest: orNull(instant), newest: orNull(instant) },
      }),
    ),
    next: orNull(date),
  }),
} as const;
