/**
 * A copy of somebody's data as a tagged PDF (PDF/UA-1), set by Typst. What it says goes in as JSON, so
 * nothing in it is markup; the compiler sees an empty folder and no network.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CopyLanguage } from './copying-words.ts';

export interface Section {
  title: string;
  /** Each row as labels and values; in long lists they stand on one line. */
  rows: [label: string, value: string][][];
  dense: boolean;
}

export interface Pages {
  title: string;
  language: CopyLanguage;
  /** In large print, for whoever reads it. */
  large: boolean;
  intro: string[];
  nothing: string;
  sections: Section[];
}

export async function pdfOf(pages: Pages): Promise<Buffer> {
  // Loaded here: only the processes that run jobs need it.
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const folder = await mkdtemp(path.join(tmpdir(), 'earshot-copy-'));
  try {
    const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: await fonts() }] });
    const mainFileContent = await readFile(path.join(import.meta.dirname, 'copying.typ'), 'utf8');
    const asked = { mainFileContent, inputs: { copy: JSON.stringify(pages) } };
    return compiler.pdf(asked, { pdfStandard: 'ua-1', pdfTags: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fonts(): Promise<Buffer[]> {
  const folder = path.dirname(
    fileURLToPath(import.meta.resolve('@expo-google-fonts/source-sans-3/package.json')),
  );
  return Promise.all(
    ['400Regular', '600SemiBold'].map((face) => readFile(path.join(folder, face, `SourceSans3_${face}.ttf`))),
  );
}
