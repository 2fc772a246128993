import { type Day, lastOf, monthOf, monthsAfter } from './calendar.ts';
import { dayOfEvent } from './events.ts';
import type { Agreement } from './holdings.ts';
import type { Books, Entry, Ledger } from './ledger.ts';
import type { Household } from './lives.ts';
import { PRODUCTS } from './products.ts';
import type { Random } from './random.ts';
import { type Bank, type Month, thousandths } from './setting.ts';
import { monthOfInterest, type Purse } from './signer.ts';
import type { Signed } from './signing.ts';
import { PAYERS } from './work.ts';

/**
 * Loans paid out and their interest, deposits made, paid interest and ended, investments and what they are
 * worth.
 */
export class Borrowing {
  #bank: Bank;
  #household: Household;
  #signed: Signed;
  #books: Books;
  #random: Random;

  constructor(bank: Bank, household: Household, signed: Signed, books: Books, random: Random) {
    this.#bank = bank;
    this.#household = household;
    this.#signed = signed;
    this.#books = books;
    this.#random = random;
  }

  enterMonth(now: Month): void {
    for (const purse of this.#signed.purses) {
      const account = this.#books.ledgers.get(purse.account);
      if (account === undefined) continue;
      for (const loan of purse.loans) this.#enterLoan(purse, account, loan, now);
      for (const deposit of purse.deposits) this.#enterDeposit(account, deposit, now);
      for (const fund of purse.investments) this.#enterInvestment(account, fund, now);
      if (purse.box === null || now.month % 12 !== 0 || this.#bank.thin) continue;
      this.#own(account, now.first + 14, -(purse.box.instalmentMinor ?? 0), 'fee', 'Safe box, one year');
    }
    for (const agreement of this.#signed.agreements) this.#enterCurrency(agreement, now);
  }

  #enterLoan(purse: Purse, account: Ledger, loan: Agreement, now: Month): void {
    const ledger = this.#books.ledgers.get(loan);
    if (ledger === undefined) return;
    if (loan.openedOn >= now.first && loan.openedOn <= now.last) this.#payOut(purse, account, ledger, loan);
    // thin histories pay by the quarter
    const months = this.#bank.thin ? 3 : 1;
    const interest = months * monthOfInterest(-ledger.balanceMinor, loan.ratePoints ?? 0);
    if (interest <= 0 || now.month % months !== 0) return;
    this.#own(ledger, now.first + 13, -interest, 'interest', 'Interest on the loan');
  }

  /**
   * The sum arrives on the account, and goes where it was borrowed for. For a house, the deposit leaves the
   * saver first.
   */
  #payOut(purse: Purse, account: Ledger, ledger: Ledger, loan: Agreement): void {
    const day = loan.openedOn;
    const principalMinor = loan.limitMinor ?? 0;
    const saver = purse.saver === null ? undefined : this.#books.ledgers.get(purse.saver);
    let paidMinor = principalMinor;
    if (
      loan.kind === 'mortgage' &&
      dayOfEvent(this.#household.events, 'house') === day &&
      saver !== undefined
    ) {
      const deposit = Math.min(Math.floor((saver.balanceMinor * 92) / 100), Math.round(principalMinor / 4));
      this.#books.move(day, saver, account, deposit, 'Deposit for the house');
      paidMinor += deposit;
    }
    this.#books.move(day, ledger, account, principalMinor, `${PRODUCTS[loan.product].name} paid out`);
    const seller = this.#sellerOf(loan);
    if (seller === null) return;
    const [counterparty, description] = seller;
    this.#books.enter({
      day,
      ledger: account,
      minor: -paidMinor,
      kind: 'transfer out',
      counterparty,
      description,
      force: 'must',
    });
  }

  /** To whom what was borrowed goes at once; null: it stays on the account. */
  #sellerOf(loan: Agreement): readonly [name: string, description: string] | null {
    if (loan.kind === 'mortgage') return [PAYERS[this.#household.plan.town.country].escrow, 'House bought'];
    return loan.kind === 'auto loan' ? ['Wheelhouse Car Sales', 'Car bought'] : null;
  }

  #enterDeposit(account: Ledger, deposit: Agreement, now: Month): void {
    const ledger = this.#books.ledgers.get(deposit);
    const sumMinor = deposit.limitMinor ?? 0;
    if (ledger === undefined) return;
    this.#enterFirst(account, ledger, deposit.openedOn, sumMinor, now);
    const ends = deposit.maturesOn ?? this.#bank.asOf + 1;
    for (let year = 1; year <= 3; year++) {
      const day = monthsAfter(deposit.openedOn, 12 * year);
      if (day > ends || day < now.first || day > now.last) continue;
      const minor = Math.round((sumMinor * (deposit.ratePoints ?? 0)) / 10_000);
      this.#own(ledger, day, minor, 'interest', 'Interest for the year');
    }
    if (ends >= now.first && ends <= now.last)
      this.#books.move(ends, ledger, account, 'all', 'Deposit matured');
  }

  #enterInvestment(account: Ledger, fund: Agreement, now: Month): void {
    const ledger = this.#books.ledgers.get(fund);
    if (ledger === undefined) return;
    this.#enterFirst(
      account,
      ledger,
      fund.openedOn,
      thousandths(this.#currency, this.#random.whole(700, 2500)),
      now,
    );
    if (now.month % 3 !== 2 || fund.openedOn >= now.first) return;
    const day = Math.min(lastOf(now.month) - 1, now.last);
    const change = Math.round((ledger.balanceMinor * this.#random.whole(-32, 48)) / 1000);
    this.#own(ledger, day, change, 'other', 'Change in market value');
    if (now.month % 12 !== 5) return;
    const dividend = Math.round((ledger.balanceMinor * this.#random.whole(14, 30)) / 1000);
    this.#books.enter({
      day: now.first + 19,
      ledger: account,
      minor: dividend,
      kind: 'dividend',
      counterparty: PRODUCTS[fund.product].name,
      counterpartyAccount: fund.number,
      description: 'Dividend',
      force: 'must',
    });
  }

  /**
   * What is opened within the history is filled on that day with money from another bank, by way of the
   * account.
   */
  #enterFirst(account: Ledger, ledger: Ledger, day: Day, minor: number, now: Month): void {
    if (day < now.first || day > now.last) return;
    this.#books.enter({
      day,
      ledger: account,
      minor,
      kind: 'transfer in',
      counterparty: 'Own account at another bank',
      description: 'For investing',
      force: 'must',
    });
    const bought =
      ledger.agreement.kind === 'investment' ? ({ kind: 'purchase', arrives: 'purchase' } as const) : {};
    this.#books.move(day, account, ledger, minor, 'Paid in', bought);
  }

  /** Another currency comes and goes a few times a year. */
  #enterCurrency(agreement: Agreement, now: Month): void {
    const ledger = agreement.product === 'currency' ? this.#books.ledgers.get(agreement) : undefined;
    if (ledger === undefined || now.month % 3 !== monthOf(agreement.openedOn) % 3) return;
    const minor = this.#random.whole(15_000, 250_000);
    const [payer, payee] = [this.#random.pick(ABROAD), this.#random.pick(ABROAD)];
    const out = -Math.floor((minor * this.#random.whole(40, 110)) / 100);
    const entry = { ledger, description: 'Abroad' };
    this.#books.enter({
      ...entry,
      day: now.first + 6,
      minor,
      kind: 'transfer in',
      counterparty: payer,
      force: 'must',
    });
    this.#books.enter({
      ...entry,
      day: now.first + 21,
      minor: out,
      kind: 'transfer out',
      counterparty: payee,
      force: 'wish',
    });
  }

  /** What the bank itself books: nobody stands on the other side. */
  #own(ledger: Ledger, day: Day, minor: number, kind: Entry['kind'], description: string): void {
    this.#books.enter({ day, ledger, minor, kind, description, force: 'must' });
  }

  get #currency() {
    return this.#household.plan.town.currency;
  }
}

const ABROAD = [
  'Nordlicht Handel',
  'Atlantic Letting Office',
  'Casa Serena Rentals',
  'Riverside Trading',
  'Maison Claire',
] as const;
