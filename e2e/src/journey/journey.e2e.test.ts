import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  lookAt,
  openWindow,
  pressKey,
  startChromium,
  tabTo,
  typeInto,
  type Finding,
  type Window,
} from '../harness/chromium.js';
import { paperOf, pictureOf } from '../harness/certificate-files.js';
import { testedSystem } from '../harness/system-under-test.js';
import type { Api } from '../season/api.js';
import { isInvitation, linkOf, newestMail, openInbox } from '../season/inbox.js';
import { castSeason, employeesCsv, payCsv, type SeasonPerson } from '../season/people.js';
import { createCompany, createTenant, importCsv } from '../season/setting-up.js';
import { acceptInvitation, employeeIdOf, signIn } from '../season/steps.js';

const runId = randomBytes(3).toString('hex');
const tenantCode = `journey-${runId}`;
const findings: Finding[] = [];
let browser: Browser;
let employeeWindow: Window;
let hrWindow: Window;
let invitationUrl = '';
let thirdInvitationUrl = '';
let thirdPerson: SeasonPerson;
let parentInvitationUrl = '';
let parent: SeasonPerson;
let hrPerson: SeasonPerson;
let person: SeasonPerson;
let hrApi: Api;

const people = castSeason(25, runId).slice(0, 4);

/** Keycloak's own form, as everybody meets it. */
const enterPassword = async (page: Page, password: string): Promise<void> => {
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
};

const look = async (window: Window, name: string): Promise<void> => {
  findings.push(...(await lookAt(window, name)));
};

const expectValue = async (field: Locator, value: string): Promise<void> => {
  await field.and(field.page().locator(`[value="${value}"]`)).waitFor();
};

const certificate = { name: '控除証明書.png', mimeType: 'image/png', buffer: Buffer.from(pictureOf('')) };
const paper = { name: '証明書.pdf', mimeType: 'application/pdf', buffer: Buffer.from(paperOf('')) };
const note = { name: 'メモ.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') };

/** The picture is there, not just its frame. */
const isShown = async (page: Page, alt: string): Promise<void> => {
  const picture = page.getByRole('img', { name: alt });
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(
    '(alt) => [...document.images].some((image) => image.alt === alt && image.naturalWidth > 0)',
    alt,
  );
};

/** 控除証明書: a picture and a PDF; what is neither is refused with the reason; what is taken away is gone. */
const attachCertificates = async (page: Page): Promise<void> => {
  const chooser = page.getByLabel('ファイルを選ぶ');
  await chooser.setInputFiles([certificate, paper]); // the file chooser belongs to the system
  await isShown(page, `${certificate.name} の 1 ページ目`);
  await isShown(page, `${paper.name} の 1 ページ目`);
  await chooser.setInputFiles(note);
  await page.getByText('この種類のファイルは添付できません').waitFor();
  await look(employeeWindow, '05-attachments');
  await page.setViewportSize({ width: 1280, height: 900 });
  await look({ ...employeeWindow, screen: 'desktop' }, '05-attachments');
  await page.setViewportSize({ width: 360, height: 740 });
  await pressKey(page, page.getByRole('button', { name: '閉じる' }));
  await pressKey(page, page.getByRole('button', { name: /^消す ?: 証明書\.pdf$/ }));
  await page.getByRole('img', { name: `${paper.name} の 1 ページ目` }).waitFor({ state: 'detached' });
};

const heading = (page: Page, text: string | RegExp) => page.getByRole('heading', { level: 1, name: text, exact: true });
const next = (page: Page) => page.getByRole('button', { name: '次へ' });

