/** A real browser for tests: one that is there, else Playwright's, else the package manager's. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';

const known = [
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The program's path; installs a browser when there is none. */
export async function findBrowser(): Promise<string> {
  const there = present();
  if (there) return there;
  console.error('There is no Chromium: installing one …');
  const asked = spawnSync(
    process.execPath,
    ['node_modules/playwright-core/cli.js', 'install', 'chromium-headless-shell'],
    {
      stdio: 'ignore',
      timeout: 300_000,
    },
  );
  if (asked.status !== 0 || !present()) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const made = present();
  if (made) return made;
  throw new Error(
    'No Chromium was found and none could be installed: install one and set CHROMIUM to its path.',
  );
}

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...[
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  });
}

/** A page of an app whose visitor holds this sign-in already; '' for nobody's. */
export async function pageOf(
  browser: Browser,
  sign: { cookie: string; token: string },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  if (sign.token !== '') {
    const cookie = { name: sign.cookie, value: sign.token, domain: 'localhost', path: '/' };
    await context.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Strict' }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  unanswered.set(page, open);
  return page;
}

/** What each page of `pageOf` has asked for and not been answered. */
const unanswered = new WeakMap<Page, Set<Request>>();

/**
 * Waits until a page has nothing under way: no request open and nothing that says it is loading, at three
 * looks in a row, each after the page has drawn twice. However busy the machine, its scripts have run by then.
 * @throws after fifteen seconds, with what is still open
 */
export async function settled(page: Page): Promise<void> {
  const open = unanswered.get(page) ?? new Set();
  const until = performance.now() + 15_000;
  for (let calm = 0; calm < 3; ) {
    const loading = await page.evaluate(
      () =>
        new Promise<boolean>((drawn) => {
          const shapes = () => [...document.querySelectorAll('.unseen')].map((one) => one.textContent ?? '');
          const look = () => drawn(shapes().some((words) => /^(Loading|Cargando)$/.test(words)));
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(look, 15)));
        }),
    );
    calm = open.size === 0 && !loading ? calm + 1 : 0;
    if (performance.now() > until)
      throw new Error(`still open: ${[...open].map((one) => one.url()).join(', ') || 'loading'}`);
  }
}

/** Pictures to look at, where EARSHOT_PICTURES names the folder for them: `what-name.png`. */
export const pictures =
  (what: string) =>
  async (page: Page, name: string): Promise<void> => {
    const folder = process.env.EARSHOT_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${what}-${name}.png`, fullPage: true });
  };

/** axe itself, for the page: its builder would load it twice for each look, once into a page of its own. */
const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/**
 * What WCAG 2.2 AA finds wrong with a page, in words; nothing, at best.
 * @param practices also what is good practice beyond it
 * @param names also whether what a control is called holds what it shows: whoever speaks to the machine says
 * what is to be read. Not where a value is hidden: its name says what it is of.
 */
export async function barriersOf(page: Page, { practices = false, names = false } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(
    async ({ runOnly, enabled }) => {
      const { axe: there } = globalThis as unknown as {
        axe: { run: (at: Document, how: object) => Promise<Found> };
      };
      interface Found {
        violations: { id: string; nodes: { target: string[]; html: string }[] }[];
      }
      const rules = { 'label-content-name-mismatch': { enabled } };
      const { violations } = await there.run(document, { runOnly, rules, resultTypes: ['violations'] });
      return violations.map(
        ({ id, nodes }) => `${id} at ${nodes.map(({ target, html }) => `${target} ${html}`).join(', ')}`,
      );
    },
    {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', ...(practices ? ['best-practice'] : [])],
      enabled: names,
    },
  );
}

function present(): string | undefined {
  const own = chromium.executablePath();
  return [...known, own].find(
    (file): file is string => file !== undefined && file !== '' && existsSync(file),
  );
}
