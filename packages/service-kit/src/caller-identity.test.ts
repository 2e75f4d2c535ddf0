import { expect, test } from '@jest/globals';
import { serviceOfSubjectAltName } from './caller-identity.js';

test.each([
  ['DNS:localhost, DNS:gateway, IP Address:127.0.0.1, URI:spiffe://nencho/gateway', 'gateway'],
  ['URI:spiffe://nencho/document', 'document'],
])('%s names %s', (text, service) => {
  expect(serviceOfSubjectAltName(text)).toBe(service);
});

test.each([
  [undefined],
  [''],
  ['DNS:gateway'],
  ['DNS:spiffe://nencho/gateway'],
  ['URI:spiffe://nencho/'],
  ['URI:spiffe://nencho/intruder'],
  ['URI:spiffe://nencho/gateway/x'],
  ['URI:spiffe://nencho/gateway.evil'],
  ['URI:spiffe://nencho.evil/gateway'],
  ['URI:https://spiffe://nencho/gateway'],
  ['URI:spiffe://nencho/GATEWAY'],
  ['URI:spiffe://nencho/gateway\n'],
  ['URI:spiffe://nencho/gateway, URI:spiffe://nencho/identity'],
  ['URI:https://elsewhere/, URI:spiffe://nencho/gateway'],
  ['DNS:"a, URI:spiffe://nencho/gateway, b"'],
])('%j names nobody', (text) => {
  expect(serviceOfSubjectAltName(text)).toBeUndefined();
});
