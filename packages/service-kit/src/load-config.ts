import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** EX_CONFIG of sysexits.h: starting again will not help. */
export const configurationExitCode = 78;

type Surroundings = { readonly print: (text: string) => void; readonly exit: (code: number) => never };

const processSurroundings: Surroundings = {
  print: (text) => void process.stderr.write(text),
  exit: (code) => process.exit(code),
};

/** Secrets that a file may give instead, named by `<NAME>_FILE`: environments show up in dumps and child processes. */
const fromFiles = ['MONGODB_URI', 'KAFKA_USERNAME', 'KAFKA_PASSWORD', 'SMTP_URL'] as const;

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // then the variable is missing, and the complaint says so
  }
};

const withFiles = (env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> => ({
  ...env,
  ...Object.fromEntries(
    fromFiles.flatMap((name) => {
      const file = env[`${name}_FILE`];
      return env[name] === undefined && file !== undefined ? [[name, contentOf(file)]] : [];
    }),
  ),
});

/** Reads the environment by the schema. When it does not fit: prints every reason, without the values, and exits 78. */
export const loadConfig = <S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
  { print, exit }: Surroundings = processSurroundings,
): z.output<S> => {
  const given = Object.fromEntries(
    Object.entries(withFiles(env)).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return parsed.data;
  }
  const reasons = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${name} ${name in given ? message : 'is missing'}`;
  });
  print(`The configuration is wrong:\n${reasons.join('\n')}\n`);
  return exit(configurationExitCode);
};
