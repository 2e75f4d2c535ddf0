import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

const area = (name, include) => ({
  path: `<rootDir>/src/locales/{locale}/${name}`,
  include: include.map((path) => `<rootDir>/src/${path}`),
});

// Japanese is written in the code; English stands in the catalogues. One catalogue an area, loaded with its pages.
export default defineConfig({
  sourceLocale: 'ja',
  locales: ['ja', 'en'],
  fallbackLocales: { default: 'ja' },
  catalogs: [
    area('shared', ['shared', 'app.tsx', 'home-page.tsx']),
    area('sign-in', ['sign-in']),
    area('employee', ['employee']),
    area('admin', ['admin']),
    area('contract', ['contract']),
    area('ops', ['ops']),
  ],
  format: formatter({ lineNumbers: false }),
});
