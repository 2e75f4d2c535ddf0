import { once } from 'node:events';
import { connect } from 'node:net';

/** Speaks SMTP itself, so that what is tested is the catcher and not a client library's good manners. */
export const sendMail = async (
  smtpUrl: string,
  to: readonly string[],
  subject: string,
  text: string,
): Promise<void> => {
  const { hostname, port } = new URL(smtpUrl);
  const socket = connect(Number(port), hostname);
  const expectCode = async (code: string): Promise<void> => {
    const [answer] = (await once(socket, 'data')) as [Buffer];
    if (!answer.toString().startsWith(code)) {
      throw new Error(`expected ${code}, got ${answer.toString()}`);
    }
  };
  const say = async (line: string, code: string): Promise<void> => {
    socket.write(`${line}\r\n`);
    await expectCode(code);
  };
  await expectCode('220');
  await say('HELO test', '250');
  await say('MAIL FROM:<no-reply@nencho.example>', '250');
  for (const address of to) {
    await say(`RCPT TO:<${address}>`, '250');
  }
  await say('DATA', '354');
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  const headers = `Subject: ${encoded}\r\nContent-Type: text/plain; charset=utf-8\r\nMessage-ID: <1@nencho.example>`;
  await say(`${headers}\r\n\r\n${text}\r\n.`, '250');
  await say('QUIT', '221');
  socket.destroy();
};
