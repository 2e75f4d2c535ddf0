import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

/** Whether somebody with a certificate of ours listens there. */
export const isTlsPortOpen = async (port: number, caFile: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: readFileSync(caFile) });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once('secureConnect', () => end(true));
    socket.once('error', () => end(false));
  });
