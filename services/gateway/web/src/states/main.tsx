import '@digital-go-jp/design-tokens/dist/tokens.css';
import '../app.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { App } from '../app.js';
import { startLocale } from '../locale.js';
import { play } from './play.js';
import { type Screen, screens, type StateName } from './screens.js';
import { scriptedFetch } from './scripted-fetch.js';

/** By this a test tells a bundle that holds this page from one that does not. */
const marker = 'nencho-page-of-states';

const Index = () => (
  <main className="main">
    <h1>States of every screen</h1>
    <ul>
      {screens.map(({ id, states }) => (
        <li key={id}>
          {id}:{' '}
          {states.map((state) => (
            <a key={state} href={`?screen=${id}&state=${state}`} data-screen={id} data-state={state}>
              {state}{' '}
            </a>
          ))}
        </li>
      ))}
    </ul>
  </main>
);

const draw = (content: ReactNode): void => {
  const root = document.getElementById('root');
  if (root === null) {
    throw new Error('states.html has no #root');
  }
  root.dataset['page'] = marker;
  createRoot(root).render(content);
};

const show = async (screen: Screen, state: StateName): Promise<void> => {
  window.fetch = scriptedFetch(screen, state);
  await startLocale();
  // A state is looked at, not waited for: no second try.
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchInterval: false } } });
  draw(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <MemoryRouter initialEntries={[screen.path]}>
          <App />
        </MemoryRouter>
      </QueryClientProvider>
    </I18nProvider>,
  );
  await play(screen.acts?.[state] ?? []);
  document.documentElement.dataset['state'] = 'reached';
};

const wanted = new URLSearchParams(window.location.search);
const screen = screens.find(({ id }) => id === wanted.get('screen'));
const state = screen?.states.find((one) => one === wanted.get('state'));
if (screen === undefined || state === undefined) {
  draw(<Index />);
} else {
  await show(screen, state);
}
