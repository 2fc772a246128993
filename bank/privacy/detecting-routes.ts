import { Readable } from 'node:stream';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as contract from './detecting-contract.ts';
import * as office from './detecting-office.ts';

export const detectingRoutes: readonly Route[] = [
  route(contract.myQuestions, ({ session }) => office.myQuestions(session)),
  route(contract.explainQuestion, ({ session, params, body }) =>
    office.explainQuestion(session, params.questionId, body),
  ),
  route(contract.listUnexplained, ({ session, query }) =>
    office.listUnexplained(session, query.state, query.after ?? null, query.most),
  ),
  route<typeof contract.readUnexplained, StaffSignedIn>(contract.readUnexplained, ({ session, params }) =>
    office.readUnexplained(session, params.questionId),
  ),
  route(contract.peopleAffected, ({ session, params, query }) =>
    office.peopleAffected(session, params.questionId, query.after ?? null, query.most),
  ),
  route(contract.exportPeopleAffected, async ({ session, params, body, door }) => {
    const text = await office.exportPeopleAffected(session, params.questionId, body.approvalId);
    door.setFile('people-affected.csv', 'text/csv; charset=utf-8');
    return Readable.from(text);
  }),
  route(contract.decideUnexplained, ({ session, params, version, body }) =>
    office.decideUnexplained(session, params.questionId, version, body),
  ),
];
