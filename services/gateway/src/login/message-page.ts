import { type Request, type Response } from 'express';
import { languageOf } from '../http/problem.js';

const texts = {
  signInFailed: {
    ja: {
      title: 'サインインできませんでした',
      body: '時間がたちすぎたか、別のブラウザーで開かれました。もう一度サインインしてください。',
      link: '最初のページへ',
    },
    en: {
      title: 'Sign-in did not succeed',
      body: 'It took too long, or was opened in another browser. Please sign in again.',
      link: 'To the first page',
    },
  },
  signInStarting: {
    ja: {
      title: 'サインインの準備中です',
      body: 'しばらく待ってから、もう一度お試しください。',
      link: '最初のページへ',
    },
    en: { title: 'Sign-in is starting', body: 'Please try again in a moment.', link: 'To the first page' },
  },
} as const;

/** A page for a browser that cannot be sent on: fixed text, nothing from the request in it. */
export const sendMessagePage = (
  request: Request,
  response: Response,
  {
    status,
    text,
    home = '/',
  }: { readonly status: 400 | 503; readonly text: keyof typeof texts; readonly home?: string },
): void => {
  const language = languageOf(request);
  const { title, body, link } = texts[text][language];
  if (status === 503) response.set('retry-after', '5');
  response.status(status).type('html').set('cache-control', 'no-store');
  response.send(
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title}</title></head><body><main><h1>${title}</h1><p>${body}</p><p><a href="${home}">${link}</a></p></main></body></html>`,
  );
};
