/**
 * Three browser apps, each built on its own: `vite build --mode workspace`, `portal`, and `screen` for the
 * screens that face customers, which the workspace's server sends.
 * Fonts and icons are bundled as files (`assetsInlineLimit: 0`), because the content security policy allows
 * neither data: fonts nor other hosts. `%NONCE%` is filled in by the server for each response.
 */
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import { wordParts } from './platform/browser/word-parts.ts';

const apiOf = {
  workspace: 'http://localhost:3000',
  portal: 'http://localhost:3001',
  screen: 'http://localhost:3000',
} as const;

const common = ['design/', 'platform/browser/'];

/** What the portal and the workspace say alike, at once; and what the workspace says after its first page. */
const sharedFirst = [
  'bank/needs/screens/words.ts',
  'bank/needs/screens/stated.ts',
  'bank/needs/screens/refused.ts',
  'bank/needs/screens/goal.tsx',
  'bank/needs/screens/seen.tsx',
  'bank/asking/screens/words.ts',
];
export const shared = [
  ...sharedFirst,
  ...['referral-words.ts', 'told-words.ts'].map((name) => `bank/advice/screens/${name}`),
  // what an inquiry asks about, to the privacy office
  'bank/privacy/screens/looks/words.ts',
  'bank/privacy/screens/looks/citation.ts',
];

/** Which words come first, by where they stand: what is around every page, and the pages that begin a day. */
export const words = {
  portal: [
    ...common,
    'bank/home/screens/',
    'bank/premises/screens/for-anybody.tsx',
    'bank/premises/screens/open-hours.tsx',
    'bank/premises/screens/opening-words.ts',
    'bank/privacy/screens/looks/',
    'bank/privacy/screens/my-data/',
    'bank/needs/screens/own/',
    'bank/advice/screens/own.tsx',
    'bank/advice/screens/own-words.ts',
    'bank/advice/screens/own-referrals.tsx',
    'bank/asking/screens/own.tsx',
    ...shared,
    'bank/conversations/screens/facing/card',
  ],
  screen: [...common, 'bank/conversations/screens/facing/'],
  first: [
    ...common,
    'bank/staff/screens/',
    // Today and the desk; not the pairing of screens nor codes of the bank, which come with the rest
    ...[
      ...['check', 'companions', 'desk', 'facing/', 'hand-over', 'next-visit', 'presence', 'promises'],
      ...['rooms/', 'today', 'topic', 'undo', 'visit'],
    ].map((name) => `bank/conversations/screens/${name}`),
    'bank/customers/screens/finding/',
    'bank/premises/screens/opening-words.ts',
    'bank/needs/screens/news.tsx',
    'bank/needs/screens/help.tsx',
    ...sharedFirst,
    'bank/privacy/screens/mine/',
    'bank/privacy/screens/notices.tsx',
    '/pages.tsx',
  ],
  // the customer's file as it opens; what opens later on it brings the rest along (later.ts)
  file: [
    ...['file/', 'confirming/'].map((name) => `bank/customers/screens/${name}`),
    ...['life/', 'words.ts', 'goal.tsx', 'seen.tsx'].map((name) => `bank/needs/screens/${name}`),
    'bank/privacy/screens/restricted/restrict-button.tsx',
    ...['vouching/', 'visits', 'rooms/'].map((name) => `bank/conversations/screens/${name}`),
  ],
};

/** A page's script need not ask for what the document has brought already. */
function withoutFirst(_file: string, files: string[], { hostType }: { hostType: 'html' | 'js' }): string[] {
  return hostType === 'html'
    ? files
    : files.filter((file) => !/\/(ahead|libraries|rolldown-runtime|shell)-[\w-]+\.\w+$/.test(file));
}

/** The way in, and what is known of every page. */
const shell =
  /\/platform\/browser\/[\w-]+\.ts|\/pages\.tsx$|\/staff\/screens\/(\w+\.ts|shell\/(sta|ga|sign-|sin|a|lo))/;

/** What is around every page of somebody who is signed in, without what opens only on demand. */
const inside = /\/staff\/screens\/shell\/(?!palette|invit|keys-|signed-on)/;

/** Words, and what asks the server for the same things on several pages. */
const small =
  /\/screens\/.*?(words|called|opening|visits|rooms|move-to-room|spoken|promises\.module|-row)\.(tsx?|css)$/;

