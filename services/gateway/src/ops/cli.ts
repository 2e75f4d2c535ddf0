import { defaultOpsUrl } from '../config.js';
import { readCommandLine, usage, UsageError } from './command-line.js';
import { OpsFailure } from './ops-api.js';
import { runCommand } from './run-command.js';

/** `npm run ops -- …`: results on stdout, everything else on stderr. Exit code 2 for a wrong command line, 1 for a failure. */
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const tell = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  const command = readCommandLine(process.argv.slice(2), defaultOpsUrl());
  if (command === 'help') print(usage);
  else await runCommand(command, { print, tell });
} catch (error) {
  if (error instanceof UsageError) {
    tell(`${error.reasons.join('\n')}\n\nnpm run ops -- --help  explains everything.`);
    process.exitCode = 2;
  } else {
    tell(
      error instanceof OpsFailure
        ? error.message
        : `Something went wrong: ${error instanceof Error ? error.name : 'unknown'}`,
    );
    process.exitCode = 1;
  }
}
