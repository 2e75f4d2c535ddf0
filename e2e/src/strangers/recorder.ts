/** A request of somebody's season as it left for the gateway, and the answer. */
export type Recorded = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
  readonly status: number;
  readonly answer: string;
};

const textOf = (body: unknown): string | undefined => (typeof body === 'string' ? body : undefined);

/** Does `work` while every request of this process to the gateway's API is written down. */
export const recordRequests = async <T>(baseUrl: string, work: () => Promise<T>) => {
  const { fetch: sending } = globalThis;
  const recorded: Recorded[] = [];
  const { origin } = new URL(baseUrl);
  globalThis.fetch = async (input, init) => {
    const response = await sending(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === origin && url.pathname.startsWith('/api/v1/')) {
      recorded.push({
        method: init?.method ?? 'GET',
        path: url.pathname + url.search,
        contentType: new Headers(init?.headers).get('content-type') ?? undefined,
        body: textOf(init?.body),
        status: response.status,
        answer: await response.clone().text(),
      });
    }
    return response;
  };
  try {
    return { result: await work(), recorded: recorded as readonly Recorded[] };
  } finally {
    globalThis.fetch = sending;
  }
};

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export const idsIn = (text: string): readonly string[] => [...new Set(text.match(uuids) ?? [])];

/** Everything in the recorded traffic that looks like an id. */
export const idsOf = (recorded: readonly Recorded[]): ReadonlySet<string> =>
  new Set(recorded.flatMap(({ path, body = '', answer }) => idsIn(`${path} ${body} ${answer}`)));

/** Each request once, whatever number of times it was sent. */
export const distinctRequests = (recorded: readonly Recorded[]): readonly Recorded[] => [
  ...new Map(recorded.map((request) => [`${request.method} ${request.path} ${request.body ?? ''}`, request])).values(),
];

/** Ids and times differ between two answers to the same request. */
export const comparable = (answer: string): string =>
  answer.replace(uuids, '*').replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})/g, '*');
