import { setTimeout as pause } from 'node:timers/promises';

/** A mail as the catcher's JSON API tells it. */
export type Mail = {
  readonly id: number;
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

type Messages = { readonly items: readonly Mail[] };

export type Inbox = {
  readonly all: () => Promise<readonly Mail[]>;
  /** Waits until every address has a mail that fits; answers the newest of each. */
  readonly waitForEach: (
    addresses: readonly string[],
    fits: (mail: Mail) => boolean,
  ) => Promise<ReadonlyMap<string, Mail>>;
};

const patienceMs = 240_000;

/** The inbox of the local mail catcher, from the mail after `after` on. */
export const openInbox = (webUrl: string, after: number): Inbox => {
  const all = async (): Promise<readonly Mail[]> => {
    const response = await fetch(`${webUrl}/api/messages?after=${after}`);
    return ((await response.json()) as Messages).items;
  };
  return {
    all,
    waitForEach: async (addresses, fits) => {
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const found = new Map((await all()).filter(fits).flatMap((mail) => mail.to.map((to) => [to, mail] as const)));
        const missing = addresses.filter((address) => !found.has(address));
        if (missing.length === 0) return found;
        if (performance.now() > deadline) {
          throw new Error(`${missing.length} of ${addresses.length} mails have not arrived`);
        }
        await pause(500);
      }
    },
  };
};

/** Id of the newest mail, to begin after it. */
export const newestMail = async (webUrl: string): Promise<number> => {
  const { items } = (await (await fetch(`${webUrl}/api/messages`)).json()) as Messages;
  return items.at(-1)?.id ?? 0;
};

export type InvitationLink = { readonly tenantCode: string; readonly invitationId: string; readonly token: string };

const linkPattern = /\/t\/([a-z0-9-]+)\/invitation#([0-9a-f-]{36})\.([\w-]+)/;

/** The link of an invitation mail, as its reader would follow it. */
export const linkOf = (mail: Mail): InvitationLink | undefined => {
  const [, tenantCode, invitationId, token] = linkPattern.exec(mail.text) ?? [];
  return tenantCode === undefined || invitationId === undefined || token === undefined
    ? undefined
    : { tenantCode, invitationId, token };
};

export const isInvitation = (mail: Mail): boolean => linkOf(mail) !== undefined;
