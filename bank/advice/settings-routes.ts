import { type Route, route } from '#platform/http/route.ts';
import { changeSettings, readSettings } from './settings.ts';
import * as contract from './settings-contract.ts';

export const settingsRoutes: readonly Route[] = [
  route(contract.readSettings, ({ session }) => readSettings(session)),
  route(contract.changeSettings, ({ session, version, body }) => changeSettings(session, version, body)),
];
