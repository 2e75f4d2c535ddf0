import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

const services = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'];
const dockerfileOf = (service) => readFileSync(`services/${service}/Dockerfile`, 'utf8');
const [reference, ...others] = services;

describe('the Dockerfiles', () => {
  test.each(others)(
    'of %s and the gateway are the same text but for name and port: one build serves all',
    (service) => {
      const renamed = dockerfileOf(service)
        .replace(`/image/${service} /app`, `/image/${reference} /app`)
        .replace(`services/${service}/dist/main.js`, `services/${reference}/dist/main.js`)
        .replace('EXPOSE 8443 8081', 'EXPOSE 8080 8081');
      expect(renamed).toBe(dockerfileOf(reference));
    },
  );

  test('compile and collect every service', () => {
    const text = dockerfileOf(reference).replaceAll(/\\\n\s*/g, '');
    const [, compiled = ''] = /tsc -b ([^&]*)/.exec(text) ?? [];
    expect(compiled.trim().split(/\s+/)).toEqual([
      ...services.map((name) => `services/${name}`),
      'services/gateway/web',
    ]);
    expect(text).toContain(`for service in ${services.join(' ')};`);
  });
});
