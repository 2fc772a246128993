/** A customer's choices of how the bank reaches her and speaks to her. */
import { flag, id, list, object, oneOf, text, version } from '#platform/contract.ts';

export const ownChoices = {
  route: 'GET /api/own-choices',
  summary: 'By which of my contact points the bank may reach me, and in which language it speaks to me',
  permission: 'anybody',
  reply: object({
    language: text(35),
    /** For If-Match: of her own row, which every choice counts up. */
    version,
    contactPoints: list(
      object({
        contactPointId: id,
        kind: oneOf('phone', 'email'),
        value: text(320),
        purpose: oneOf('personal', 'work', 'home', 'business', 'emergency'),
        mayUse: flag,
      }),
      50,
    ),
  }),
} as const;

export const chooseContact = {
  route: 'PUT /api/own-choices/contact-points/:contactPointId',
  summary: 'Whether the bank may use one of my contact points; takes a fresh proof of who one is',
  permission: 'anybody',
  fresh: true,
  versioned: true,
  params: object({ contactPointId: id }),
  body: object({ mayUse: flag }),
  reply: object({ version }),
} as const;

export const chooseLanguage = {
  route: 'PUT /api/own-choices/language',
  summary: 'In which language the bank speaks to me: here, at the branch’s screens, and in what it sends',
  permission: 'anybody',
  versioned: true,
  body: object({ language: oneOf('en', 'es') }),
  reply: object({ version }),
} as const;
