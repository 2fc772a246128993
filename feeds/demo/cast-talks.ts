import type { Talk } from './phrases.ts';

/**
 * What the cast has said, by their place in it; days before today. The demo's own story hangs on the first
 * ones.
 */
export interface CastTalk extends Talk {
  daysAgo: number;
  channel: 'branch' | 'phone';
  /** Days from today on which the promise is due; kept ones are in the past. */
  dueIn?: number;
  state?: 'open' | 'kept' | 'withdrawn';
  /** By whom it is to be kept; the household's banker if not said. */
  assigned?: 'banker' | 'banker2' | 'contact';
}

export const CAST_TALKS: readonly (readonly CastTalk[])[] = [
  [
    {
      daysAgo: 9,
      channel: 'branch',
      topic: 'Parental leave',
      note:
        'Janča is on parental leave until Matěj is two. The instalment of the home loan is tight in the ' +
        'winter months; asked whether two could be spread over the year.',
      promise: 'Call with an answer whether two instalments can be spread over the year',
      dueIn: 1,
      assigned: 'banker',
    },
    {
      daysAgo: 120,
      channel: 'branch',
      topic: 'A child',
      note:
        'Matěj has a saver now, from the birth grant. Eliška starts school and would like to bring her ' +
        'own coins.',
      promise: 'Put two money boxes aside for the children',
      dueIn: -100,
      state: 'kept',
    },
    {
      daysAgo: 260,
      channel: 'phone',
      topic: 'Insurance',
      note: 'Called about the insurance of the house: does it cover the pram in the hallway? It does.',
    },
    {
      daysAgo: 41,
      channel: 'branch',
      topic: 'Health',
      note:
        'Not sleeping well since the birth and has been seeing a doctor. Prefers a private room and short' +
        ' meetings.',
      sensitive: true,
    },
  ],
  [
    {
      daysAgo: 60,
      channel: 'branch',
      topic: 'First job',
      note: 'First pay has arrived. Wants to keep the student account as long as she may.',
      promise: 'Write when the student account ends',
      dueIn: 12,
      assigned: 'banker2',
    },
  ],
  [
    {
      daysAgo: 21,
      channel: 'branch',
      topic: 'Term deposit',
      note:
        'Honza asked what to do with the deposit that ends soon. Marie used to decide such things. No ' +
        'risk, and nothing longer than a year.',
      promise: 'Call before the deposit ends, in the morning, and speak slowly',
      dueIn: 0,
      assigned: 'banker',
    },
    {
      daysAgo: 200,
      channel: 'branch',
      topic: 'A death in the family',
      note: 'Marie died. The household account stays as it is. No letters in her name.',
      sensitive: true,
      promise: 'See that no more letters go out in Marie’s name',
      dueIn: -180,
      state: 'kept',
    },
  ],
  [
    {
      daysAgo: 33,
      channel: 'phone',
      topic: 'Change of address',
      note: 'Moved within Brno. New address on file.',
      promise: 'Send the card to the new address',
      dueIn: 1,
      assigned: 'contact',
    },
  ],
  [
    {
      daysAgo: 75,
      channel: 'branch',
      topic: 'Pension',
      note:
        'Has retired. Often mistaken for a younger customer of the same name in Brno: check the birth ' +
        'date.',
    },
  ],
  [
    {
      daysAgo: 15,
      channel: 'branch',
      topic: 'Business',
      note: 'Tomáš thinks of a second oven. Wants to hear what it costs a month before what it costs in all.',
      promise: 'Work out what a loan for an oven would cost a month',
      dueIn: 0,
      assigned: 'banker2',
    },
    {
      daysAgo: 330,
      channel: 'branch',
      topic: 'Cash takings',
      note: 'Brings the cash on Mondays before nine.',
    },
  ],
  [
    {
      daysAgo: 28,
      channel: 'branch',
      topic: 'Money is short',
      note:
        'Still out of work. Would pay half of the instalment if we let him. Very tired; his brother may ' +
        'come with him.',
      sensitive: true,
      promise: 'Bring a plan with a smaller instalment',
      dueIn: 2,
    },
  ],
];
