/** The settings of advice: how many are held out, and whether propensities order equals. */
import Type from 'typebox';
import { flag, instant, integer, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const settingsNow = statement({
  ...{ name: 'advice.settings_now', as: 'earshot_staff' },
  parameters: Type.Object({}),
  row: Type.Object({ held_out: integer, propensities: flag, changed_at: instant, version: integer }),
  sql: 'SELECT held_out, propensities, changed_at, version FROM advice.settings_now()',
});

/** Made-up staff are nowhere but in a demonstration. */
export const isMadeUp = statement({
  ...{ name: 'advice.is_made_up', as: 'earshot_staff' },
  parameters: Type.Object({}),
  row: Type.Object({ made_up: orNull(flag) }),
  sql: 'SELECT EXISTS (SELECT FROM staff.staff WHERE made_up) AS made_up',
});

export const changeSettings = statement({
  ...{ name: 'advice.change_settings', as: 'earshot_staff' },
  parameters: Type.Object({ token: text, version: integer, heldOut: integer, propensities: flag }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT advice.change_settings($1, $2, $3, $4) AS version',
});
