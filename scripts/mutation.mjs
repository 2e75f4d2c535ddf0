// `npm run test:mutation [-- --mutate packages/tax-rules/dist/annual-tax.js]`: compiles the tax engine, lets Stryker change it
// expression by expression (again only what changed since the last run here, and what survived it), and writes docs/mutation/tax-rules.{json,md}: the score of every file that was measured, the survivors
// one by one. Why a survivor changes nothing stands in docs/mutation/explained.json ("file mutator original → replaced"). Without
// --mutate everything is measured, and the exit code is 1 below 90 % or with a survivor that nobody has explained.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = 'docs/mutation';
const dist = 'packages/tax-rules/dist';
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

const options = process.argv.slice(2);

/** Whether this run measures the file: --mutate names files by their paths (no patterns). */
const isMeasured = (path) => options.length === 0 || options.some((option) => option.split(',').includes(path));

const read = (path, fallback) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : fallback);

const killed = new Set(['Killed', 'Timeout']);
const counted = new Set([...killed, 'Survived', 'NoCoverage']);

/** The text between two places of a file, lines and columns from 1. */
const textAt = (source, { start, end }) => {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const cut = lines.map((line, i) => (i === lines.length - 1 ? line.slice(0, end.column - 1) : line));
  return [cut[0].slice(start.column - 1), ...cut.slice(1)].join('\n');
};

const short = (text) => text.replace(/\s+/g, ' ').slice(0, 120);

const survivorsOf = (name, { source, mutants }) =>
  mutants
    .filter(({ status }) => counted.has(status) && !killed.has(status))
    .map(({ mutatorName, replacement = '', status, location }) => ({
      key: `${name} ${mutatorName} ${short(textAt(source, location))} → ${short(replacement)}`,
      status,
    }));

const summaryOf = (reports) => {
  const rows = {};
  for (const [path, file] of reports.flatMap(({ files }) => Object.entries(files))) {
    // Of the other files the report has what was noticed only.
    if (!isMeasured(path)) continue;
    const name = path.replace('packages/tax-rules/dist/', '');
    const mutants = file.mutants.filter(({ status }) => counted.has(status));
    if (mutants.length === 0) continue;
    const survivors = survivorsOf(name, file);
    rows[name] = { mutants: mutants.length, killed: mutants.length - survivors.length, survivors };
  }
  return rows;
};

const percent = (killedOnes, all) => (all === 0 ? '–' : `${((100 * killedOnes) / all).toFixed(1)} %`);

const pageOf = (rows, explained, date) => {
  const files = Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = (name) => files.reduce((sum, [, row]) => sum + row[name], 0);
  const survivors = files.flatMap(([, row]) => row.survivors);
  return `# Mutation tests of the tax engine

Written by \`npm run test:mutation\`, last on ${date}: Stryker changes packages/tax-rules/dist one expression at a time, and the tests of
packages/tax-rules, without the thousands of runs of its properties, must notice. Texts and parameters are left out. A file that is not in the table was not measured yet.

**${percent(total('killed'), total('mutants'))}** of ${total('mutants')} mutants in ${files.length} files were noticed.

| file | mutants | noticed | score |
|---|---|---|---|
${files.map(([name, row]) => `| ${name} | ${row.mutants} | ${row.killed} | ${percent(row.killed, row.mutants)} |`).join('\n')}

## Survivors

${survivors.map(({ key, status }) => `- \`${key.replaceAll('`', "'")}\` (${status}): ${explained[key] ?? '**not explained yet**'}`).join('\n') || 'None.'}
`;
};

/** Two test files that import the others, in the order of their names: the quick ones, and those that start the commands. */
const writeTests = () => {
  const outside = /^(browser|glossary|second-derivation)\.test\.js$|\.property\.test\.js$/;
  const files = globSync('**/*.test.js', { cwd: dist }).filter((file) => !outside.test(file));
  const isOfCommands = (file) => /^cli\/|^law-review/.test(file);
  const write = (name, ones) =>
    writeFileSync(`${dist}/${name}-tests.mjs`, ones.map((file) => `import './${file}';\n`).join(''));
  write('quick', files.filter((file) => !isOfCommands(file)).sort());
  write('command', files.filter(isOfCommands).sort());
};

/** Stryker takes results of unchanged code from its last run: what was noticed, but not what survived, whose tests may be new. */
const forgetSurvivors = (path) => {
  const report = read(path, { files: {} });
  for (const [name, file] of Object.entries(report.files))
    if (isMeasured(name)) file.mutants = file.mutants.filter(({ status }) => killed.has(status));
  if (existsSync(path)) writeFileSync(path, JSON.stringify(report));
};

// What was once compiled and has no source any more must not be measured.
rmSync(dist, { recursive: true, force: true });
if (run('tsc', ['-b', '--force', 'packages/tax-rules']) !== 0) process.exit(1);
writeTests();
const measured = [];
for (const [config, name] of [
  ['stryker.config.mjs', 'mutation'],
  ['stryker.commands.config.mjs', 'mutation-commands'],
]) {
  const isOfCommands = options.some((option) => /\/cli\/|law-review/.test(option));
  if (options.length > 0 && isOfCommands !== (name === 'mutation-commands')) continue;
  forgetSurvivors(`reports/${name}-incremental.json`);
  if (run('stryker', ['run', config, ...options]) !== 0) process.exit(1);
  measured.push(read(`reports/${name}.json`));
}
mkdirSync(folder, { recursive: true });
const explained = read(`${folder}/explained.json`, {});
const rows = {
  ...(options.length === 0 ? {} : read(`${folder}/tax-rules.json`, {})),
  ...summaryOf(measured),
};
writeFileSync(`${folder}/tax-rules.json`, `${JSON.stringify(rows, null, 2)}\n`);
writeFileSync(`${folder}/tax-rules.md`, pageOf(rows, explained, new Date().toISOString().slice(0, 10)));
const all = Object.values(rows);
const share = all.reduce((sum, row) => sum + row.killed, 0) / all.reduce((sum, row) => sum + row.mutants, 0);
const open = all.flatMap(({ survivors }) => survivors).filter(({ key }) => explained[key] === undefined);
console.log(`${(100 * share).toFixed(1)} % noticed, ${open.length} survivors not explained: ${folder}/tax-rules.md`);
if (options.length === 0 && (share < 0.9 || open.length > 0)) process.exitCode = 1;
