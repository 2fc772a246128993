import Type from 'typebox';
import { id, instant, orNull, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const alarms = statement({
  name: 'privacy.alarms',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    alarm_id: id,
    at: instant,
    who: text,
    premises: orNull(text),
    station: orNull(text),
  }),
  sql: 'SELECT alarm_id, at, who, premises, station FROM privacy.alarms($1)',
});

export const endAlarm = statement({
  name: 'privacy.end_alarm',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, alarmId: id, words: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.end_alarm($1, $2, $3)',
});
