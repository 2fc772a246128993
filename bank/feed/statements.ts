/**
 * ISO 20022 statements (camt.053, "BankToCustomerStatement"), streamed: booked entries and closing balances,
 * one row each. By namespace, versions 2 to 8 and later ones of the same shape; intraday reports (052) and
 * notifications (054) are refused, because they are not statements. So is anything that an XML file can be
 * bent into: a document type, entities, endless text, endless depth.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { closingOf, type Element, type Entry, movementsOf, type StatementRow, textOf } from './entries.ts';
import { FeedProblem } from './problem.ts';

/** What statements become, as if they were a delimited file. */
export const statementColumns = [
  'record',
  'key',
  'account',
  'currency',
  'booked_on',
  'sequence',
  'minor',
  'kind',
  'counterparty',
  'counterparty_account',
  'description',
] as const;

const depthMax = 40;
const textMax = 1 << 20;
/** Elements of one entry that are held at once; its details are let go one by one. */
const elementsMax = 10_000;
const detailsMax = 500_000;

/** Rows as the file goes by, each with the line on which its entry ends. */
export async function* statementRows(
  file: string,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<{ line: number; row: StatementRow }> {
  const reader = new StatementReader(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const text = (piece?: Buffer) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw new FeedProblem(`${file} is not UTF-8.`, cause);
    }
  };
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += 65_536) {
      reader.write(text(piece.subarray(at, at + 65_536)));
      yield* reader.rows.splice(0);
    }
  }
  reader.write(text());
  reader.end();
  yield* reader.rows.splice(0);
}

class StatementReader {
  readonly rows: { line: number; row: StatementRow }[] = [];
  readonly #file: string;
  readonly #parser = new SaxesParser({ xmlns: true });
  /** Names from the root to here. */
  readonly #path: string[] = [];
  /** The element that is being kept, and those around it that are kept too. */
  readonly #kept: Element[] = [];
  #elements = 0;
  #lastTagAt = 0;
  #statement:
    | { id: string; account: string; currency: string; entries: number; refs: Map<string, number> }
    | undefined;
  #statements = 0;
  #entry: Entry | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#parser.on('error', (error) => {
      throw new FeedProblem(`${file} is not well-formed XML: ${error.message}`, error);
    });
    this.#parser.on('doctype', () => {
      throw new FeedProblem(`${file} brings a document type of its own, which is never read.`);
    });
    this.#parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding)) {
        throw new FeedProblem(`${file} is in ${encoding}: statements are read in UTF-8.`);
      }
    });
    this.#parser.on('opentag', (tag) => this.#opened(tag));
    this.#parser.on('text', (text) => this.#said(text));
    this.#parser.on('cdata', (text) => this.#said(text));
    this.#parser.on('closetag', (tag) => this.#closed(tag));
  }

  write(text: string): void {
    this.#parser.write(text);
    if (this.#parser.position - this.#lastTagAt > textMax) {
      throw new FeedProblem(`${this.#file}, line ${this.#parser.line}: a text is longer than 1 MiB.`);
    }
  }

  end(): void {
    this.#parser.close();
    if (this.#statements === 0) {
      throw new FeedProblem(`${this.#file} holds no statement: it has no BkToCstmrStmt with a Stmt in it.`);
    }
  }

  #opened(tag: SaxesTagNS): void {
    this.#lastTagAt = this.#parser.position;
    if (this.#path.length === 0) this.#refuseOther(tag);
    this.#path.push(tag.local);
    if (this.#path.length > depthMax)
      throw new FeedProblem(`${this.#file} is nested deeper than ${depthMax} elements.`);
    const place = this.#path.join('/');
    if (place === 'Document/BkToCstmrStmt/Stmt') {
      this.#statement = { id: '', account: '', currency: '', entries: 0, refs: new Map() };
      this.#statements += 1;
    }
    if (place === `${inStatement}/Ntry`) this.#entry = { element: undefined, details: [] };
    if (this.#kept.length > 0 || keptPlaces.has(place)) this.#keep(tag);
  }

  #keep(tag: SaxesTagNS): void {
    const element: Element = { name: tag.local, currency: tag.attributes.Ccy?.value, text: '', children: [] };
    this.#elements += 1;
    if (this.#elements > elementsMax) {
      throw new FeedProblem(
        `${this.#file}, line ${this.#parser.line}: an entry has more than ${elementsMax} elements.`,
      );
    }
    this.#kept.at(-1)?.children.push(element);
    this.#kept.push(element);
  }

  #said(text: string): void {
    const element = this.#kept.at(-1);
    if (element === undefined) return;
    element.text += text;
    if (element.text.length > textMax) throw new FeedProblem(`${this.#file}: a text is longer than 1 MiB.`);
  }

  #closed(tag: SaxesTagNS): void {
    this.#lastTagAt = this.#parser.position;
    const place = this.#path.join('/');
    this.#path.pop();
    const element = this.#kept.pop();
    const details = this.#entry?.details ?? [];
    if (tag.local === 'TxDtls' && place === `${inStatement}/Ntry/NtryDtls/TxDtls` && element !== undefined) {
      details.push(element);
      if (details.length > detailsMax)
        throw new FeedProblem(`${this.#file}: an entry has more than ${detailsMax} details.`);
      // Held apart, so that the limit of an entry's elements is one of each detail.
      this.#kept.at(-1)?.children.pop();
      this.#elements = this.#kept.length;
    }
    if (element !== undefined && this.#kept.length === 0) this.#finished(place, element);
  }

  #finished(place: string, element: Element): void {
    this.#elements = 0;
    const statement = this.#statement;
    if (statement === undefined) return;
    const line = this.#parser.line;
    if (place === `${inStatement}/Id`) statement.id = element.text.trim();
    if (place === `${inStatement}/Acct`) {
      statement.account = (textOf(element, 'Id/IBAN') ?? textOf(element, 'Id/Othr/Id') ?? '').replaceAll(
        /\s/g,
        '',
      );
      statement.currency = textOf(element, 'Ccy') ?? '';
    }
    if (place === `${inStatement}/Bal`) {
      const row = closingOf(statement, element);
      if (row !== undefined) this.rows.push({ line, row });
    }
    if (place === `${inStatement}/Ntry` && this.#entry !== undefined) {
      statement.entries += 1;
      const entry = { ...this.#entry, element };
      for (const row of movementsOf(statement, entry)) this.rows.push({ line, row });
      this.#entry = undefined;
    }
  }

  #refuseOther(tag: SaxesTagNS): void {
    const [, number, version] =
      /^urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.(\d{2})$/.exec(tag.uri) ?? [];
    if (number === '052')
      throw new FeedProblem(`${this.#file} is an intraday report (camt.052), not a statement (camt.053).`);
    if (number === '054')
      throw new FeedProblem(`${this.#file} is a notification (camt.054), not a statement (camt.053).`);
    if (number !== '053')
      throw new FeedProblem(`${this.#file} is not a statement: its namespace is not that of camt.053.`);
    if (Number(version) < 2)
      throw new FeedProblem(
        `${this.#file} is camt.053 version ${version}: version 2 is the oldest that is read.`,
      );
    if (tag.local !== 'Document')
      throw new FeedProblem(`${this.#file} begins with ${tag.local} where a Document is expected.`);
  }
}

const inStatement = 'Document/BkToCstmrStmt/Stmt';
const keptPlaces = new Set(['Id', 'Acct', 'Bal', 'Ntry'].map((name) => `${inStatement}/${name}`));
