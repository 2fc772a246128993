/**
 * How much each rule says, in tenths of a bit: 10 means that what was seen is twice as likely of somebody
 * who looks without a reason as of an honest colleague. Chosen on what is known of such cases (relatives,
 * neighbours, colleagues, the prominent come first) and tried in the simulator, with seeds other than
 * those it reports. Every occasion keeps the version that judged it: raise it with every change.
 */
export const weights = {
  version: 2,

  /** What each reason adds to an occasion that nothing explains. */
  reasons: {
    declared: 5,
    undone: 5,
    'chosen oneself': 10,
    'nothing done': 10,
    hurried: 5,
    'two at once': 35,
    'other branch': 35,
    'out of hours': 25,
    'again and again': 25,
    'many people': 10,
    'many colleagues': 30,
    prominent: 250,
    oneself: 300,
    manager: 250,
    colleague: 200,
    relative: 250,
    'same telephone': 220,
    'same address': 220,
    'next door': 150,
    'same street': 50,
    'same employer': 30,
    'rare surname': 210,
    'same surname': 90,
    'common surname': 40,
    'browsing by initials': 10,
  },

  /** What is left of the sum, in percent: an independent second person, and work that others can read. */
  leaves: { 'checked in by a colleague': 40, 'work left behind': 60, 'counter business elsewhere': 50 },

  /** Of all customers: below the first a surname is rare, below the second it is not common. */
  surnameShares: { rare: 1 / 2000, uncommon: 1 / 300 },
  /** Minutes. No honest visit without any work is shorter. */
  hurriedMinutes: 3,
  /** From which one of a day's people, and from how many colleagues on one customer in a week, it counts. */
  manyPeople: 5,
  manyColleagues: 4,
  /** How often one more look at the same customer without any work adds to it. */
  againMost: 4,
  /** Searches by a name and an initial in a day that anybody may need. */
  browsingFree: 4,

  /** Who was looked at, not how many: colleagues have next to none of it, so it is remembered longer. */
  personal: [
    ...['prominent', 'manager', 'colleague', 'relative', 'same telephone', 'same address', 'next door'],
    ...['same street', 'same employer', 'rare surname', 'same surname', 'common surname', 'again and again'],
  ] as readonly string[],
  personalAllowance: 4,

  /** Evidence that adds up: what colleagues have in a day, times this, plus this, is nobody's fault. */
  allowance: { times: 1.5, plus: 12, most: 36, dayMost: 60, priorDays: 200, priorMean: 8 },
  /** Evidence above which the question is put in the evening, and at once. */
  ask: { evening: 160, atOnce: 360 },
  /** Days in which evidence adds up, and in which a look is one more at the same customer. */
  memoryDays: 60,
  againDays: 30,
  colleaguesDays: 7,
} as const;

export type ReasonName = keyof typeof weights.reasons;
export type LeavesName = keyof typeof weights.leaves;
