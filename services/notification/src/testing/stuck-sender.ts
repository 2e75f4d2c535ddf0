// A sender in a process of its own that never gets to record what the relay took, to be killed at that point.
import { systemClock } from '@nencho/kernel';
import { connectMongo } from '@nencho/mongo';
import { buildApp } from '../app.js';
import { directoryOf, publicBaseUrl, smtpTo, testSealer } from './harness.js';

const [uri = '', database = '', smtpUrl = '', invitationId = ''] = process.argv.slice(2);
const connection = await connectMongo({ uri, database, appName: 'stuck-sender' });
const real = smtpTo(smtpUrl);
buildApp({
  connection,
  sealer: testSealer(connection),
  directory: directoryOf({ mails: new Map(), invitations: new Map([[invitationId, { issueNo: 1 }]]) }),
  transport: {
    send: async (mail) => {
      await real.send(mail);
      process.stdout.write('taken\n');
      return new Promise(() => undefined);
    },
  },
  clock: systemClock,
  logger: { info: () => undefined, warn: () => undefined },
  publicBaseUrl,
  mailHost: 'nencho.example',
  concurrency: 1,
  claimMs: 2_000,
}).startSender();
