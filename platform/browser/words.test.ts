import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const folder = path.join(import.meta.dirname, 'messages');

interface Message {
  source: string;
  translated: string;
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.po') && name !== 'en.po')) {
  const messages = messagesOf(readFileSync(path.join(folder, file), 'utf8'));

  test(`${file}: a person who reads this language meets no sentence in another`, () => {
    assert.deepEqual(
      messages.filter(({ translated }) => translated === '').map(({ source }) => source),
      [],
    );
  });

  test(`${file}: each translation keeps the names, numbers and tags of its sentence`, () => {
    for (const { source, translated } of messages.filter((message) => message.translated !== '')) {
      assert.deepEqual(placeholdersOf(translated), placeholdersOf(source), `${source} → ${translated}`);
    }
  });

  test(`${file}: holds the same sentences as the sources`, () => {
    const sources = messagesOf(readFileSync(path.join(folder, 'en.po'), 'utf8'));
    assert.deepEqual(
      new Set(messages.map(({ source }) => source)),
      new Set(sources.map(({ source }) => source)),
    );
  });
}

test('a catalogue with a hole or a lost name would be noticed', () => {
  const [message] = messagesOf('msgid "Hello, {name}"\nmsgstr ""\n"Hola"\n');
  assert.deepEqual(message, { source: 'Hello, {name}', translated: 'Hola' });
  assert.notDeepEqual(placeholdersOf('Hola'), placeholdersOf('Hello, {name}'));
  assert.deepEqual(placeholdersOf('{n, plural, one {# look} other {# looks}} <0>x</0>'), ['<0>', '{n']);
});

/** The messages of a .po file; those that are no longer used (#~) are not among them. */
function messagesOf(po: string): Message[] {
  return po.split(/\n{2,}/).flatMap((entry) => {
    const source = textOf(entry, 'msgid');
    return source === undefined || source === ''
      ? []
      : [{ source, translated: textOf(entry, 'msgstr') ?? '' }];
  });
}

function textOf(entry: string, word: string): string | undefined {
  const match = new RegExp(`^${word} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, 'm').exec(entry);
  const pieces = match?.[1]?.matchAll(/"((?:[^"\\]|\\.)*)"/g);
  return pieces && [...pieces].map(([, piece]) => piece).join('');
}

/**
 * "{name" of every argument and "<0>" of every tag, each once: a plural may say them as often as its language
 * needs.
 */
function placeholdersOf(message: string): string[] {
  const plain = message.replace(/(one|two|few|many|zero|other|=\d+) \{/g, '$1 (');
  return [...new Set(plain.match(/\{\w+|<\d+\/?>/g) ?? [])].sort();
}
