// The import rules' self-test. Each file of lint-fixtures/ says in its first line which rule it breaks; it must be
// reported for that rule, a file that breaks nothing must be silent, and every rule must have a fixture.
import { readdirSync, readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.cjs';

const root = 'lint-fixtures';
const { output } = await cruise(
  [root],
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.base.json') },
);
const reported = (file) => output.summary.violations.filter((v) => v.from === file).map((v) => v.rule.name);

const complaints = [];
const covered = new Set();
for (const name of readdirSync(root, { recursive: true }).filter((file) => file.endsWith('.ts'))) {
  const file = `${root}/${name}`;
  const rule = /^\/\/ breaks: (\S+)/.exec(readFileSync(file, 'utf8'))?.[1];
  const rules = reported(file);
  if (rule === 'nothing' ? rules.length > 0 : !rules.includes(rule)) {
    complaints.push(`${file} should be reported for ${rule}, but was reported for [${rules}]`);
  }
  covered.add(rule);
}
complaints.push(
  ...config.forbidden.filter(({ name }) => !covered.has(name)).map(({ name }) => `no fixture breaks ${name}`),
);
console.log(`import rules: ${config.forbidden.length} rules, ${complaints.length} complaints`);
complaints.forEach((complaint) => console.error(`  ${complaint}`));
process.exitCode = complaints.length === 0 ? 0 : 1;
