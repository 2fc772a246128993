/**
 * Who may look, once more and in another way: read from docs/decisions and the words of the rules, row by
 * row, for deciding.test.ts. Shares nothing with the kernel. Days are counted from today, minutes from now.
 */
import type { Member, RandomBank, Span } from './deciding-trial.ts';

export interface Ground {
  staff: string;
  customer: string;
  /** Only this session of the member of staff may use it; null: any. */
  session: string | null;
  rank: number;
  kind: string;
  ground: string;
  proven: boolean;
  /** The newer of two equally good ones counts. */
  since: number;
}

export interface Decision {
  decision: 'open' | 'no ground' | 'restricted' | 'training';
  /** Equally good reasons of the same moment. */
  best: readonly Ground[];
}

export function groundsOf(bank: RandomBank): Ground[] {
  return [
    ...[...visits(bank), ...promises(bank), ...portfolios(bank), ...covers(bank)],
    ...[...actingFor(bank), ...duplicates(bank), ...passes(bank)],
    ...[...inquiries(bank), ...requests(bank), ...investigations(bank)],
  ];
}

/** @param grounds those of this member of staff for this customer */
export function decisionOf(
  bank: RandomBank,
  member: Member,
  customer: string,
  grounds: readonly Ground[],
  wanted: string | null,
): Decision {
  const known = bank.customers.get(customer);
  const usable = grounds.filter((one) => one.session === null || one.session === member.session);
  const fitting = known?.restricted
    ? usable.filter((one) => one.kind === 'approval')
    : usable.filter((one) => wanted === null || one.ground === wanted);
  const rank = Math.min(...fitting.map((one) => one.rank));
  const ranked = fitting.filter((one) => one.rank === rank);
  const since = Math.max(...ranked.map((one) => one.since));
  const best = ranked.filter((one) => one.since === since);
  if (!member.certificates.some(contains)) return { decision: 'training', best };
  if (best.length > 0) return { decision: 'open', best };
  return { decision: known?.restricted ? 'restricted' : 'no ground', best };
}

/** In hours at a work station no proof is asked for; elsewhere and else one of the last hour. */
export const asksProof = ({ sits, provenAgo }: Member): boolean =>
  sits !== 'open' && sits !== 'unsaid' && provenAgo > 60;

/** Is today in it? Both ends belong to it; without an end it goes on. */
const contains = ({ from, to }: Span) => (from ?? 0) <= 0 && (to ?? 0) >= 0;

const anyone = { session: null };

function visits(bank: RandomBank): Ground[] {
  return bank.visits
    .filter((visit) => visit.state === 'in progress' && visit.to !== null && visit.startedAgo < 16 * 60)
    .map((visit) => ({
      ...{ ...anyone, staff: visit.to as string, customer: visit.customer, rank: 1, ground: visit.id },
      ...{
        kind: visit.channel === 'phone' ? 'call' : 'visit',
        proven: bank.proves(visit),
        since: -visit.startedAgo,
      },
    }));
}

function promises(bank: RandomBank): Ground[] {
  return bank.promises
    .filter((promise) => promise.state === 'open' && promise.dueIn <= 366)
    .map((promise) => ({
      ...{
        ...anyone,
        staff: promise.to,
        customer: promise.customer,
        rank: 2,
        kind: 'promise',
        ground: promise.id,
      },
      ...{ proven: promise.to !== promise.by, since: -promise.madeAgo },
    }));
}

const standing = (bank: RandomBank) => bank.portfolios.filter((one) => !one.ended && contains(one.span));

function portfolios(bank: RandomBank): Ground[] {
  return standing(bank).map((one) => ({
    ...{ ...anyone, staff: one.staff, customer: one.customer, rank: 3, kind: 'portfolio', ground: one.id },
    ...{ proven: one.by === null || one.by !== one.staff, since: one.span.from },
  }));
}

