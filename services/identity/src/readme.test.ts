import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { identityConfig, reconcileConfig } from './config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const section = (heading: string): string => readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const firstCells = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => (line.split('|')[1] ?? '').split(',').map((name) => name.trim()));

test('README: the env tables have every variable that config.ts reads, and no other', () => {
  const written = firstCells(section('Environment')).filter((name) => /^[A-Z_]+$/.test(name));
  const read = new Set([...Object.keys(identityConfig.shape), ...Object.keys(reconcileConfig.shape)]);
  expect([...written].sort()).toEqual([...read].sort());
});

test('README: the table of RPCs has every RPC', () => {
  const written = firstCells(section('RPCs'));
  const batch = Object.keys(IdentityServiceService).filter((name) => name.startsWith('batchGet'));
  const missing = Object.keys(IdentityServiceService)
    .map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`)
    .filter((name) => !written.includes(name) && !batch.includes(`${name.charAt(0).toLowerCase()}${name.slice(1)}`));
  expect(missing).toEqual([]);
});
