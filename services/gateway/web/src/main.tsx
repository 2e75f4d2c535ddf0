import '@digital-go-jp/design-tokens/dist/tokens.css';
import './app.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { isApiError } from './api/client.js';
import { startLocale } from './locale.js';
import { router } from './router.js';

const passing = new Set(['network', 'unavailable', 'timeout']);

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => count < 3 && isApiError(error) && passing.has(error.code) },
  },
});

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
await startLocale();
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
