// Who may import whom. `npm run lint` also runs these rules on lint-fixtures/, where each must be broken and reported.
const packages = '^(?:lint-fixtures/)?packages/';
const services = '^(?:lint-fixtures/)?services/';
const tests = '\\.test\\.tsx?$|/testing/';

/** The packages that a package may import, besides itself. */
const allowed = {
  kernel: [],
  'tax-rules': ['kernel'],
  contracts: ['kernel', 'tax-rules'],
  crypto: ['kernel'],
  telemetry: ['kernel'],
  mongo: ['kernel', 'telemetry'],
  messaging: ['kernel', 'contracts', 'crypto', 'mongo', 'telemetry'],
  auth: ['kernel', 'contracts', 'telemetry'],
  'service-kit': ['kernel', 'contracts', 'crypto', 'telemetry', 'auth', 'mongo', 'messaging'],
};
const packageRules = Object.entries(allowed).map(([name, others]) => ({
  name: `package-${name}`,
  severity: 'error',
  from: { path: `${packages}${name}/`, pathNot: tests },
  to: { path: packages, pathNot: [`${packages}(?:${[name, ...others].join('|')})/`] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...packageRules,
    { name: 'package-to-service', severity: 'error', from: { path: packages }, to: { path: services } },
    {
      name: 'service-to-service',
      severity: 'error',
      from: { path: `${services}([^/]+)/` },
      to: { path: services, pathNot: `${services}$1/` },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      // forms: the document service's domain, forms as data
      from: { path: `${services}([^/]+)/src/(?:domain|forms)/`, pathNot: tests },
      to: { pathNot: [`${services}$1/src/(?:domain|forms)/`, `${packages}(?:kernel|tax-rules)/`] },
    },
    {
      name: 'application-knows-domain-only',
      severity: 'error',
      from: { path: `${services}([^/]+)/src/application/`, pathNot: tests },
      to: {
        pathNot: [`${services}$1/src/(?:application|domain|forms|layouts)/`, `${packages}(?:kernel|auth|tax-rules)/`],
      },
    },
    {
      name: 'adapters-use-ports',
      severity: 'error',
      from: { path: `${services}([^/]+)/src/(grpc|consumers|store)/`, pathNot: tests },
      to: { path: `${services}$1/src/`, pathNot: [`${services}$1/src/(?:application|domain|$2)/`] },
    },
    {
      name: 'testing-only-from-tests',
      severity: 'error',
      from: { pathNot: [tests, '^(?:lint-fixtures/)?e2e/', `${packages}(?:testing|local-stack)/`] },
      to: { path: ['/testing/', `${packages}(?:testing|local-stack)/`] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-dependency',
      severity: 'error',
      // Vite bundles what the web imports: those are development dependencies, so that no image holds them twice.
      from: { path: '/src/', pathNot: [tests, '/gateway/web/'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    // Never `exclude` dist: an import by package name resolves to packages/x/dist and would vanish without a word.
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts', '.json'],
    },
  },
};
