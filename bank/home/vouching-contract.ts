/** Is this really my bank? */
import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { flag, instant, object, oneOf, orNull, text } from '#platform/contract.ts';

const typed = object({ code: Type.String({ pattern: '^[0-9]{4} ?[0-9]{4}$' }) });

export const checkOwnCode = {
  route: 'POST /api/own-vouching-codes',
  summary: 'Is this code from my bank, meant for me, and does that talk go on now? Good once',
  permission: 'anybody',
  body: typed,
  reply: object({
    genuine: flag,
    /** With whom: by role and branch, never by name; null when it is not genuine. */
    with: orNull(
      object({
        role: oneOf(...roles),
        premises: orNull(text(200)),
        channel: oneOf('branch', 'phone'),
        since: instant,
      }),
    ),
  }),
} as const;

export const checkCode = {
  route: 'POST /api/vouching-codes',
  summary: 'Without signing in: does the bank show this code to somebody just now? Yes or no, good once',
  permission: 'nobody',
  body: typed,
  reply: object({ genuine: flag }),
} as const;
