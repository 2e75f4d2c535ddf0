import { type Browser, type Page } from './browser.js';

const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#x2F;', '/').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

const attributeOf = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

type Form = {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly string[];
};

const formOf = (html: string): Form | undefined => {
  const [, tag = '', content = ''] = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(html) ?? [];
  const action = attributeOf(` ${tag}`, 'action');
  if (action === undefined) return undefined;
  const inputs = [...content.matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
  const hidden = inputs.filter((input) => attributeOf(input, 'type') === 'hidden');
  const pairs = hidden.map((input) => [attributeOf(input, 'name') ?? '', attributeOf(input, 'value') ?? ''] as const);
  return {
    action,
    hidden: Object.fromEntries(pairs.filter(([name]) => name !== '')),
    fields: inputs.flatMap((input) => attributeOf(input, 'name') ?? []),
  };
};

export type Answers = {
  readonly username: string;
  readonly password: string;
  /** For a forced change. */
  readonly newPassword?: string | undefined;
  /** Presses the only button of a page without fields: "do you allow this device?". */
  readonly confirm?: boolean;
};

const valuesFor = (form: Form, answers: Answers, asked: Set<string>): Readonly<Record<string, string>> => {
  const kind = form.fields.includes('password-new')
    ? 'new password'
    : form.fields.includes('password')
      ? 'password'
      : 'confirmation';
  if (asked.has(kind)) throw new Error(`Keycloak asked for the ${kind} again: it did not like the first one`);
  asked.add(kind);
  if (kind === 'password') return { username: answers.username, password: answers.password };
  if (kind === 'confirmation' && answers.confirm === true) return { accept: 'Yes' };
  if (kind === 'confirmation' || answers.newPassword === undefined)
    throw new Error(`Keycloak unexpectedly asked for a ${kind}`);
  return { 'password-new': answers.newPassword, 'password-confirm': answers.newPassword };
};

/** Fills Keycloak's forms until it sends the browser away from its pages, or to where `stopAt` says. */
export const answerKeycloak = async (
  browser: Pick<Browser, 'open'>,
  first: Page,
  answers: Answers,
  stopAt?: (url: string) => boolean,
): Promise<Page> => {
  const asked = new Set<string>();
  let page = first;
  while (new URL(page.url).pathname.startsWith('/auth/')) {
    const html = await page.response.text();
    const form = formOf(html);
    if (page.response.status !== 200 || form === undefined) {
      if (answers.confirm === true && page.response.status === 200) return page;
      throw new Error(`no form on Keycloak's page, status ${page.response.status}`);
    }
    const body = new URLSearchParams({ ...form.hidden, ...valuesFor(form, answers, asked) });
    page = await browser.open(form.action, { method: 'POST', body }, stopAt);
    if (stopAt?.(page.url) === true) return page;
  }
  return page;
};
