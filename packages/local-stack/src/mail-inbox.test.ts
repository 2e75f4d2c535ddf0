import { afterAll, describe, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInbox } from './mail-inbox.js';
import { listPage, mailPage } from './mail-page.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const mailTo = (...to: string[]) => ({
  receivedAt: '2026-12-01T00:00:00.000Z',
  messageId: '<1@nencho.example>',
  from: 'no-reply@nencho.example',
  to,
  subject: '年末調整のご案内',
  text: 'http://localhost:3000/t/sample/invitation#1.secret を開いてください',
  html: '',
});

describe('the inbox', () => {
  test('survives a restart, even one that cut off its last line', () => {
    const file = join(temporary.path, 'inbox.jsonl');
    openInbox(file).append(mailTo('a@example.jp'));
    appendFileSync(file, '{"id":2,"subject":"cut o');
    const reopened = openInbox(file);
    reopened.append(mailTo('b@example.jp'));
    expect(
      openInbox(file)
        .list()
        .map(({ id, to }) => [id, to]),
    ).toEqual([
      [1, ['a@example.jp']],
      [2, ['b@example.jp']],
    ]);
  });

  test('finds by receiver whatever the case, and what came after an id', () => {
    const inbox = openInbox(join(temporary.path, 'find.jsonl'));
    inbox.append(mailTo('a@example.jp', 'c@example.jp'));
    inbox.append(mailTo('b@example.jp'));
    expect(inbox.list({ to: 'C@Example.jp' }).map(({ id }) => id)).toEqual([1]);
    expect(inbox.list({ after: 1 }).map(({ id }) => id)).toEqual([2]);
  });
});

describe('the pages', () => {
  const hostile = { ...mailTo('a@example.jp'), id: 7, subject: '<script>alert(1)</script>', text: '<img src=x>' };

  test('show text as text', () => {
    for (const page of [listPage([hostile], '"><b>'), mailPage(hostile)]) {
      expect(page).not.toMatch(/<script>|<img|"><b>/);
    }
  });

  test('make a link of an address, fragment and all', () => {
    expect(mailPage({ ...mailTo('a@example.jp'), id: 8 })).toContain(
      '<a href="http://localhost:3000/t/sample/invitation#1.secret"',
    );
  });
});