/** Ticks and chooses with Space and arrows alone, and writes the child on its own page. */
const stateSingleParentByKeyboard = async (page: Page): Promise<void> => {
  await tabTo(page, page.getByLabel('ひとり親にあたる', { exact: true }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByLabel('結婚していない'));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  expect(await page.getByLabel('離婚した').isChecked()).toBe(true);
  await pressKey(page, page.getByRole('link', { name: '「家族について」の画面で子を書く' }));
  await heading(page, '家族について').waitFor();
  await pressKey(page, page.getByRole('button', { name: '家族を加える' }));
  await typeInto(page, page.getByLabel('氏名'), '旅 一郎');
  await typeInto(page, page.getByLabel('フリガナ'), 'タビ イチロウ');
  await page.getByLabel('生年月日').fill('2008-05-06');
  await page.goBack();
  await heading(page, 'あなたについて').waitFor();
  await page.getByLabel('生活費をいっしょにしている子').selectOption({ label: '旅 一郎' });
};

/** A tick by mistake: what was written below it goes with it. */
const thinkBetterOfPension = async (page: Page): Promise<void> => {
  const tick = page.getByLabel('公的年金を受け取っている');
  await tick.check();
  await page.getByLabel('公的年金等に係る雑所得の金額').fill('123456');
  await tick.uncheck();
  await page.getByLabel('公的年金等に係る雑所得の金額').waitFor({ state: 'detached' });
};

const stateFormerEmployer = async (page: Page): Promise<void> => {
  await page.getByLabel('ことし、ほかの会社からも給与を受けた').check();
  await page.getByLabel('会社の名前').fill('株式会社前職');
  await page.getByLabel('この会社の前に働いていた').check();
  await page.getByLabel('やめた日').fill('2026-03-31');
  await page.getByLabel('出した（甲欄）').check();
  await page.getByLabel('支払金額').fill('1,200,000');
  await page.getByLabel('源泉徴収税額').fill('20000');
  await page.getByLabel('社会保険料等の金額').fill('150000');
  await page.getByLabel('その会社の源泉徴収票').selectOption('promised');
};

beforeAll(async () => {
  const state = testedSystem();
  const [first, second, third, fourth] = people;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('the journey needs four people');
  [hrPerson, person, thirdPerson, parent] = [first, second, third, fourth];
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  const tenant = { code: tenantCode, displayName: '株式会社旅', seats: 20, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, `journey admin ${runId}`);
  const companyId = await createCompany(admin, 'C1', '株式会社旅');
  await importCsv(admin, '/api/v1/employee-imports', '/api/v1/employee-imports', employeesCsv(people, 'C1'));
  const { jobId } = await admin.send<{ readonly jobId: string }>('POST', '/api/v1/invitations');
  await admin.finish(jobId);
  const mails = await inbox.waitForEach(
    people.map(({ mail }) => mail),
    isInvitation,
  );
  const urlFor = ({ mail: address }: SeasonPerson): string => {
    const mail = mails.get(address);
    const link = mail === undefined ? undefined : linkOf(mail);
    if (link === undefined) throw new Error('an invitation is missing');
    return `/t/${link.tenantCode}/invitation#${link.invitationId}.${link.token}`;
  };
  invitationUrl = urlFor(person);
  thirdInvitationUrl = urlFor(thirdPerson);
  parentInvitationUrl = urlFor(parent);
  const hrMail = mails.get(hrPerson.mail);
  if (hrMail === undefined) throw new Error('an invitation is missing');
  await acceptInvitation(state.publicBaseUrl, hrPerson, hrMail);
  const employeeId = await employeeIdOf(admin, hrPerson.number);
  await admin.send('POST', '/api/v1/grants', {
    employeeId,
    role: 'ROLE_HR',
    scopeKind: 'SCOPE_KIND_COMPANY',
    scopeId: companyId,
  });
  hrApi = await signIn(state.publicBaseUrl, tenantCode, hrPerson);
  const { campaign } = await hrApi.send<{ readonly campaign: { readonly id: string } }>('POST', '/api/v1/campaigns', {
    companyId,
    taxYear: 2026,
    title: '令和8年分 年末調整',
    deadline: '2026-12-15',
    lastPaymentDate: '2026-12-25',
  });
  await hrApi.finish(
    (await hrApi.send<{ readonly jobId: string }>('POST', `/api/v1/campaigns/${campaign.id}/open`)).jobId,
  );
  browser = await startChromium();
  employeeWindow = await openWindow(browser, state.publicBaseUrl, 'phone');
  hrWindow = await openWindow(browser, state.publicBaseUrl, 'desktop');
});

afterAll(async () => {
  await browser.close();
});

describe('a season in the browser', () => {
  test('an invited employee sets a password on the phone and is signed in', async () => {
    const { page } = employeeWindow;
    await page.goto(invitationUrl);
    await heading(page, 'パスワードの設定').waitFor();
    await look(employeeWindow, '01-invitation');
    await page.getByLabel('新しいパスワード').fill('short');
    await page.getByRole('button', { name: 'パスワードを設定する' }).click();
    await page.getByText('15文字以上にしてください。').waitFor();
    await page.getByLabel('新しいパスワード').fill(person.password);
    await page.getByRole('button', { name: 'パスワードを設定する' }).click();
    await page.locator('#password').waitFor();
    await enterPassword(page, person.password);
    await heading(page, 'わたしの年末調整').waitFor();
    await look(employeeWindow, '02-my-page');
  });

  test('the employee declares with spouse and child, sees an estimate, and submits', async () => {
    const { page } = employeeWindow;
    await page.getByRole('link', { name: '申告をはじめる' }).click();
    await heading(page, 'あなたについて').waitFor();
    await page.getByLabel(/ことしの給与の見込み/).fill('６,０００,０００');
    await page.getByText(/年税額の見込み: /).waitFor();
    await look(employeeWindow, '03-person');
    await next(page).click();
    await heading(page, '配偶者について').waitFor();
    await page.getByLabel('いる', { exact: true }).check();
    await page.getByLabel('配偶者の氏名').fill('旅 花子');
    await page.getByLabel('フリガナ').fill('タビ ハナコ');
    await page.getByLabel('生年月日').fill('1982-03-04');
    await page.getByLabel(/配偶者のことしの給与/).fill('1000000');
    await look(employeeWindow, '04-spouse');
    await next(page).click();
    await heading(page, '家族について').waitFor();
    await page.getByRole('button', { name: '家族を加える' }).click();
    await page.getByLabel('氏名').fill('旅 一郎');
    await page.getByLabel('フリガナ').fill('タビ イチロウ');
    await page.getByLabel('生年月日').fill('2008-05-06');
    await look(employeeWindow, '05-relatives');
    await next(page).click();
    await heading(page, '生命保険').waitFor();
    await attachCertificates(page);
    for (const title of ['地震保険', '自分で払った社会保険料と掛金', '住宅ローン', 'あなたのほかの所得']) {
      await next(page).click();
      await heading(page, title).waitFor();
    }
    await page.getByLabel('給与以外の所得の見込み').fill('50000');
    await next(page).click();
    await heading(page, '内容の確認と提出').waitFor();
    await page.getByText(`生命保険: ${certificate.name}`).waitFor();
    await look(employeeWindow, '06-check');
    await page.getByRole('button', { name: 'この内容で提出する' }).click();
    await heading(page, '提出の控え').waitFor();
    await page.getByText('受付番号').waitFor();
    await look(employeeWindow, '07-receipt');
  });

  test('HR, by keyboard alone, sends one field back with a comment', async () => {
    const { page } = hrWindow;
    await page.goto(`/t/${tenantCode}`);
    await typeInto(page, page.getByLabel('ログインID'), hrPerson.loginId);
    await page.keyboard.press('Enter');
    await typeInto(page, page.locator('#password'), hrPerson.password);
    await page.keyboard.press('Enter');
    await heading(page, '年末調整').waitFor();
    await look(hrWindow, '08-campaigns');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await page.getByRole('link', { name: '確認の一覧へ' }).waitFor();
    await look(hrWindow, '09-campaign');
    await pressKey(page, page.getByRole('link', { name: '確認の一覧へ' }));
    await heading(page, '確認の一覧').waitFor();
    await look(hrWindow, '10-review-list');
    await pressKey(page, page.getByRole('link', { name: `${person.familyName} ${person.givenName}` }));
    await heading(page, /の申告/).waitFor();
    await pressKey(page, page.getByRole('button', { name: '指摘する : 給与以外の所得' }).last());
    await typeInto(page, page.getByLabel('「給与以外の所得」への指摘'), '証明できるものがありますか。');
    await isShown(page, `${certificate.name} の 1 ページ目`);
    expect(await page.getByRole('link', { name: /元のファイル/ }).count()).toBe(0);
    await look(hrWindow, '11-review');
    await pressKey(page, page.getByRole('button', { name: '1 件の指摘をつけて差し戻す' }));
    await page.getByText('差し戻し', { exact: true }).waitFor();
  });

  test('the employee sees the comment, corrects the field and submits again', async () => {
    const { page } = employeeWindow;
    await page.goto('/my');
    await page.getByRole('link', { name: '指摘を見て直す' }).click();
    await page.getByText('証明できるものがありますか。').waitFor();
    await look(employeeWindow, '12-sent-back');
    await page.getByRole('link', { name: 'この項目を直す' }).click();
    await heading(page, 'あなたのほかの所得').waitFor();
    await page.getByLabel('給与以外の所得の見込み').fill('0');
    await next(page).click();
    await heading(page, '内容の確認と提出').waitFor();
    await page.getByRole('button', { name: 'この内容で提出する' }).click();
    await heading(page, '提出の控え').waitFor();
  });

  test('two windows of one person never overwrite each other silently: the person chooses', async () => {
    const { page: first, troubles } = await openWindow(browser, testedSystem().publicBaseUrl, 'desktop');
    await first.goto(thirdInvitationUrl);
    await first.getByLabel('新しいパスワード').fill(thirdPerson.password);
    await first.getByRole('button', { name: 'パスワードを設定する' }).click();
    await enterPassword(first, thirdPerson.password);
    await first.getByRole('link', { name: '申告をはじめる' }).click();
    await heading(first, 'あなたについて').waitFor();
    const second = await first.context().newPage();
    await second.goto(first.url());
    await heading(second, 'あなたについて').waitFor();
    const salary = (page: Page) => page.getByLabel(/ことしの給与の見込み/);
    const saved = async (page: Page, act: () => Promise<void>) =>
      Promise.all([page.waitForResponse((response) => response.request().method() === 'PUT'), act()]);
    await saved(first, async () => salary(first).fill('5000000'));
    const [refused] = await saved(second, async () => salary(second).fill('4000000'));
    expect(refused.status()).toBe(409);
    await second.getByText('別の画面で先に保存されました').waitFor();
    await second.getByRole('button', { name: '先に保存された内容を読み込む' }).click();
    await expectValue(salary(second), '5,000,000');
    await saved(first, async () => salary(first).fill('5100000'));
    await saved(second, async () => salary(second).fill('4200000'));
    await saved(second, async () => second.getByRole('button', { name: 'この画面の内容で置きかえる' }).click());
    await first.reload();
    await expectValue(salary(first), '4,200,000');
    expect(troubles.filter((trouble) => !trouble.startsWith('409 '))).toEqual([]);
    await first.context().close();
  });

  test('a single parent who came from another company states both, sees the estimate and submits', async () => {
    const window = await openWindow(browser, testedSystem().publicBaseUrl, 'phone');
    const { page } = window;
    await page.goto(parentInvitationUrl);
    await page.getByLabel('新しいパスワード').fill(parent.password);
    await page.getByRole('button', { name: 'パスワードを設定する' }).click();
    await enterPassword(page, parent.password);
    await page.getByRole('link', { name: '申告をはじめる' }).click();
    await heading(page, 'あなたについて').waitFor();
    await typeInto(page, page.getByLabel(/ことしの給与の見込み/), '3000000');
    await stateSingleParentByKeyboard(page);
    await thinkBetterOfPension(page);
    await stateFormerEmployer(page);
    await page.getByText('今年の前の勤務先の源泉徴収票がまだありません。').waitFor();
    await page.getByLabel('その会社の源泉徴収票').selectOption('received');
    // 3,000,000 + 1,200,000 of pay: ⑨ 2,920,000 less 150,000 of ⑫, 350,000 for a single parent, 380,000 for a dependant
    // of 18 years and 1,040,000 of ⑳ leave 1,000,000 of ㉒, of which 5 % × 102.1 %.
    await page.getByText('年税額の見込み: 51,000円').waitFor();
    findings.push(...(await lookAt(window, '18-single-parent')));
    await page.setViewportSize({ width: 1280, height: 900 });
    findings.push(...(await lookAt({ ...window, screen: 'desktop' }, '18-single-parent')));
    await page.getByText('自動で保存しました').waitFor();
    await page.goto(page.url().replace(/person$/, 'check'));
    await page.getByText('ひとり親の理由').waitFor();
    expect(await page.getByText('公的年金等の所得').count()).toBe(0);
    await page.getByRole('button', { name: 'この内容で提出する' }).click();
    await heading(page, '提出の控え').waitFor();
    expect(window.troubles).toEqual([]);
    await page.context().close();
  });

  test('HR reads the single parent’s child and former employer in words', async () => {
    const { page } = hrWindow;
    await page.goto('/admin');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await pressKey(page, page.getByRole('link', { name: '確認の一覧へ' }));
    await pressKey(page, page.getByRole('link', { name: `${parent.familyName} ${parent.givenName}` }));
    await page.getByRole('heading', { name: 'ほかの会社 1' }).waitFor();
    const line = (label: string) => page.locator('.fact-line', { hasText: label });
    expect(await line('ひとり親の理由').innerText()).toContain('離婚した');
    expect(await line('ひとり親が育てる子').innerText()).toContain('旅 一郎');
    expect(await line('支払金額').innerText()).toContain('1,200,000円');
    await pressKey(page, page.getByRole('button', { name: '指摘する : ひとり親の理由' }));
    await page.getByLabel('「ひとり親の理由」への指摘').waitFor();
    await look(hrWindow, '19-review-single-parent');
  });

  test('HR approves, imports pay and calculates by keyboard, and opens the explanation of ㉖', async () => {
    const { page } = hrWindow;
    await page.goto('/admin');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await pressKey(page, page.getByRole('link', { name: '確認の一覧へ' }));
    await pressKey(page, page.getByRole('link', { name: `${person.familyName} ${person.givenName}` }));
    await pressKey(page, page.getByRole('button', { name: '承認する' }));
    await page.getByText('承認ずみ', { exact: true }).waitFor();
    await page.goto('/admin');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await pressKey(page, page.getByRole('link', { name: '給与CSVへ' }));
    const file = { name: 'pay.csv', mimeType: 'text/csv', buffer: Buffer.from(payCsv([person])) };
    await page.getByLabel('CSVファイル（UTF-8）').setInputFiles(file); // the file chooser belongs to the system
    await pressKey(page, page.getByRole('button', { name: '内容を確かめる' }));
    await look(hrWindow, '13-pay');
    await pressKey(page, page.getByRole('button', { name: '取り込む', exact: true }));
    await page.getByText('終わりました').waitFor();
    await pressKey(page, page.getByRole('link', { name: '年末調整の画面へ' }));
    await pressKey(page, page.getByRole('button', { name: '計算する' }));
    await page.getByText('終わりました').first().waitFor();
    await page.goto('/admin');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await pressKey(page, page.getByRole('link', { name: '確認の一覧へ' }));
    await page.goto(page.url().split('?')[0] ?? '');
    await pressKey(page, page.getByRole('link', { name: `${person.familyName} ${person.givenName}` }));
    const step = page.locator('summary', { hasText: '㉖' });
    await pressKey(page, step);
    await page.locator('details[open]').getByText('年調所得税額').waitFor();
    await look(hrWindow, '14-explanation');
  });

  test('HR finalises by typing the number of people', async () => {
    const { page } = hrWindow;
    await page.goto('/admin');
    await pressKey(page, page.getByRole('link', { name: '令和8年分 年末調整' }));
    await typeInto(page, page.getByLabel('確かめるため、人数（1）を入力してください'), '1');
    await look(hrWindow, '15-finalise');
    await pressKey(page, page.getByRole('button', { name: '1 人を確定する' }));
    await page.getByText('終わりました').waitFor();
  });

  test('the employee sees the result with its reasons and opens the 源泉徴収票', async () => {
    const { page } = employeeWindow;
    await page.goto('/my');
    await page.getByRole('link', { name: '結果と源泉徴収票を見る' }).click();
    await heading(page, '年末調整の結果').waitFor();
    await page.getByText('年調年税額（㉖）').waitFor();
    await look(employeeWindow, '16-result');
    const href = await page.getByRole('link', { name: '源泉徴収票を開く（PDF）' }).getAttribute('href');
    const slip = await page.request.get(href ?? '');
    expect(slip.headers()['content-type']).toBe('application/pdf');
    expect((await slip.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('the same pages work in English', async () => {
    const { page } = employeeWindow;
    await page.getByLabel('言語').selectOption('en');
    await heading(page, 'Result of the year-end tax adjustment').waitFor();
    await look(employeeWindow, '17-result-english');
  });

  test('nothing that axe knows is wrong with any page, and no page scrolls sideways', () => {
    expect(findings).toEqual([]);
  });

  test('no browser reported an error, a blocked script or style among them', () => {
    const refusedNote = expect.stringMatching(/^400 .*\/attachments\/life_insurance$/) as unknown;
    expect([...employeeWindow.troubles, ...hrWindow.troubles]).toEqual([refusedNote]);
  });
});
