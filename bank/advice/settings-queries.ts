/** The settings of advice: how many are held out, and whether propensities order equals. */
import Type from 'typebox';
import { flag, instant, integer, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const settingsNow = statement({
  ...{ name: 'advice.settings_now', as: 'earshot_staff' },
  parameters: Type.Object({}),
  row: Type.Object({ held_out: integer, propensities: flag, changed_at: instant, version: integer }),
  sql: 'SELECT held_out, propensities, changed_at, version FROM advice.settings_now()',
});

export const changeSettings = statement({
  ...{ name: 'advice.change_settings', as: 'earshot_staff' },
  parameters: Type.Object({ token: text, version: integer, heldOut: integer, propensities: flag }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT advice.change_settings($1, $2, $3, $4) AS version',
});
