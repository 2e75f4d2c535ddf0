import type { TestSession } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { comparable, idsIn, type Recorded } from './recorder.js';

export type Stranger = { readonly name: string; readonly session: TestSession };

type Answer = { readonly status: number; readonly text: string };

/** Not about anybody's things: they make or end the session itself. */
const aboutSession = /^\/api\/v1\/(?:session|sign-in|logout)\b/;

const send = async ({ session }: Stranger, { method, path, contentType, body }: Recorded): Promise<Answer> => {
  const response = await session.fetch(path, {
    method,
    ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
};

/** The same request about things that nobody has. */
const aboutNothing = (request: Recorded, theirs: readonly string[]): Recorded => {
  const swap = (text: string): string => theirs.reduce((result, id) => result.replaceAll(id, randomUUID()), text);
  return { ...request, path: swap(request.path), ...(request.body === undefined ? {} : { body: swap(request.body) }) };
};

export type Victim = {
  /** Ids that only the victim's traffic has. */
  readonly ids: ReadonlySet<string>;
  /** Names, addresses, amounts. */
  readonly texts: readonly string[];
};

const labelOf = ({ method, path }: Recorded): string => `${method} ${comparable(path)}`;

/** Asks as a stranger what the victim asked. @returns what could be learnt from the answer */
const replayOne = async (stranger: Stranger, request: Recorded, { ids, texts }: Victim): Promise<readonly string[]> => {
  const [path = ''] = request.path.split('?');
  const named = idsIn(`${request.path} ${request.body ?? ''}`).filter((id) => ids.has(id));
  const namedThings = idsIn(`${path} ${request.body ?? ''}`).filter((id) => ids.has(id));
  const foreign = await send(stranger, request);
  const missing = await send(stranger, aboutNothing(request, named));
  const label = `${stranger.name}: ${labelOf(request)}`;
  const leaks = [...ids].filter((id) => foreign.text.includes(id) && !named.includes(id));
  const words = texts.filter((text) => foreign.text.includes(text) && !(request.body ?? '').includes(text));
  return [
    ...(foreign.status === missing.status && comparable(foreign.text) === comparable(missing.text)
      ? []
      : [
          `${label}: ${foreign.status} ${foreign.text.slice(0, 200)} can be told from ${missing.status} ${missing.text.slice(0, 200)}`,
        ]),
    ...(namedThings.length === 0 || [403, 404].includes(foreign.status)
      ? []
      : [`${label}: ${foreign.status} for another tenant's thing`]),
    ...(leaks.length === 0 ? [] : [`${label}: shows ${leaks.length} ids of another tenant`]),
    ...(words.length === 0 ? [] : [`${label}: shows ${words.length} words of another tenant`]),
  ];
};

/** Replays the victim's requests with a stranger's session. */
export const replayAs = async (stranger: Stranger, requests: readonly Recorded[], victim: Victim) => {
  const lines: string[] = [];
  let aboutThings = 0;
  const replayed = requests.filter(({ path }) => !aboutSession.test(path));
  for (const request of replayed) {
    if (idsIn(`${request.path} ${request.body ?? ''}`).some((id) => victim.ids.has(id))) aboutThings += 1;
    lines.push(...(await replayOne(stranger, request, victim)));
  }
  return { lines, replayed: replayed.length, aboutThings };
};
