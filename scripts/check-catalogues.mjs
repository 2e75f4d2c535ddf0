// The texts of the web page: the catalogues hold exactly what the code says, and every English text is there and whole.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const web = 'services/gateway/web';
const locales = join(web, 'src/locales');
const catalogues = readdirSync(locales).flatMap((locale) =>
  readdirSync(join(locales, locale)).map((name) => ({ locale, path: join(locales, locale, name) })),
);
const faults = [];

/** Extracts anew; the files are put back as they were, so that the check changes nothing. */
const checkExtraction = () => {
  const before = catalogues.map(({ path }) => readFileSync(path, 'utf8'));
  const { status, stdout, stderr } = spawnSync('lingui', ['extract', '--clean'], { cwd: web, encoding: 'utf8' });
  if (status !== 0) {
    faults.push(`lingui extract failed\n${stdout}${stderr}`);
  }
  catalogues.forEach(({ path }, index) => {
    if (readFileSync(path, 'utf8') !== before[index]) {
      faults.push(`${path}: extraction changes it; run \`lingui extract --clean\` in ${web} and translate what is new`);
      writeFileSync(path, before[index]);
    }
  });
};

const unquote = (lines) => [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join('');

/** Names of variables and numbers of tags: `{count}`, `{count, plural, …}`, `<0>`. */
const placeholders = (text) =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[},])|<\/?(\d+)\/?>/g)].map(([, name, tag]) => name ?? `<${tag}>`))]
    .toSorted()
    .join(' ');

const checkTranslations = ({ path }) => {
  const entries = readFileSync(path, 'utf8').matchAll(/^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)/gm);
  for (const [, idLines, textLines] of entries) {
    const [id, text] = [unquote(idLines), unquote(textLines)];
    if (id !== '' && text === '') {
      faults.push(`${path}: no English for “${id}”`);
    } else if (id !== '' && placeholders(id) !== placeholders(text)) {
      faults.push(`${path}: other placeholders in “${text}” than in “${id}”`);
    }
  }
};

checkExtraction();
catalogues.filter(({ locale }) => locale !== 'ja').forEach(checkTranslations);
faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length === 0 ? 0 : 1;
