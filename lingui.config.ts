import { defineConfig } from '@lingui/cli';

/**
 * The words of both apps. A new language is a new file in platform/browser/messages and its name in
 * `locales`.
 */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'es'],
  catalogs: [
    {
      path: '<rootDir>/platform/browser/messages/{locale}',
      include: ['workspace.tsx', 'portal.tsx', 'screen.tsx', 'bank', 'design', 'platform/browser'],
      exclude: ['**/*.test.ts', '**/node_modules/**'],
    },
  ],
  orderBy: 'message',
});
