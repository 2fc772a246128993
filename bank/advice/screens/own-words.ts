/** What would change a suggestion, said to the customer herself: "more put by than now". */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Reply } from '#platform/contract.ts';
import type { ownAdvice } from '../contract.ts';

type Change = Reply<typeof ownAdvice>['rejected'][number]['wouldChange'][number];

/** Undefined: nothing that she could do or say anything about, or nothing that is said to her here. */
export function useOwnChangeWords(): (change: Change) => string | undefined {
  const { i18n } = useLingui();
  return ({ fact, op, value }) => {
    const words = ownFactWords[fact];
    if (words === undefined) return undefined;
    const more = op === '>=' || op === '>' || op === 'known' || (op === '=' && value === 'true');
    const isHeld = fact.startsWith('held.') && (op === '!=' || op === '=');
    const [up, down] = words;
    const said = more || (isHeld && op === '!=') ? up : down;
    return said === null ? undefined : i18n._(said);
  };
}

/** If it were more, or so; if it were less, or not so; null: nobody should wish for that. */
const ownFactWords: Readonly<
  Record<string, readonly [up: MessageDescriptor | null, down: MessageDescriptor | null]>
> = {
  'reserve.months': [msg`more put by for bad days`, null],
  'reserve.here.months': [msg`more put by with us`, null],
  'surplus.monthly': [msg`more left over each month`, null],
  'inflow.monthly': [msg`more coming in each month`, null],
  'income.monthly': [msg`a higher regular income`, null],
  'spending.share': [null, msg`spending less than comes in`],
  'balance.lowest.90': [msg`more left before the next income`, null],
  'balance.now': [msg`more in your account`, null],
  'room.after.instalment': [msg`an instalment that leaves you enough`, null],
  'cash.share': [null, msg`taking out less in cash`],
  'debts.unsecured': [null, msg`fewer debts`],
  'debts.total': [null, msg`fewer debts`],
  'instalments.share': [null, msg`lower instalments`],
  'overdraft.days.90': [null, msg`an account that is not overdrawn`],
  'overdraft.interest.months': [null, msg`months without overdraft interest`],
  'overdraft.interest.90': [null, msg`months without overdraft interest`],
  'movements.total': [msg`more payments through an account with us`, null],
  'contact.marketing': [msg`your wish to have offers`, null],
  'held.current.account': [msg`an account with us`, null],
  'held.savings': [msg`a savings account with us`, null],
  'held.term.deposit': [msg`a term deposit with us`, null],
  'held.card': [msg`a card with us`, null],
  'held.personal.loan': [msg`a personal loan with us`, null],
  'held.mortgage': [msg`a mortgage with us`, null],
  'held.investment': [msg`investments with us`, null],
  'held.insurance': [msg`insurance with us`, null],
  'need.borrowing': [msg`telling us that you want to borrow`, msg`telling us that you do not want to borrow`],
  'need.home': [msg`telling us of plans for a home`, msg`telling us that you plan no home`],
  'need.reserve': [msg`telling us that you want a reserve`, msg`telling us that you have enough in reserve`],
  'need.saving': [msg`telling us that you want to save`, msg`telling us that you do not want to save`],
  'need.investing': [msg`telling us that you want to invest`, msg`telling us that you do not want to invest`],
  'need.protection': [
    msg`telling us that somebody should be covered`,
    msg`telling us that nobody needs cover`,
  ],
  'need.lower.costs': [msg`telling us that you pay too much`, msg`telling us that nothing costs too much`],
  'need.business.growth': [
    msg`telling us of plans for the business`,
    msg`telling us that the business stays as it is`,
  ],
  'need.help.in.difficulty': [msg`telling us that it is hard now`, msg`telling us that it is not hard now`],
};
