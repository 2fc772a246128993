/**
 * What an entry of a statement says: pure. Amounts exactly, signs by credit and debit, a batch booking taken
 * apart where its details add up to it.
 */
import { money } from '#platform/money.ts';

export interface Element {
  name: string;
  /** The attribute Ccy of an amount. */
  currency: string | undefined;
  text: string;
  children: Element[];
}

export interface Entry {
  element: Element | undefined;
  details: Element[];
}

export interface Statement {
  id: string;
  account: string;
  currency: string;
  /** Entries so far, this one included. */
  entries: number;
  /** How often a reference has been met in this statement. */
  refs: Map<string, number>;
}

export interface StatementRow {
  record: 'movement' | 'closing';
  key: string | null;
  account: string;
  currency: string;
  booked_on: string | null;
  sequence: string | null;
  minor: string;
  kind: string | null;
  counterparty: string | null;
  counterparty_account: string | null;
  description: string | null;
}

/** The trimmed text at `Id/IBAN`, or undefined. */
export function textOf(element: Element | undefined, path: string): string | undefined {
  const text = elementAt(element, path)?.text.trim();
  return text === '' ? undefined : text;
}

/** The closing balance of a day (CLBD, or PRCD for the day before), or undefined for the other kinds. */
export function closingOf(statement: Statement, balance: Element): StatementRow | undefined {
  const code = textOf(balance, 'Tp/CdOrPrtry/Cd');
  if (code !== 'CLBD' && code !== 'PRCD') return undefined;
  const amount = elementAt(balance, 'Amt');
  const currency = amount?.currency ?? statement.currency;
  return {
    ...{ record: 'closing', key: code, account: statement.account, currency },
    ...{
      booked_on: dateAt(balance, 'Dt') ?? null,
      sequence: null,
      minor: minorOf(amount, currency, isDebit(balance)),
    },
    ...{ kind: null, counterparty: null, counterparty_account: null, description: null },
  };
}

/**
 * One movement, or one for each transaction of a batch; none for what is not booked (pending, for
 * information).
 */
export function movementsOf(statement: Statement, { element, details }: Entry): StatementRow[] {
  if (element === undefined) return [];
  const status = textOf(element, 'Sts/Cd') ?? textOf(element, 'Sts');
  if (status !== undefined && status !== 'BOOK') return [];
  const amount = elementAt(element, 'Amt');
  const currency = amount?.currency ?? statement.currency;
  const debit = isDebit(element);
  const whole = minorOf(amount, currency, debit);
  const bookedOn = dateAt(element, 'BookgDt') ?? dateAt(element, 'ValDt') ?? null;
  const reference = textOf(element, 'AcctSvcrRef') ?? textOf(element, 'NtryRef');
  const key = keyOf(statement, reference, bookedOn, whole);
  const parts = partsOf(details, currency, debit, whole);
  const rows = parts ?? [{ minor: whole, detail: details.length === 1 ? details[0] : undefined }];
  return rows.map(({ minor, detail }, index) => ({
    record: 'movement',
    key: parts === undefined ? key : `${key} /${index + 1}`,
    account: statement.account,
    currency,
    booked_on: bookedOn,
    sequence: String(statement.entries * 1000 + Math.min(index, 999)),
    minor,
    kind: kindOf(element, detail, minor.startsWith('-')),
    ...counterpartyOf(detail, minor.startsWith('-')),
    description: descriptionOf(element, detail),
  }));
}

/** Stable when the same statement is sent again, or the same entry in another one. */
function keyOf(
  statement: Statement,
  reference: string | undefined,
  bookedOn: string | null,
  minor: string,
): string {
  const account = `${statement.account} ${statement.currency}`.trim();
  if (reference === undefined) return `${account} ${statement.id}/${statement.entries}`;
  const plain = `${account} ${bookedOn ?? ''} ${reference} ${minor}`;
  const times = (statement.refs.get(plain) ?? 0) + 1;
  statement.refs.set(plain, times);
  return times === 1 ? plain : `${plain} #${times}`;
}

/**
 * The transactions of a batch booking, when each has an amount in the entry's currency and together they make
 * the entry.
 */
function partsOf(details: Element[], currency: string, debit: boolean, whole: string) {
  if (details.length < 2) return undefined;
  const parts: { minor: string; detail: Element }[] = [];
  let sum = 0n;
  for (const detail of details) {
    const amount = elementAt(detail, 'Amt') ?? elementAt(detail, 'AmtDtls/TxAmt/Amt');
    if (amount === undefined || (amount.currency ?? currency) !== currency) return undefined;
    const own = textOf(detail, 'CdtDbtInd');
    const minor = minorOf(amount, currency, own === undefined ? debit : own === 'DBIT');
    if (!/^-?\d+$/.test(minor)) return undefined;
    sum += BigInt(minor);
    parts.push({ minor, detail });
  }
  return sum.toString() === whole ? parts : undefined;
}

