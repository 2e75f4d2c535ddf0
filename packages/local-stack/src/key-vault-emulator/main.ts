// The key vault emulator (ours, not Azure's) as a process of its own: it outlives a launcher that was killed.
// node main.js DIRECTORY CERT_FILE KEY_FILE HOST TOKEN_PORT ALIAS=PORT[,ALIAS=PORT…] CLOCK_SHIFT_MS
import { startKeyVaultEmulator } from './key-vault-emulator.js';

const [directory = '', certFile = '', keyFile = '', host = '', tokenPort = '', vaults = '', shift = '0'] =
  process.argv.slice(2);
const ports = vaults.split(',').map((entry) => entry.split('='));
await startKeyVaultEmulator({
  directory,
  certificate: { certFile, keyFile },
  vaults: Object.fromEntries(ports.map(([alias = '', port]) => [alias, Number(port)])),
  tokenPort: Number(tokenPort),
  host,
  now: () => new Date(Date.now() + Number(shift)),
  deletingMs: 200,
});
process.on('SIGTERM', () => process.exit(0)); // what was answered is on the disk
console.log('ready');
