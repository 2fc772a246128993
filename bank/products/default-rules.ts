/** Rules that several options share. Words for staff first, then for the customer. */
import type { Cell } from '#platform/tables/table.ts';
import type { Rule, Words } from './rules.ts';

export const is = (value: boolean | string): Cell => ({ op: '=', value });
export const atLeast = (value: number | string): Cell => ({ op: '>=', value });
export const below = (value: number | string): Cell => ({ op: '<', value });
export const above = (value: number | string): Cell => ({ op: '>', value });
export const known: Cell = { op: 'known' };
export const unknown: Cell = { op: 'unknown' };

type Said = readonly [en: string, es: string];
const words = ([en, es]: Said): Words => ({ en, es });

export function rule(id: string, when: Rule['when'], fits: boolean, staff: Said, customer: Said): Rule {
  return { id, when, fits, staff: words(staff), customer: words(customer) };
}
export const yes = (id: string, when: Rule['when'], staff: Said, customer: Said) =>
  rule(id, when, true, staff, customer);
export const no = (id: string, when: Rule['when'], staff: Said, customer: Said) =>
  rule(id, when, false, staff, customer);

export const otherwise = yes(
  'otherwise',
  {},
  ['Nothing speaks against it.', 'Nada habla en contra.'],
  ['Nothing speaks against it.', 'Nada habla en contra.'],
);

export const died = no(
  'died',
  { died: is(true) },
  ['The customer has died: nothing is brought up.', 'El cliente ha fallecido: no se propone nada.'],
  ['Nothing is suggested any more.', 'Ya no se propone nada.'],
);

export const underAge = no(
  'under.age',
  { 'of.age': is(false) },
  ['Cannot sign a contract of credit yet.', 'Aún no puede firmar un contrato de crédito.'],
  ['This can be signed once you are of age.', 'Podrá firmarlo cuando sea mayor de edad.'],
);

export const noAccount = no(
  'no.account',
  { 'held.current.account': { op: '=', value: 0 } },
  ['Has no account here that it could be paid from.', 'No tiene aquí una cuenta desde la que pagarlo.'],
  ['It needs a current account with us.', 'Hace falta una cuenta corriente con nosotros.'],
);

export const onlyPersons = no(
  'business',
  { kind: is('business') },
  ['For persons only.', 'Solo para particulares.'],
  ['This is for persons, not for businesses.', 'Es para particulares, no para empresas.'],
);

export const inDifficulty = no(
  'in.difficulty',
  { 'in.difficulty': is(true) },
  [
    'In difficulty: it would make matters worse or come at the wrong time.',
    'En dificultades: lo empeoraría o llegaría a destiempo.',
  ],
  [
    'First we would like to help you through these months.',
    'Primero queremos ayudarle a superar estos meses.',
  ],
);

export const overdrawn = no(
  'overdrawn',
  { 'overdraft.days.90': above(0) },
  [
    'The account was overdrawn in the last 90 days.',
    'La cuenta estuvo en descubierto en los últimos 90 días.',
  ],
  ['Your account was overdrawn lately.', 'Su cuenta estuvo hace poco en descubierto.'],
);

export const alreadyHolds = (kind: string) =>
  no(
    'already.holds',
    { [`held.${kind}`]: atLeast(1) },
    ['Already holds one.', 'Ya tiene uno.'],
    ['You already have one.', 'Ya lo tiene.'],
  );

/** A need that nobody stated and nothing speaks for is no need: said in the table, not left open. */
export const noNeed = (need: string, least = 50): Rule[] => [
  no(
    'no.need.known',
    { [need]: unknown },
    ['Neither said nor seen that it is wanted.', 'Ni se ha dicho ni se ve que lo quiera.'],
    ['Nothing tells us that you want this.', 'Nada nos dice que lo quiera.'],
  ),
  no(
    'need.is.weak',
    { [need]: below(least) },
    ['Little speaks for it.', 'Poco habla a favor.'],
    ['Little tells us that you want this.', 'Poco nos dice que lo quiera.'],
  ),
];

const declined = no(
  'declined',
  { 'option.declined': is(true) },
  ['Declined within a year.', 'Lo rechazó hace menos de un año.'],
  ['You told us no; we do not ask again.', 'Nos dijo que no; no volvemos a preguntar.'],
);
const putOff = no(
  'put.off',
  { 'option.put.off': is(true) },
  ['Asked for later; the day has not come.', 'Lo pidió para más tarde; aún no es el día.'],
  ['You asked us to come back later.', 'Nos pidió que volviéramos más tarde.'],
);

const helpDeclined = no(
  'declined',
  { 'option.declined': is(true) },
  [
    'Declined within a year, and nothing has become worse since.',
    'Lo rechazó hace menos de un año, y nada ha empeorado desde entonces.',
  ],
  ['You told us no; we do not ask again.', 'Nos dijo que no; no volvemos a preguntar.'],
);

/** Help is brought up again when things are worse (deciding.ts). */
export const helpContact: Rule[] = [helpDeclined, putOff, otherwise];

/** Service: only what the customer herself said stands against it. */
export const serviceContact: Rule[] = [declined, putOff, otherwise];

/** What the bank earns by: also not against a choice, and not again and again. */
export const saleContact: Rule[] = [
  declined,
  putOff,
  no(
    'shown.often',
    { 'option.shown.90': atLeast(3) },
    ['Shown three times in 90 days.', 'Mostrado tres veces en 90 días.'],
    ['We have told you of it often enough lately.', 'Ya se lo hemos contado bastante.'],
  ),
  yes(
    'never.asked',
    { 'contact.marketing': unknown },
    [
      'Never asked about advertising: may be brought up in a talk, not sent.',
      'Nunca se le preguntó por publicidad: puede mencionarse al hablar, no enviarse.',
    ],
    ['We only mention it when we talk.', 'Solo lo mencionamos cuando hablamos.'],
  ),
  no(
    'no.advertising',
    { 'contact.marketing': is(false) },
    ['Wants no offers.', 'No quiere ofertas.'],
    ['You want no offers from us.', 'No quiere ofertas nuestras.'],
  ),
  otherwise,
];
