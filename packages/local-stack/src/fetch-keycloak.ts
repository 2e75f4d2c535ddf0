import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchContext, fetchOnce, requireChecksum, sha256OfFile } from './fetch-once.js';
import { keycloakJvm } from './keycloak-jvm.js';
import { copyFromMaven } from './maven.js';
import { runTool } from './run-tool.js';
import { javaCommand, missingTool, requireTools } from './tools.js';

const version = '26.7.3';
const archive = `keycloak-quarkus-dist-${version}.tar.gz`;
const archiveSha256 = '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47';

/** Baked in once by `build`, so that every start is quick. Nobody may act as somebody else: impersonation is off. */
const buildOptions = [
  '--db=dev-file',
  '--health-enabled=true',
  '--http-relative-path=/auth',
  '--features-disabled=organization,impersonation',
];

const fetchAndBuild = async (directory: string, signal?: AbortSignal): Promise<void> => {
  await requireTools(['java', 'tar']);
  await copyFromMaven({
    directory,
    goal: 'copy',
    signal,
    args: [`-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:tar.gz`, `-DoutputDirectory=${directory}`],
    verify: async () => requireChecksum(archive, await sha256OfFile(join(directory, archive)), archiveSha256),
  });
  await runTool('tar', ['xzf', join(directory, archive), '-C', directory], { missing: missingTool('tar'), signal });
  rmSync(join(directory, archive));
  const unpacked = join(directory, `keycloak-${version}`);
  for (const name of readdirSync(unpacked)) {
    renameSync(join(unpacked, name), join(directory, name));
  }
  rmSync(unpacked, { recursive: true });
  await runTool(
    javaCommand(),
    keycloakJvm(directory, ['-Dkc.config.build-and-exit=true'], ['build', ...buildOptions]),
    {
      cwd: directory,
      missing: missingTool('java'),
      signal,
    },
  );
};

/** @returns Keycloak's home, unpacked and built */
export const fetchKeycloak = async (context: FetchContext): Promise<string> => {
  const recipe = createHash('sha256')
    .update(JSON.stringify([archiveSha256, buildOptions]))
    .digest('hex');
  return fetchOnce({
    ...context,
    name: `keycloak-${version}`,
    recipe,
    neededBytes: 700_000_000,
    wayOut: 'or point at an existing server with KEYCLOAK_URL',
    fetch: async (directory) => fetchAndBuild(directory, context.signal),
  });
};
