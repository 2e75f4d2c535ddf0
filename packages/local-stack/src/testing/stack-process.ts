// A launcher that a test can kill: node stack-process.js DATA_DIRECTORY SERVER,SERVER…
import { serverNames, startStack, whenReady } from '../stack.js';

const [, , dataDirectory = '', servers = ''] = process.argv;
await whenReady(
  await startStack({ dataDirectory, servers: serverNames.filter((name) => servers.split(',').includes(name)) }),
);
console.log('ready');
