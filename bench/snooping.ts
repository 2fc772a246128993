/**
 * How soon somebody who looks without a reason is asked about it, and how often an honest colleague is. A
 * made-up bank works for 26 months, with five culprits hidden in it who claim visits that never took
 * place; it is judged by the bank's own rules (bank/privacy/detecting-*.ts). The large case is as large as
 * the largest known one: 6,637 looks at 3,572 customers (Garante per la protezione dei dati personali,
 * 2026).
 */
import { type Figure, median, print } from './measure.ts';
import { simulatedBank } from './snooping/bank.ts';
import { type Replay, replay } from './snooping/replay.ts';

/** @param options.size staff, 500 unless said; @param options.rounds as many seeds, one after the other */
export async function bench(options: { size?: number | undefined; rounds?: number } = {}): Promise<Figure[]> {
  const size = options.size ?? 500;
  const rounds = options.rounds ?? 5;
  const replays = Array.from({ length: rounds }, (_one, round) => replay(simulatedBank(201 + round, size)));
  return figuresOf(replays, size);
}

function figuresOf(replays: Replay[], size: number): Figure[] {
  const alarm = (scheme: string) => (one: Replay) =>
    one.culprits.find((culprit) => culprit.scheme === scheme) ?? { days: Number.NaN, accesses: Number.NaN };
  const gentle = ['three a day', 'three here', 'relatives', 'prominent'];
  const figures: [string, string, (one: Replay) => number][] = [
    ['large_case_days_to_alarm', 'working days', (one) => alarm('large')(one).days],
    ['large_case_accesses_to_alarm', 'accesses', (one) => alarm('large')(one).accesses],
    [
      'gentle_days_to_alarm',
      'working days',
      (one) => Math.max(...gentle.map((scheme) => alarm(scheme)(one).days)),
    ],
    ...gentle.map((scheme): [string, string, (one: Replay) => number] => [
      `gentle_${scheme.replaceAll(' ', '_')}_days_to_alarm`,
      'working days',
      (one) => alarm(scheme)(one).days,
    ]),
    // Own branch, a note each time, nobody known: what cannot be told from a banker who asks nobody for
    // proof.
    ['careful_days_to_alarm', 'working days', (one) => alarm('careful')(one).days],
    ['false_alarms_per_1000', 'per 1,000 accesses', (one) => (1000 * one.falseAlarms) / one.accesses],
    [
      'honest_accesses_asked_per_1000',
      'per 1,000 accesses',
      (one) => (1000 * one.askedInVain) / one.accesses,
    ],
    ['false_alarms_lazy_per_year', 'a year and person', (one) => one.lazyAlarmsPerYear],
    ['false_alarms_other_per_year', 'a year and person', (one) => one.otherAlarmsPerYear],
    ['accesses', 'accesses', (one) => one.accesses],
  ];
  return figures.map(([figure, unit, of]) => {
    const values = replays.map(of);
    const made: Figure = {
      ...{ bench: 'snooping', figure, value: median(values), unit, size, rounds: replays.length },
      ...{ min: Math.min(...values), max: Math.max(...values) },
    };
    print(made);
    return made;
  });
}
