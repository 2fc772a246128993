/** How the bank keeps data, for anybody: made of what is really configured and done. */
import Type from 'typebox';
import { count, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const trust = {
  route: 'GET /api/trust',
  summary: 'How data is kept here, and the newest signed checkpoint of the record; nothing personal',
  permission: 'nobody',
  reply: object({
    /** Where the keys are that open sealed values: never in the database. */
    keys: oneOf('file', 'vault', 'kms'),
    record: object({
      /** Null until something was sealed. */
      sealedAt: orNull(instant),
      entries: count,
      /** How long the oldest entry has waited to be sealed; 0: none waits. */
      unsealedSeconds: count,
      /** Who has signed the newest checkpoint beside the bank. */
      witnesses: list(text(200), 20),
      note: orNull(text(20_000)),
      /** SHA-256 of the public key that signs, in hexadecimal; null: none is known here. */
      keyFingerprint: orNull(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    }),
    limits: object({ customersPerHour: orNull(count) }),
    keeping: orNull(object({ months: count, citation: text(200) })),
    /** Looks that are kept back from their customers now, in the whole bank; null: fewer than ten. */
    keptBack: orNull(count),
    /** Of the last twelve months. */
    answers: object({ months: orNull(count), citation: orNull(text(200)), answered: count, late: count }),
  }),
} as const;

export const trustCheckpoint = {
  route: 'GET /api/trust/checkpoint',
  summary: 'The newest signed checkpoint as a file, to be kept and compared with later ones',
  permission: 'nobody',
  reply: Type.Unsafe<unknown>({}),
} as const;