function covers(bank: RandomBank): Ground[] {
  const byOwner = Map.groupBy(standing(bank), (one) => one.staff);
  return bank.covers
    .filter((cover) => !cover.ended && contains(cover.span))
    .flatMap((cover) =>
      (byOwner.get(cover.of) ?? []).map((one) => ({
        ...{
          ...anyone,
          staff: cover.staff,
          customer: one.customer,
          rank: 4,
          kind: 'cover',
          ground: cover.id,
        },
        ...{ proven: true, since: -cover.madeAgo },
      })),
    );
}

function actingFor(bank: RandomBank): Ground[] {
  const here = Map.groupBy(visits(bank), (visit) => visit.customer);
  return bank.relations
    .filter((one) => !one.ended && contains(one.span) && ['principal', 'ward', 'business'].includes(one.kind))
    .filter(
      (one) =>
        !bank.confidences.some(
          (kept) => kept.customer === one.customer && !kept.ended && [null, one.other].includes(kept.other),
        ),
    )
    .flatMap((one) =>
      (here.get(one.other) ?? []).map((visit) => ({
        ...{ ...visit, customer: one.customer, rank: 5, kind: 'acting for them' },
      })),
    );
}

function duplicates(bank: RandomBank): Ground[] {
  return bank.duplicates
    .filter((pair) => pair.to !== null && pair.takenAgo !== null && pair.takenAgo < 12 * 60)
    .flatMap((pair) =>
      [pair.one, pair.other].map((customer) => ({
        ...{
          ...anyone,
          staff: pair.to as string,
          customer,
          rank: 6,
          kind: 'duplicate review',
          ground: pair.id,
        },
        ...{ proven: pair.handedOut, since: -(pair.takenAgo as number) },
      })),
    );
}

function passes(bank: RandomBank): Ground[] {
  return bank.passes
    .filter((pass) => pass.expiresIn > 0 && pass.verdict !== 'not justified')
    .map((pass) => ({
      ...{ staff: pass.to, customer: pass.customer, session: pass.session, rank: 7, kind: pass.kind },
      ...{ ground: pass.id, proven: pass.kind === 'approval', since: -pass.grantedAgo },
    }));
}

/** Of the office it was asked of, whoever has nothing to do with the customer. */
function inquiries(bank: RandomBank): Ground[] {
  return bank.inquiries
    .filter((one) => one.open)
    .flatMap((one) =>
      bank.staff
        .filter((member) => member.role === `${one.office} officer` && !isKin(bank, member, one.customer))
        .map((member) => ({
          ...{
            ...anyone,
            staff: member.id,
            customer: one.customer,
            rank: 8,
            kind: 'inquiry',
            ground: one.id,
          },
          ...{ proven: true, since: -one.askedAgo },
        })),
    );
}

/** Themselves, by whichever account, or related, now or once; business does not make a family. */
function isKin(bank: RandomBank, member: Member, customer: string): boolean {
  const own = bank.staff.filter((one) => one.person === member.person).map((one) => one.own);
  return (
    own.includes(customer) ||
    bank.relations.some(
      (one) =>
        !['employer', 'employee', 'business'].includes(one.kind) &&
        ((one.customer === customer && own.includes(one.other)) ||
          (one.other === customer && own.includes(one.customer))),
    )
  );
}

function requests(bank: RandomBank): Ground[] {
  return bank.requests
    .filter((one) => one.open && one.by !== null)
    .map((one) => ({
      ...{ ...anyone, staff: one.by as string, customer: one.customer, rank: 6, kind: 'rights request' },
      ...{ ground: one.id, proven: one.channel === 'portal', since: -one.heldAgo },
    }));
}

function investigations(bank: RandomBank): Ground[] {
  return bank.investigations
    .filter((one) => one.open && one.confirmed)
    .flatMap((one) =>
      one.customers.map((customer) => ({
        ...{ ...anyone, staff: one.to, customer, rank: 8, kind: 'investigation', ground: one.id },
        ...{ proven: true, since: -one.openedAgo },
      })),
    );
}
