import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  findingsOf,
  openWindow,
  startChromium,
  takeScreenshot,
  type Finding,
  type Screen,
  type Window,
} from '../harness/chromium.js';
import { buildWeb, serveFolder } from './web-builds.js';

const marker = 'nencho-page-of-states';
const production = buildWeb('vite.config.mjs');
const states = buildWeb('vite.states.config.mjs');
let site: Awaited<ReturnType<typeof serveFolder>>;
let browser: Browser;

beforeAll(async () => {
  site = await serveFolder(states.folder);
  browser = await startChromium();
});

afterAll(async () => {
  await browser.close();
  await site.stop();
  production.remove();
  states.remove();
});

type Place = { readonly screen: string; readonly state: string };

const listed = async (page: Page): Promise<readonly Place[]> => {
  await page.goto('/states.html');
  const links = page.locator('a[data-screen]');
  await links.first().waitFor();
  return Promise.all(
    (await links.all()).map(async (link) => ({
      screen: (await link.getAttribute('data-screen')) ?? '',
      state: (await link.getAttribute('data-state')) ?? '',
    })),
  );
};

/** Brings a screen into a state and waits until it stands still. */
const reach = async (page: Page, { screen, state }: Place): Promise<void> => {
  await page.goto(`/states.html?screen=${screen}&state=${state}`);
  await page.locator('html[data-state="reached"]').waitFor({ state: 'attached' });
  if (state === 'loading') {
    // Some have their heading already, others nothing but the word that they load.
    await page.locator('.loading, h1').first().waitFor();
    return;
  }
  // Several parts may load at once: the first that is left stands for all.
  await page.locator('.loading').first().waitFor({ state: 'detached' });
  // A step that cannot be shown says so without a heading of its own.
  await page.locator('h1, [role="alert"]').first().waitFor();
};

/** A few that people look at; the rest is looked at by axe alone. */
const pictured = new Set([
  ...['ops-tenants some', 'ops-new-tenant some', 'ops-new-tenant done', 'ops-tenant-end some', 'ops-erasures some'],
  ...[
    'ops-keys some',
    'ops-keys done',
    'ops-erasure some',
    'ops-actions some',
    'ops-tenants signed-out',
    'contract some',
    'contract empty',
  ],
  ...['contract-grace some', 'contract-letter some', 'transparency some', 'transparency empty', 'certificate some'],
  ...['certificate done', 'ops-erasure long', 'people long', 'my-person conflict', 'contract refused'],
  ...['my-person-cases some', 'my-spouse-cases some', 'my-relatives-cases some', 'my-check-cases some'],
  ...['my-cases invalid', 'review-cases some'],
]);

type Seen = { readonly findings: Finding[]; readonly unreached: string[] };

/** Looks at one place after the other until none is left. */
const lookThrough = async (window: Window, places: Place[], { findings, unreached }: Seen): Promise<void> => {
  for (let place = places.shift(); place !== undefined; place = places.shift()) {
    const name = `${place.screen} ${place.state}`;
    try {
      await reach(window.page, place);
    } catch (error) {
      unreached.push(`${name}: ${String(error).split('\n')[0] ?? ''}`);
      continue;
    }
    findings.push(...(await findingsOf(window, name)));
    if (pictured.has(name)) await takeScreenshot(window, `states-${place.screen}-${place.state}`);
  }
};

/** Most of the time axe calculates in a tab of its own process: two use both cores, a third uses what they wait. */
const WINDOWS = 3;

describe('the states of every screen', () => {
  test('are no part of what the gateway serves', () => {
    expect(states.holding(marker).length).toBeGreaterThan(0);
    expect(production.holding(marker)).toEqual([]);
    expect(production.holding('states.html')).toEqual([]);
  });

  test.each<Screen>(['phone', 'desktop'])(
    'pass axe on the %s, scroll in no other direction, and break nothing',
    async (size) => {
      const windows = await Promise.all(
        Array.from({ length: WINDOWS }, async () => openWindow(browser, site.url, size)),
      );
      const [first] = windows;
      if (first === undefined) throw new Error('no window');
      for (const { page } of windows) page.setDefaultTimeout(20_000);
      const places = [...(await listed(first.page))];
      expect(places.length).toBeGreaterThan(150);
      const seen: Seen = { findings: [], unreached: [] };
      await Promise.all(windows.map(async (window) => lookThrough(window, places, seen)));
      expect(places).toEqual([]);
      expect(seen).toEqual({ findings: [], unreached: [] });
      expect(windows.flatMap(({ troubles }) => troubles)).toEqual([]);
      await Promise.all(windows.map(async ({ page }) => page.context().close()));
    },
    1_200_000,
  );
});
