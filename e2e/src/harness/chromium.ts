import { AxeBuilder } from '@axe-core/playwright';
import { repositoryRoot } from '@nencho/local-stack';
import chromiumPackage from '@sparticuz/chromium';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

/** Where screenshots go: docs/screens with NENCHO_SCREENS=docs/screens, else a folder that git does not keep. */
const screens = join(repositoryRoot, process.env['NENCHO_SCREENS'] ?? 'reports/screens');

/** Japanese glyphs for the screenshots, from the font that the document service draws with. */
const fontConfiguration = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'nencho-fonts-'));
  const file = join(folder, 'fonts.conf');
  const fonts = join(repositoryRoot, 'node_modules/@expo-google-fonts/noto-sans-jp');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${fonts}/400Regular</dir><dir>${fonts}/700Bold</dir><cachedir>${folder}/cache</cachedir>
    <alias><family>sans-serif</family><prefer><family>Noto Sans JP</family></prefer></alias>
    <alias><family>monospace</family><prefer><family>Noto Sans JP</family></prefer></alias></fontconfig>`,
  );
  return file;
};

/** Without the package's own flags: its single process lets contexts share their cookies. */
export const startChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
    ],
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: fontConfiguration() },
  });

export type Screen = 'phone' | 'desktop';
const sizes: Record<Screen, { readonly width: number; readonly height: number }> = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1280, height: 900 },
};

/** A person's browser with what went wrong in it. */
export type Window = { readonly page: Page; readonly screen: Screen; readonly troubles: string[] };

export const openWindow = async (
  browser: Browser,
  baseUrl: string,
  screen: Screen,
  locale = 'ja-JP',
): Promise<Window> => {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: sizes[screen],
    locale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load')) troubles.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  return { page, screen, troubles };
};

export type Finding = { readonly page: string; readonly rule: string; readonly targets: string };

export const takeScreenshot = async ({ page, screen }: Window, name: string): Promise<void> => {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}-${screen}.png`), fullPage: true });
};

const rules = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };

/**
 * Asks axe (WCAG 2.2 AA). Same rules, less around them: a place is described only for what is wrong, and no second tab
 * is opened for each question, which only frames of other origins would need.
 * @returns what it finds, and a page that scrolls sideways
 */
export const findingsOf = async ({ page }: Window, name: string): Promise<readonly Finding[]> => {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: rules, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  return [
    ...violations.map(({ id, nodes }) => ({ page: name, rule: id, targets: nodes.map(({ html }) => html).join(' ') })),
    ...(isWide === true ? [{ page: name, rule: 'scrolls-sideways', targets: 'document' }] : []),
  ];
};

/** Takes a screenshot and asks axe. */
export const lookAt = async (window: Window, name: string): Promise<readonly Finding[]> => {
  await takeScreenshot(window, name);
  return findingsOf(window, name);
};

const mostTabs = 400;

/** Goes to an element by the Tab key alone. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor();
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} cannot be reached by the Tab key`);
};

/** Presses a button or follows a link by keyboard. */
export const pressKey = async (page: Page, target: Locator): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
};

/** Types into a field by keyboard, over what stands there. */
export const typeInto = async (page: Page, target: Locator, text: string): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
};
