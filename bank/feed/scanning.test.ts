import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cellsOf, Scanner } from './scanning.ts';

const shape = { file: 'x.csv', delimiter: ';', quote: '"', columns: 3, utf8: true };

function scan(text: string | Buffer, pieceBytes = 1 << 16, columns = 3) {
  const scanner = new Scanner({ ...shape, columns });
  const bytes = Buffer.from(text as string);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    out.push(Buffer.from(scanner.push(bytes.subarray(at, at + pieceBytes))));
  out.push(scanner.end());
  return { out: Buffer.concat(out).toString(), ...scanner.scanned };
}

test('any cells come through as they are, wherever the pieces are cut', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ';', '"', '\n', ' ', '中', ',') });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, pieceBytes) => {
        const quoted = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'));
        const { out, unreadable } = scan(quoted.map((line) => `${line}\r\n`).join(''), pieceBytes);
        assert.equal(unreadable, 0);
        const records = quoted.map((record) => cellsOf(record, shape));
        assert.deepEqual(records, rows);
        let line = 1;
        const expected = quoted.map((record) => {
          const numbered = `${line};;${record}\n`;
          line += record.split('\n').length;
          return numbered;
        });
        assert.equal(out, expected.join(''));
      },
    ),
  );
});

test('one bad line never costs the next', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('x"y;b;c', '"a"b;c;d', 'a;b', 'a;b;c;d', '"open;b;c', 'a;b\u0000;c', 'a\rb;c;d'),
      fc.nat(3),
      (bad, before) => {
        const { rows, unreadable, out } = scan(`${'1;2;3\n'.repeat(before)}${bad}\n4;5;6\n7;8;9\n`);
        assert.deepEqual({ rows, unreadable }, { rows: before + 3, unreadable: 1 });
        assert.match(out, new RegExp(`^${before + 2};;4;5;6\n${before + 3};;7;8;9\n`, 'm'));
      },
    ),
  );
});

test('a quote that is never closed costs its own line, however much follows', () => {
  const { rows, unreadable } = scan(`"open;2;3\n${'1;2;3\n'.repeat(400_000)}`);
  assert.deepEqual({ rows, unreadable }, { rows: 400_001, unreadable: 1 });
});

test('a line without an end is refused before it fills the memory', () => {
  const scanner = new Scanner(shape);
  const piece = Buffer.alloc(1 << 16, 'x');
  assert.throws(() => {
    for (let pieces = 0; pieces < 40_000; pieces += 1) scanner.push(piece);
  }, /x\.csv, line 1: the line is longer than 1 MiB/);
});

test('text that is not UTF-8 is refused with the line on which it stands', () => {
  assert.throws(() => scan(Buffer.from('1;2;3\nJos\xe9;2;3\n', 'latin1')), /line 2 cannot be read/);
});
