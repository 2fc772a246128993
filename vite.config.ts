/**
 * Two browser apps, each built on its own: `vite build --mode workspace` and `vite build --mode portal`.
 * Fonts and icons are bundled as files (`assetsInlineLimit: 0`), because the content security policy allows
 * neither data: fonts nor other hosts. `%NONCE%` is filled in by the server for each response.
 */
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { wordParts } from './platform/browser/word-parts.ts';

const apiOf = { workspace: 'http://localhost:3000', portal: 'http://localhost:3001' } as const;

const common = ['design/', 'platform/browser/'];

/** Which words come first, by where they stand: what is around every page, and the pages that begin a day. */
const words = {
  portal: [...common, 'bank/home/screens/'],
  first: [
    ...common,
    'bank/staff/screens/',
    'bank/conversations/screens/',
    'bank/customers/screens/finding/',
    '/pages.tsx',
  ],
};

export default defineConfig(({ mode, command }) => {
  const app = mode === 'portal' ? 'portal' : 'workspace';
  return {
    appType: 'spa',
    plugins: [react(), wordParts(words), ...lingui({ macroTransform: true }), page(app)],
    html: command === 'build' ? { cspNonce: '%NONCE%' } : {},
    // Libraries look for this word; without it React would bring its development build.
    define: command === 'build' ? { 'process.env.NODE_ENV': '"production"' } : {},
    publicDir: false,
    build: {
      outDir: `dist/${app}`,
      emptyOutDir: true,
      target: 'baseline-widely-available',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rolldownOptions: {
        input: `${app}.html`,
        // Libraries change seldom: a file of their own stays in the browser from release to release.
        output: {
          codeSplitting: {
            groups: [
              { name: 'libraries', test: /node_modules.(react|react-dom|scheduler|@tanstack|@lingui)\// },
              {
                name: 'controls',
                test: /\/design\/.*\.(tsx|css)$|tabler.*(createReactComponent|defaultAttributes)/,
              },
            ],
          },
        },
      },
    },
    server: { proxy: { '/api': { target: process.env.EARSHOT_API ?? apiOf[app], changeOrigin: false } } },
  };
});

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
    generateBundle(_options, bundle) {
      const html = bundle[`${app}.html`];
      if (html !== undefined) html.fileName = 'index.html';
    },
  };
}
