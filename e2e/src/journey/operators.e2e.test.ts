import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import {
  lookAt,
  openWindow,
  pressKey,
  startChromium,
  typeInto,
  type Finding,
  type Window,
} from '../harness/chromium.js';
import { testedSystem } from '../harness/system-under-test.js';

const runId = randomBytes(3).toString('hex');
const tenantCode = `ops-${runId}`;
const customer = `株式会社運用${runId}`;
const adminName = '管理見本';
const newPassword = `the first administrator of ${runId}`;
const findings: Finding[] = [];
let browser: Browser;
let operatorWindow: Window;
let adminWindow: Window;
let letter = '';

const look = async (window: Window, name: string): Promise<void> => {
  findings.push(...(await lookAt(window, name)));
};
const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  const { publicBaseUrl } = testedSystem();
  browser = await startChromium();
  operatorWindow = await openWindow(browser, publicBaseUrl, 'desktop');
  adminWindow = await openWindow(browser, publicBaseUrl, 'phone');
});

afterAll(async () => {
  await browser.close();
});

describe('an operator and a new customer', () => {
  test('the operator signs in at the operators’ own realm', async () => {
    const { operator } = testedSystem();
    const { page } = operatorWindow;
    await page.goto('/ops');
    await heading(page, '運用者のサインイン').waitFor();
    await look(operatorWindow, '20-ops-sign-in');
    await pressKey(page, page.getByRole('link', { name: 'サインインする' }));
    await page.locator('#username').fill(operator.username);
    await page.locator('#password').fill(readFileSync(operator.passwordFile, 'utf8').trim());
    await page.locator('#kc-login').click();
    await heading(page, '契約').waitFor();
  });

  test('registers a contract by keyboard alone; the letter stands there once', async () => {
    const { page } = operatorWindow;
    await pressKey(page, page.getByRole('link', { name: '契約を登録する' }));
    await heading(page, '契約を登録する').waitFor();
    const fields = {
      会社コード: tenantCode,
      契約者の名称: customer,
      契約の人数: '10',
      最初の管理者のログインID: 'kanri',
      最初の管理者の姓: adminName,
      最初の管理者の名: '花子',
    };
    for (const [label, text] of Object.entries(fields)) await typeInto(page, page.getByLabel(label), text);
    await page.getByLabel('契約の開始日').fill('2026-10-01');
    await look(operatorWindow, '21-ops-new-contract');
    await pressKey(page, button(page, '登録して書面を表示する'));
    await heading(page, '最初の管理者への書面').waitFor();
    letter = await page.locator('.letter').innerText();
    expect(letter).toContain('初期パスワード');
    await pressKey(page, button(page, '印刷を終えたので、書面を消す'));
    await heading(page, '契約').waitFor();
    await page.getByText(tenantCode, { exact: true }).waitFor();
    await look(operatorWindow, '22-ops-contracts');
  });

  test('and keeps nothing of it in the browser', async () => {
    const { page } = operatorWindow;
    const password = /初期パスワード\s+([A-Z0-9-]{20,})/.exec(letter)?.[1] ?? '';
    expect(password).not.toBe('');
    await page.goBack();
    await heading(page, '契約を登録する').waitFor();
    expect(await page.content()).not.toContain(password);
    expect(await page.evaluate('JSON.stringify([{...localStorage}, {...sessionStorage}])')).toBe('[{},{}]');
  });

  test('the administrator of the letter signs in, and no address names anybody', async () => {
    const { page } = adminWindow;
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(`/t/${tenantCode}`);
    await page.getByLabel('ログインID').fill('kanri');
    await button(page, '次へ').click();
    await page.locator('#password').fill(/初期パスワード\s+([A-Z0-9-]{20,})/.exec(letter)?.[1] ?? '');
    await page.locator('#kc-login').click();
    await page.locator('#password-new').fill(newPassword);
    await page.locator('#password-confirm').fill(newPassword);
    await page.locator('input[type=submit], button[type=submit]').first().click();
    await heading(page, '年末調整').waitFor();
    expect(addresses.filter((address) => address.includes('kanri'))).toEqual([]);
  });

  test('sees what the operator did', async () => {
    const { page } = adminWindow;
    await page.goto('/admin/transparency');
    await heading(page, '運用者の操作').waitFor();
    const act = page.getByText('契約の登録と最初の管理者への書面');
    for (let tries = 0; tries < 60 && (await act.count()) === 0; tries += 1) {
      await page.reload();
      await page.locator('.loading').waitFor({ state: 'detached' });
    }
    await act.first().waitFor();
    await look(adminWindow, '23-transparency');
  });

  test('gives notice of the end of the contract, knowing what follows', async () => {
    const { page } = adminWindow;
    await page.goto('/admin/contract');
    await page.getByText('契約は続いています。').waitFor();
    await page.getByLabel('契約が終わる日').fill('2026-12-31');
    await page.getByText('2027年4月1日(木)').waitFor();
    await page.getByRole('checkbox').check();
    await look(adminWindow, '24-contract-notice');
    await button(page, '契約の終了を予告する').click();
    for (let tries = 0; tries < 60 && (await button(page, '予告を取り下げる').count()) === 0; tries += 1) {
      await page.reload();
      await page.locator('.loading').waitFor({ state: 'detached' });
    }
    await look(adminWindow, '25-contract-end');
  });

  test('and the operator finds it among the ends, without a name of anybody', async () => {
    const { page } = operatorWindow;
    await page.goto('/ops/erasures');
    await pressKey(page, page.getByRole('link', { name: tenantCode }));
    await heading(page, '終了と消去の状況').waitFor();
    await page.getByText('契約の終わりの日').waitFor();
    await look(operatorWindow, '26-ops-erasure');
    expect(await page.content()).not.toContain(adminName);
    await page.goto('/ops/actions');
    await page.getByText('契約の登録と最初の管理者への書面').first().waitFor();
    await look(operatorWindow, '27-ops-actions');
  });

  test('nothing that axe knows is wrong, and no browser reported an error', () => {
    expect(findings).toEqual([]);
    expect([...operatorWindow.troubles, ...adminWindow.troubles]).toEqual([]);
  });
});
