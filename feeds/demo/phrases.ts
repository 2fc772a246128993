import type { Story, Twist } from './casting.ts';

/** What was talked about, what was written down, and what was promised, if anything. */
export interface Talk {
  topic: string;
  note: string;
  sensitive?: true;
  promise?: string;
}

/** After something happened. Sensitive: health, hardship and death are for private rooms. */
export const AFTER: Readonly<Partial<Record<Twist, readonly Talk[]>>> = {
  'first salary': [
    {
      topic: 'First job',
      note: 'First pay has arrived. Asked how much to put aside each month; wants to start small.',
      promise: 'Send the comparison of the two savers',
    },
    {
      topic: 'First job',
      note: 'Started work. The student account ends at 26; explained what changes then.',
    },
  ],
  rise: [
    {
      topic: 'Savings',
      note: 'Earns more since this month. Thinking of paying the loan back sooner; no hurry.',
    },
    {
      topic: 'Savings',
      note: 'Got a rise. Would rather travel than save for now, and said so with a smile.',
    },
  ],
  'lost job': [
    {
      topic: 'Money is short',
      note:
        'Lost the job. Benefits cover the rent and little more. Asked us not to raise the overdraft, ' +
        'rather to help plan.',
      sensitive: true,
      promise: 'Call with a plan for the next three months',
    },
    {
      topic: 'Money is short',
      note:
        'Out of work since last month. Would like a pause in the instalments. Please do not mention it on' +
        ' the telephone at home.',
      sensitive: true,
      promise: 'Ask whether instalments can be paused, and call back',
    },
  ],
  'new job': [
    {
      topic: 'New employer',
      note:
        'Pay now comes from a new employer, a few days later in the month. Moved the standing orders to ' +
        'match.',
    },
  ],
  baby: [
    {
      topic: 'A child',
      note: 'A child was born, all well. Asked about a saver in the child’s name.',
      promise: 'Open the child’s saver when the birth certificate is here',
    },
    {
      topic: 'A child',
      note:
        'On parental leave now. One income for a while; wants to know what happens if an instalment is ' +
        'late.',
    },
  ],
  house: [
    {
      topic: 'Home loan',
      note: 'Moved into the new house. Happy, tired, no furniture yet. The rate is fixed for five years.',
      promise: 'Send the certificate of interest paid for the tax return',
    },
    {
      topic: 'Home loan',
      note: 'House bought. Asked twice what happens when the fixed rate ends: show it in writing.',
      promise: 'Write down in plain words what happens after the fixed rate',
    },
  ],
  move: [
    {
      topic: 'Change of address',
      note: 'Moved; new address on file, post has been redirected. The old landlord still owes the deposit.',
    },
  ],
  death: [
    {
      topic: 'A death in the family',
      note:
        'Came with the death certificate. Needs time and one person to talk to. No letters to the dead ' +
        'person’s name, please.',
      sensitive: true,
      promise: 'See that no more letters go out in the name of the dead',
    },
  ],
  'pension begins': [
    {
      topic: 'Pension',
      note: 'Retired this month. The pension comes on another day; asked to move the standing orders.',
      promise: 'Check that the first pension has arrived',
    },
  ],
  'falls behind': [
    {
      topic: 'Loan in arrears',
      note:
        'Two instalments are missing. Willing to pay half. Not well since winter; comes alone, prefers ' +
        'mornings.',
      sensitive: true,
      promise: 'Bring a smaller instalment to the next meeting',
    },
  ],
  'deposit matures': [
    {
      topic: 'Term deposit',
      note: 'The deposit ends soon. Does not need the money, does not want risk.',
      promise: 'Call before the deposit ends with what can be done',
    },
  ],
};

/** What comes up anyway. */
export const ORDINARY: Readonly<Partial<Record<Story, readonly Talk[]>>> = {
  student: [
    {
      topic: 'Card abroad',
      note: 'Going abroad for a term. Explained how the card works there and how to block it.',
    },
  ],
  'starting out': [
    { topic: 'Budget', note: 'Asked how others keep an eye on their spending. Showed the monthly overview.' },
  ],
  family: [
    {
      topic: 'Insurance',
      note: 'The home insurance does not cover the cellar. Will think about it.',
      promise: 'Send the terms for the cellar',
    },
    { topic: 'Household', note: 'One of the cards was left in a shop. Replaced; nothing had been taken.' },
  ],
  pensioner: [
    {
      topic: 'Help with the app',
      note: 'Sat together over the app. Large letters switched on. Prefers to come in person.',
    },
    {
      topic: 'Cash',
      note: 'Hard of hearing on the left: sit on the right, speak slowly, write amounts down.',
      sensitive: true,
    },
  ],
  'pensioner couple': [
    { topic: 'Savings', note: 'Saving for the grandchildren. Wants nothing that can fall.' },
  ],
  attorney: [
    {
      topic: 'Power of attorney',
      note: 'Came with the daughter or son who acts by power of attorney; seen and copied.',
    },
  ],
  business: [
    {
      topic: 'Business',
      note: 'December takings were good. Thinking of a second oven; not before spring.',
      promise: 'Work out what a loan for equipment would cost a month',
    },
    { topic: 'Cash takings', note: 'Brings the cash on Mondays before nine. Asked for a night safe.' },
  ],
  wealthy: [
    {
      topic: 'Investments',
      note: 'Once a year is enough. Wants figures on one page, no brochures.',
      promise: 'Send the year on one page',
    },
  ],
  struggling: [
    {
      topic: 'Overdraft',
      note:
        'Ashamed of the overdraft; be kind. Would like to be told before it grows, by text, never by ' +
        'letter.',
      sensitive: true,
      promise: 'Set up a text before the overdraft is reached',
    },
  ],
};

export const PLAIN: readonly Talk[] = [
  { topic: 'Card', note: 'New card handed over, the old one cut up.' },
  { topic: 'Contact details', note: 'Telephone number checked and confirmed.' },
  {
    topic: 'Standing order',
    note: 'Changed the amount of a standing order; the first one leaves next month.',
  },
  {
    topic: 'Question about a payment',
    note: 'Did not recognise a payment. It was the new name of a shop; all is well.',
  },
];