export default defineConfig(({ mode, command }) => {
  const app = mode === 'portal' || mode === 'screen' ? mode : 'workspace';
  return {
    appType: 'spa',
    plugins: [react(), wordParts(words, shared), ...lingui({ macroTransform: true }), page(app)],
    html: command === 'build' ? { cspNonce: '%NONCE%' } : {},
    // Libraries look for this word; without it React would bring its development build.
    define: command === 'build' ? { 'process.env.NODE_ENV': '"production"' } : {},
    publicDir: false,
    build: {
      outDir: `dist/${app}`,
      assetsDir: app === 'screen' ? 'screen-assets' : 'assets',
      emptyOutDir: true,
      target: 'baseline-widely-available',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false, resolveDependencies: withoutFirst },
      reportCompressedSize: true,
      rolldownOptions: {
        input: `${app}.html`,
        // How long each plugin took is nothing for somebody who waits for a first start.
        checks: { pluginTimings: false },
        // Libraries change seldom: a file of their own stays in the browser from release to release.
        output: {
          codeSplitting: {
            groups: [
              // On its own, to be run before the libraries are there: it asks the server for what comes next.
              { name: 'ahead', test: /\/ahead\.ts$/, priority: 4 },
              {
                name: 'libraries',
                test: /node_modules.(react|react-dom|scheduler|@tanstack.(react-query|query-core)|@lingui)\//,
                priority: 4,
              },
              { name: 'routing', test: /node_modules.@tanstack\//, priority: 3 },
              // With the icons that it needs; a request for each would cost more than its bytes.
              { name: 'shell', test: shell, priority: 2 },
              { name: 'inside', test: inside, priority: 1 },
              { name: 'controls', test: /\/design\/.*\.(tsx|module\.css)$/, priority: 1 },
              { name: 'icons', test: /@tabler/ },
              // What several pages share is little each: one request for all of it.
              { name: 'shared', test: small, minShareCount: 2 },
            ],
          },
        },
      },
    },
    server: { proxy: { '/api': { target: process.env.EARSHOT_API ?? apiOf[app], changeOrigin: false } } },
  };
});

type Bundle = Parameters<Extract<Plugin['generateBundle'], (...them: never[]) => unknown>>[1];

/** The files that each page of somebody who is signed in asks for, for the server to say (static.ts). */
function comingOf(files: Bundle[string][]) {
  const chunks = files.filter((file) => file.type === 'chunk');
  const needs = (module: string): string[] => {
    const found = new Set<string>();
    const waiting = chunks
      .filter((chunk) => chunk.facadeModuleId?.endsWith(module))
      .map(({ fileName }) => fileName);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      const chunk = chunks.find(({ fileName }) => fileName === name);
      waiting.push(...(chunk?.imports ?? []));
      for (const style of chunk?.viteMetadata?.importedCss ?? []) found.add(style);
    }
    return [...found].map((file) => `/${file}`);
  };
  const spoken = (part: string) =>
    Object.fromEntries(['en', 'es'].map((language) => [language, needs(`/${language}.po?part=${part}`)]));
  return {
    always: needs('/shell/inside.tsx'),
    pages: [
      { path: '/', files: needs('/conversations/screens/today.tsx'), words: 'first' },
      { path: '/customers/*', files: needs('/customers/screens/file/page.tsx'), words: 'file' },
    ],
    words: { first: spoken('first'), file: spoken('file'), rest: spoken('rest') },
  };
}

/** The server looks for index.html; two pages cannot both have that name at the root of the project. */
function page(app: string): Plugin {
  return {
    name: 'earshot-page',
    enforce: 'post',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const isPage = request.headers.accept?.includes('text/html') && !request.url?.startsWith('/api');
        if (isPage) request.url = `/${app}.html`;
        next();
      });
    },
    transformIndexHtml(_html, { bundle }) {
      const tags: HtmlTagDescriptor[] = [];
      for (const file of Object.keys(bundle ?? {})) {
        const common = { crossorigin: true, nonce: '%NONCE%' };
        // Run as soon as it is there; as a part of the app it would wait for all the others.
        if (/\/ahead-[\w-]+\.js$/.test(file)) {
          const attrs = { type: 'module', async: true, src: `/${file}`, ...common };
          tags.push({ tag: 'script', attrs, injectTo: 'head-prepend' });
        }
        // The one face that every page has; else it is asked for only when its first letter is to be drawn.
        if (/source-sans-3-latin-wght-normal-[\w-]+\.woff2$/.test(file)) {
          const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, ...common };
          tags.push({ tag: 'link', attrs, injectTo: 'head' });
        }
      }
      return tags;
    },
    generateBundle(_options, bundle) {
      const html = bundle[`${app}.html`];
      if (html !== undefined) html.fileName = 'index.html';
      if (app !== 'workspace') return;
      const source = JSON.stringify(comingOf(Object.values(bundle)));
      this.emitFile({ type: 'asset', fileName: 'coming.json', source });
    },
  };
}
