import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeAdjustment, openTrace, parametersFor, parseInput } from '@nencho/tax-rules';
import { rawSpecCases } from '@nencho/tax-rules/testing';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { startChromium } from '../harness/chromium.js';

// The engine as a browser gets it: bundled, without Zod, and with the same results as in Node.

const bundle = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'nencho-engine-'));
  try {
    const engine = createRequire(import.meta.url).resolve('@nencho/tax-rules');
    const entry = join(directory, 'entry.js');
    writeFileSync(entry, `export { computeAdjustment, openTrace, parametersFor } from ${JSON.stringify(engine)};`);
    const bundler = fileURLToPath(new URL('./testing/bundle.js', import.meta.url));
    return execFileSync(process.execPath, [bundler, entry], { encoding: 'utf8', maxBuffer: 10_000_000 });
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const inputs = rawSpecCases().map(({ input }) => parseInput(input));

let [code, browser]: [string, Browser | undefined] = ['', undefined];
beforeAll(async () => {
  code = bundle();
  browser = await startChromium();
}, 60_000);
afterAll(async () => browser?.close());

test('the bundle with every year and source is at most 40 KB gzip, and holds no Zod', () => {
  expect(gzipSync(code).length).toBeLessThanOrEqual(40 * 1_024);
  expect(code).toContain('computeAdjustment');
  expect(code).not.toMatch(/ZodError|invalid_type/);
});

test('Chromium and Node agree on every case, every box and every step', async () => {
  const page = await browser?.newPage();
  if (page === undefined) throw new Error('there is no browser');
  await page.addScriptTag({ content: code });
  const inBrowser = await page.evaluate((all) => {
    const { computeAdjustment, openTrace, parametersFor } = (
      globalThis as unknown as {
        engine: {
          computeAdjustment: (input: unknown, rules: unknown, trace: unknown) => unknown;
          openTrace: () => { steps: unknown };
          parametersFor: (year: number, day: string) => unknown;
        };
      }
    ).engine;
    return (all as { taxYear: number; lastPaymentDate: string }[]).map((input) => {
      const trace = openTrace();
      const outcome = computeAdjustment(input, parametersFor(input.taxYear, input.lastPaymentDate), trace);
      return { outcome, steps: trace.steps };
    });
  }, inputs as unknown[]);
  const inNode = inputs.map((input) => {
    const trace = openTrace();
    const outcome = computeAdjustment(input, parametersFor(input.taxYear, input.lastPaymentDate), trace);
    return { outcome, steps: trace.steps };
  });
  expect(inNode).toHaveLength(120);
  expect(inNode[0]?.steps.length).toBeGreaterThan(30);
  expect(inBrowser).toEqual(JSON.parse(JSON.stringify(inNode)));
});
