import { type Route, route } from '../http/route.ts';
import type { FactorStatements } from './factor-statements.ts';
import * as actions from './factors.ts';
import * as contract from './factors-contract.ts';

/** The routes about one's own sign-in, for one app. Signing in itself is the app's: it makes the session. */
export function factorRoutes(statements: FactorStatements): readonly Route[] {
  return [
    route(contract.beginSignInByPasskey, ({ door }) =>
      actions.challengeFor(statements, door, 'sign in by passkey', undefined),
    ),
    route(contract.beginProof, ({ session, door }) => actions.beginProof(statements, session, door)),
    route(contract.proveByPasskey, ({ session, door, body }) =>
      actions.proveByPasskey(statements, session, door, body),
    ),
    route(contract.proveByPassword, ({ session, door, body }) =>
      actions.proveByPassword(statements, session, door, body),
    ),
    route(contract.readOwnSignIn, ({ session, door }) => actions.readOwnSignIn(statements, session, door)),
    route(contract.beginEnrolment, ({ session, door }) => actions.beginEnrolment(statements, session, door)),
    route(contract.enrol, ({ session, door, body }) => actions.enrol(statements, session, door, body)),
    route(contract.renamePasskey, ({ session, params, version, body }) =>
      actions.renamePasskey(statements, session, params, version, body),
    ),
    route(contract.removePasskey, ({ session, params }) =>
      actions.removePasskey(statements, session, params),
    ),
    route(contract.endSession, ({ session, params }) =>
      actions.endSessions(statements, session, params.sessionId),
    ),
    route(contract.endOtherSessions, ({ session }) => actions.endSessions(statements, session, null)),
    route(contract.seeNotices, ({ session }) => actions.seeNotices(statements, session)),
    route(contract.changePassword, ({ session, door, body }) =>
      actions.changePassword(statements, session, door, body),
    ),
  ];
}
