import '@digital-go-jp/design-tokens/dist/tokens.css';
import './app.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { isApiError } from './api/client.js';
import { meQuery } from './api/queries.js';
import { App } from './app.js';
import { startLocale } from './locale.js';

const passing = new Set(['network', 'unavailable', 'timeout']);

const queries = new QueryClient({
  // Whichever read hears first that the session is over: asking who is signed in leads to the sign-in page and back.
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (isApiError(error, 'unauthenticated') && query.queryKey[0] !== meQuery.queryKey[0]) {
        void queries.invalidateQueries({ queryKey: meQuery.queryKey });
        void queries.invalidateQueries({ queryKey: ['session'] });
      }
    },
  }),
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
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
