/** The page of advice on a real bank says what today's rules say: whoever changes them writes it anew. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultOptions } from '#bank/products/actions.ts';
import { aspects, type Option } from '#bank/products/rules.ts';

const page = readFileSync(path.join(import.meta.dirname, '../docs/advice-on-berka.md'), 'utf8');
const [head = '', ...sections] = page.split(/^## /m);
const byTitle = new Map(defaultOptions.map((option) => [option.title.en, option]));
const results = ['Nothing needed', 'Too little known'];

test('every option and result is counted, and of each five are explained, or as many as there are', () => {
  const counted = new Map(
    [...head.matchAll(/^\| (.+) \| ([\d,]+) \|$/gm)].map(([, title = '', count = '']) => [
      title,
      Number(count.replaceAll(',', '')),
    ]),
  );
  assert.deepEqual([...counted.keys()], [...byTitle.keys(), ...results]);
  const customers = Number(/for the ([\d,]+) customers/.exec(head)?.[1]?.replaceAll(',', ''));
  assert.ok(customers > 5000);
  assert.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf('\n'))),
    [...counted].filter(([, count]) => count > 0).map(([title]) => title),
  );
  for (const section of sections) {
    const title = section.slice(0, section.indexOf('\n'));
    const explained = [...section.matchAll(/^\*\*Customer \d+\.\*\* /gm)].length;
    assert.equal(explained, Math.min(5, counted.get(title) ?? 0), title);
  }
});

test('each reason is a row of today’s tables, each invitation today’s', () => {
  let said = 0;
  for (const [, not, title = '', words = ''] of page.matchAll(
    /^- (Not? )?\*(.+?)\*(?: \([^)]*\))?: (.*)$/gm,
  )) {
    const option = byTitle.get(title);
    assert.ok(option, title);
    said += 1;
    if (not !== undefined) assert.ok(refusals(option).includes(words), `${title}: ${words}`);
    else {
      const [, why = '', invitation] = /^(.*) “(.*)”$/.exec(words) ?? [];
      assert.equal(invitation, option.invitation.en);
      assert.equal(left(why, option), '', `${title}: ${why}`);
    }
  }
  assert.ok(said > 150, said.toString());
});

const rowsOf = ({ tables }: Option) => aspects.flatMap((aspect) => tables[aspect].table.rows);
const refusals = (option: Option) => [
  ...['Help comes first.', 'Three fit better.'],
  ...rowsOf(option).flatMap(({ outputs, because }) => (outputs[0] === false ? because.en : [])),
];

/** What no row that says yes says. */
function left(why: string, option: Option): string {
  return rowsOf(option)
    .flatMap(({ outputs, because }) => (outputs[0] === true ? because.en : []))
    .sort((a, b) => b.length - a.length)
    .reduce((rest, sentence) => rest.replace(sentence, ''), why)
    .trim();
}
