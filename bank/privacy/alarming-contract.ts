/** The end of a quiet alarm; that one stands is among the notices, and raising one is like stepping away. */
import { id, nothing, object, text } from '#platform/contract.ts';

export const endAlarm = {
  route: 'POST /api/alarms/:alarmId/end',
  summary: 'Say that it is over, and what happened: the work station gets its files back',
  permission: 'alarm.end',
  params: object({ alarmId: id }),
  body: object({ words: text(500, 10) }),
  reply: nothing,
} as const;
