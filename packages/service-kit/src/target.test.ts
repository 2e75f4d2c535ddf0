import { expect, test } from '@jest/globals';
import { toGrpcTarget } from './target.js';

test.each([
  ['identity.nencho.svc:50051', 'dns:///identity.nencho.svc:50051'],
  ['127.0.0.1:50051', 'ipv4:127.0.0.1:50051'],
  ['localhost:1,localhost:2', 'ipv4:127.0.0.1:1,127.0.0.1:2'],
  ['10.0.0.1:1, 10.0.0.2:2', 'ipv4:10.0.0.1:1,10.0.0.2:2'],
])('%s becomes %s', (value, target) => {
  expect(toGrpcTarget(value)).toBe(target);
});

test.each(['', 'identity', ':1', 'a:1,b:2', '127.0.0.1:1,', 'dns:///a:1', 'a:123456', 'http://a:1'])(
  '%j is no target',
  (value) => {
    expect(toGrpcTarget(value)).toBeUndefined();
  },
);