/**
 * Minor units as text; an amount that is none, or finer than the currency, keeps its words and is rejected as
 * a row.
 */
function minorOf(amount: Element | undefined, currency: string, debit: boolean): string {
  const said = amount?.text.trim() ?? '';
  try {
    if (!/^\d{1,16}(\.\d{1,9})?$/.test(said)) return `?${said}`;
    const { minor } = money(said, currency);
    return (debit ? -minor : minor).toString();
  } catch {
    return `?${said}`;
  }
}

/**
 * Credit or debit as booked; a reversal says so itself: its indicator is already the reversed one (ISO
 * 20022).
 */
function isDebit(element: Element): boolean {
  return textOf(element, 'CdtDbtInd') === 'DBIT';
}

/**
 * The day as it stands, of a date or of a date and time; its own time zone is that of the bank who says it.
 */
function dateAt(element: Element, name: string): string | undefined {
  return textOf(element, `${name}/Dt`) ?? textOf(element, `${name}/DtTm`)?.slice(0, 10);
}

/** Who is on the other side: of money that goes out the creditor, of money that comes in the debtor. */
function counterpartyOf(detail: Element | undefined, debit: boolean) {
  const parties = elementAt(detail, 'RltdPties');
  const side = debit ? 'Cdtr' : 'Dbtr';
  const name =
    textOf(parties, `${side}/Nm`) ??
    textOf(parties, `${side}/Pty/Nm`) ??
    textOf(parties, `Ultmt${side}/Nm`) ??
    textOf(parties, `Ultmt${side}/Pty/Nm`);
  const account = textOf(parties, `${side}Acct/Id/IBAN`) ?? textOf(parties, `${side}Acct/Id/Othr/Id`);
  return { counterparty: cut(name, 200), counterparty_account: cut(account, 64) };
}

function descriptionOf(entry: Element, detail: Element | undefined): string | null {
  const free = elementAt(detail, 'RmtInf')?.children.filter(({ name }) => name === 'Ustrd') ?? [];
  const words = free.map(({ text }) => text.trim()).join(' ');
  const said =
    words === ''
      ? (textOf(detail, 'RmtInf/Strd/CdtrRefInf/Ref') ??
        textOf(detail, 'AddtlTxInf') ??
        textOf(entry, 'AddtlNtryInf'))
      : words;
  const reversal = textOf(entry, 'RvslInd') === 'true' ? 'Reversal' : undefined;
  return cut([reversal, said].filter((part) => part !== undefined).join(': ') || undefined, 500);
}

const families: Record<string, string> = {
  RCDT: 'transfer in',
  ICDT: 'transfer out',
  IRCT: 'transfer out',
  RRCT: 'transfer in',
  RDDT: 'direct debit',
  ICCN: 'transfer out',
  RCCN: 'transfer in',
};
const subfamilies: Record<string, string> = {
  SALA: 'salary',
  STDO: 'standing order',
  CDPT: 'cash deposit',
  CWDL: 'cash withdrawal',
  CHRG: 'fee',
  COMM: 'fee',
  FEES: 'fee',
  INTR: 'interest',
  DVCA: 'dividend',
};
const purposes: Record<string, string> = {
  SALA: 'salary',
  PENS: 'pension',
  BENE: 'benefit',
  SSBE: 'benefit',
};

/**
 * Our word for the bank transaction code (external code set of ISO 20022), as far as it says one; else by
 * direction.
 */
function kindOf(entry: Element, detail: Element | undefined, debit: boolean): string {
  const code = elementAt(detail, 'BkTxCd/Domn') ?? elementAt(entry, 'BkTxCd/Domn');
  const purpose = purposes[textOf(detail, 'Purp/Cd') ?? ''];
  if (purpose !== undefined && !debit) return purpose;
  const family = textOf(code, 'Fmly/Cd') ?? '';
  const sub = textOf(code, 'Fmly/SubFmlyCd') ?? '';
  if (family === 'CCRD') return sub === 'CWDL' ? 'card withdrawal' : 'card payment';
  const word = subfamilies[sub] ?? families[family];
  if (word === undefined) return 'other';
  // A returned transfer or debit comes back the other way.
  if (word === 'transfer in' && debit) return 'transfer out';
  return (word === 'transfer out' || word === 'direct debit') && !debit ? 'transfer in' : word;
}

function elementAt(element: Element | undefined, path: string): Element | undefined {
  let at = element;
  for (const name of path.split('/')) at = at?.children.find((child) => child.name === name);
  return at;
}

function cut(text: string | undefined, most: number): string | null {
  return text === undefined ? null : text.slice(0, most);
}
