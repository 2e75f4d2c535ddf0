import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kubernetesBinaries } from '../kubernetes/binaries.js';
import { describeWithGo } from './testing/describe-with-go.js';
import { type Outcome, profiles, runCommand, template } from './release.js';

/** Kinds of others, whose schemas the API server of the next suites has. */
const foreign = ['Certificate', 'Issuer', 'SecretProviderClass', 'ServiceMonitor'];

const kubeconform = async (manifests: string): Promise<Outcome> => {
  const { kubeconform: command, schemas } = await kubernetesBinaries();
  const location = join(schemas, '{{.ResourceKind}}{{.KindSuffix}}.json');
  return runCommand(command, ['-strict', '-summary', '-schema-location', location, '-skip', foreign.join()], manifests);
};

describeWithGo('strict schemas of Kubernetes', () => {
  test.each(profiles)('fit every document of the profile %s', async (profile) => {
    const { ok, output } = await kubeconform((await template(profile)).stdout);
    expect(output).toContain('Invalid: 0, Errors: 0');
    expect(ok).toBe(true);
  });

  test('refuse a field that no version knows', async () => {
    const { stdout } = await template('dev');
    const { ok, output } = await kubeconform(stdout.replace('enableServiceLinks', 'enableServiceLink'));
    expect(output).toContain('enableServiceLink');
    expect(ok).toBe(false);
  });
});
