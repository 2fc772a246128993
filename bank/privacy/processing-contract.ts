/** The register of processing: GDPR, article 30, made of what is in force. */
import Type from 'typebox';
import { list, object, oneOf, orNull, text } from '#platform/contract.ts';
import { activities } from './processing-activities.ts';

/** Who is responsible, and whom to ask. */
export const controller = object({ name: text(200, 2), contact: text(500, 5), officer: text(500, 5) });
const language = oneOf('en', 'es');
const lines = list(text(500), 60);

export const register = {
  route: 'GET /api/processing',
  summary: 'What is done with personal data here, why, by whom, for how long, and how it is guarded',
  permission: 'processing.read',
  query: object({ language }),
  reply: object({
    controller: orNull(controller),
    activities: list(
      object({
        activity: oneOf(...activities),
        title: text(200),
        purpose: text(500),
        basis: lines,
        subjects: lines,
        data: text(500),
        /** Tables of the database, as the catalogue has them. */
        tables: list(text(80), 80),
        recipients: lines,
        outside: text(200),
        retention: lines,
        safeguards: lines,
        /** What may be asked for it: routes of the contracts. */
        routes: list(text(200), 200),
      }),
      activities.length,
    ),
  }),
} as const;

export const exportRegister = {
  route: 'GET /api/processing/export',
  summary: 'The register as JSON, or as a PDF to hand to the authority; it holds no customer’s data',
  permission: 'processing.read',
  query: object({ language, form: oneOf('json', 'pdf') }),
  reply: Type.Unsafe<unknown>({}),
} as const;
