import { join } from 'node:path';
import { type DataDirectory } from './data-directory.js';
import { type ServerSpec } from './server.js';

export type MailCatcherOptions = {
  readonly data: DataDirectory;
  readonly smtpPort: number;
  readonly webPort: number;
};

/** Takes every mail and sends none on; the web page and `GET /api/messages?to=…&after=…` show them. */
export const mailCatcherSpec = ({ data, smtpPort, webPort }: MailCatcherOptions): ServerSpec => ({
  process: {
    name: 'mail',
    command: process.execPath,
    args: [
      join(import.meta.dirname, 'mail-catcher-main.js'),
      String(smtpPort),
      String(webPort),
      join(data.root, 'mail', 'inbox.jsonl'),
    ],
    logFile: join(data.logs, 'mail.log'),
    pidFile: join(data.run, 'mail.pid'),
  },
  timeoutMs: 30_000,
  wayOut: 'see the log',
  probe: async () => {
    const response = await fetch(`http://127.0.0.1:${webPort}/api/messages?after=1000000000`, {
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok;
  },
});
