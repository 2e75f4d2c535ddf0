// `npm run chart`: the chart is linted and rendered with every values file, and the manifests are held against the rules.
// This is the first layer: no API server is asked.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { hadolint, helm } from './chart/tools.mjs';
import { edgeComplaints, podComplaints } from './chart/rules.mjs';

const chart = 'charts/nencho';
const complaints = [];
const helmBinary = helm();

const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout}${stderr}`, stdout };
};

const expectOk = (what, { ok, output }) => {
  if (!ok) {
    complaints.push(`${what}:\n${output}`);
  }
};

const render = (values, ...extra) =>
  run(helmBinary, ['template', 'season', chart, '--namespace', 'nencho', '-f', values, ...extra]);

const edges = parse(readFileSync(`${chart}/edges.yaml`, 'utf8')).edges;
const valuesFiles = readdirSync(`${chart}/ci`).map((name) => `${chart}/ci/${name}`);
for (const values of valuesFiles) {
  expectOk(`helm lint with ${values}`, run(helmBinary, ['lint', '--strict', chart, '-f', values]));
  const rendered = render(values);
  expectOk(`helm template with ${values}`, rendered);
  const manifests = parseAllDocuments(rendered.stdout)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null);
  complaints.push(...podComplaints(manifests).map((complaint) => `${values}: ${complaint}`));
  complaints.push(...edgeComplaints(manifests, edges, 'season').map((complaint) => `${values}: ${complaint}`));
}

// What the schema must refuse, each with the word that its message has to name.
const refused = [
  ['image.tagg=1', 'tagg'],
  ['services.gateway.replicas=0', 'replicas'],
  ['image.tag=latest', 'tag'],
  ['publicBaseUrl=http://nencho.example.jp', 'publicBaseUrl'],
  ['keys.provider=none', 'provider'],
  ['services.payroll.replicas=1', 'payroll'],
];
for (const [setting, word] of refused) {
  const { ok, output } = render(valuesFiles[0], '--set', setting);
  if (ok || !output.includes(word)) {
    complaints.push(`--set ${setting} should be refused by the schema, naming ${word}`);
  }
}

const dockerfiles = readdirSync('services').map((service) => `services/${service}/Dockerfile`);
expectOk('hadolint', run(hadolint(), dockerfiles));

console.log(
  `chart: ${valuesFiles.length} values files, ${refused.length} refused settings, ${dockerfiles.length} Dockerfiles, ${complaints.length} complaints`,
);
complaints.forEach((complaint) => console.error(`  ${complaint}`));
process.exitCode = complaints.length === 0 ? 0 : 1;
