import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './testing/temporary-directory.js';
import { requireTools } from './tools.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const { PATH: path, JAVA_HOME: javaHome } = process.env;
afterEach(() => {
  process.env['PATH'] = path;
  if (javaHome === undefined) {
    delete process.env['JAVA_HOME'];
  } else {
    process.env['JAVA_HOME'] = javaHome;
  }
});

const onlyTools = (scripts: Readonly<Record<string, string>>): void => {
  const directory = join(temporary.path, `bin-${Object.keys(scripts).join('-')}`);
  mkdirSync(directory, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  process.env['PATH'] = directory;
  delete process.env['JAVA_HOME'];
};

describe('a missing tool', () => {
  test('is reported together with all others, each with the package and the variable that do without it', async () => {
    onlyTools({});
    const report = await requireTools(['java', 'mvn', 'python', 'tar']).catch((error: unknown) => String(error));
    expect(report).toMatch(/java is missing: .*apt-get install openjdk-17-jre-headless.*KAFKA_BROKERS.*KEYCLOAK_URL/);
    expect(report).toMatch(/mvn is missing: .*apt-get install maven/);
    expect(report).toMatch(/python3 with pip is missing: .*apt-get install python3-pip.*MONGODB_URI/);
    expect(report).toMatch(/tar is missing: .*apt-get install tar/);
  });

  test('may be the pip of a Python without it', async () => {
    onlyTools({ python3: 'echo "python3: No module named pip" >&2; exit 1' });
    await expect(requireTools(['python'])).rejects.toThrow(/^python3 with pip is missing/);
  });
});

describe('java', () => {
  test.each(['11.0.2', '1.8.0_402'])('%s is too old, and the message says what to do', async (version) => {
    onlyTools({ java: `echo 'openjdk version "${version}" 2024' >&2` });
    await expect(requireTools(['java'])).rejects.toThrow(/java is version (?:11|8): .*Java 17 or newer .*JAVA_HOME/);
  });

  test.each(['17.0.15', '25.0.1'])('%s will do', async (version) => {
    onlyTools({ java: `echo 'openjdk version "${version}" 2025' >&2` });
    await expect(requireTools(['java'])).resolves.toBeUndefined();
  });
});
