/** Incomes that begin, rise, fall and stop. Pure. */
import { isoOf, median } from './calendar.ts';
import type { Suspicion } from './happenings.ts';
import type { Rule } from './inferring.ts';
import { isNewHere, lookBack } from './looking.ts';
import type { Reckoned } from './reckoning.ts';
import { beganOn, lastOn, type Stream, silence, usualOf } from './streams.ts';

export const incomeRules: Readonly<Record<string, Rule>> = {
  'two payments of a new employer': salaryBegins,
  'two payments above the usual': (reckoned) => changes(reckoned, 'salary rises'),
  'two payments below the usual': (reckoned) => changes(reckoned, 'income falls'),
  'no payment for six weeks': incomeStops,
  'first payments of a pension': pensionBegins,
};

type Payment = Stream['payments'][number];

const ids = (payments: readonly Payment[]) => payments.map(({ transactionId }) => transactionId);

function* salaryBegins({ streams, today, rows, measures }: Reckoned): Generator<Suspicion> {
  for (const stream of streams) {
    const [first, second] = stream.payments;
    if (stream.kind !== 'salary' || first === undefined || second === undefined) continue;
    if (today - first.day > lookBack || isNewHere(rows.everMoved.first, first.day)) continue;
    // pocket money is no salary
    if (measures.usualIncome !== null && usualOf(stream) * 4n < measures.usualIncome) continue;
    yield {
      ...{ kind: 'salary begins', onDate: isoOf(first.day), others: [], key: first.transactionId },
      ...{ transactions: ids(stream.payments.slice(0, 3)), amount: usualOf(stream) },
      confidence: stream.payments.length > 2 ? 92 : 80,
    };
  }
}

/** Two payments in a row, a twentieth above, or a sixth below, the middle of up to six before them. */
function* changes({ streams, today }: Reckoned, kind: 'salary rises' | 'income falls'): Generator<Suspicion> {
  for (const { kind: of, payments } of streams) {
    if (of === 'transfer' || of === 'benefit') continue;
    for (let at = 3; at + 1 < payments.length; at++) {
      const [before, one, next] = [payments[at - 1], payments[at], payments[at + 1]];
      if (before === undefined || one === undefined || next === undefined || today - one.day > lookBack)
        continue;
      const usual = median(payments.slice(Math.max(0, at - 6), at).map(({ minor }) => minor));
      const changed = (minor: bigint) =>
        kind === 'salary rises' ? minor * 100n >= usual * 105n : minor * 100n <= usual * 84n;
      if (!changed(one.minor) || !changed(next.minor) || changed(before.minor)) continue;
      // pensions rise with prices each year, by law
      if (kind === 'salary rises' && of !== 'salary') continue;
      yield {
        ...{ kind, onDate: isoOf(one.day), others: [], key: one.transactionId, amount: next.minor },
        ...{
          transactions: ids([before, one, next]),
          confidence: payments[at + 2] && changed(payments[at + 2]?.minor ?? 0n) ? 93 : 82,
        },
      };
    }
  }
}

function* incomeStops({ streams, today }: Reckoned): Generator<Suspicion> {
  for (const stream of streams) {
    const last = stream.payments.at(-1);
    const silent = last === undefined ? 0 : today - last.day;
    if (!['salary', 'pension'].includes(stream.kind) || last === undefined) continue;
    if (stream.payments.length < 4 || silent <= silence || silent > lookBack + silence) continue;
    if (streams.some((other) => other !== stream && replaces(other, stream))) continue;
    yield {
      ...{ kind: 'income stops', onDate: isoOf(last.day), others: [], key: last.transactionId },
      ...{ transactions: ids(stream.payments.slice(-3)), amount: usualOf(stream) },
      confidence: silent > 2 * silence ? 90 : 78,
    };
  }
}

/** Another job, or the pension, took its place about then. */
function replaces(other: Stream, stream: Stream): boolean {
  if (other.kind !== 'salary' && other.kind !== 'pension') return false;
  const gap = beganOn(other) - lastOn(stream);
  return gap >= -20 && gap <= 75 && usualOf(other) * 10n >= usualOf(stream) * 3n;
}

function* pensionBegins({ streams, today, rows }: Reckoned): Generator<Suspicion> {
  for (const stream of streams) {
    const [first] = stream.payments;
    if (stream.kind !== 'pension' || first === undefined || today - first.day > lookBack) continue;
    if (isNewHere(rows.everMoved.first, first.day)) continue;
    yield {
      ...{ kind: 'pension begins', onDate: isoOf(first.day), others: [], key: first.transactionId },
      ...{ transactions: ids(stream.payments.slice(0, 3)), amount: usualOf(stream) },
      confidence: stream.payments.length > 1 ? 93 : 75,
    };
  }
}
