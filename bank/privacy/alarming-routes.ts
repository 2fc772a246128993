import { type Route, route } from '#platform/http/route.ts';
import { endAlarm } from './alarming.ts';
import * as contract from './alarming-contract.ts';

export const alarmingRoutes: readonly Route[] = [
  route(contract.endAlarm, ({ session, params, body }) => endAlarm(session, params.alarmId, body)),
];
