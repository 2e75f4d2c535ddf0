// Lists what a package exports and nobody outside the package imports: `node scripts/check-exports.mjs`, exit 1 with the
// list. Values (functions, constants, classes) need an importer; a type may also belong to the package's own signatures,
// that is, be named once more than where it is declared. Other packages' tests count as importers.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false);
const isTest = (file) => /\.test\.tsx?$|\/testing\//.test(file);
const sourcesOf = (root) =>
  globSync(
    ['packages/*/src/**/*.ts', 'services/*/{src,web}/**/*.{ts,tsx}', 'e2e/src/**/*.ts', '{scripts,services/*}/*.mjs'],
    {
      cwd: root,
      exclude: (name) => /^(node_modules|dist|gen)$|^dist-/.test(name),
    },
  );

/** `./dist/testing/index.js` (or `./dist/src/…` where generated code lies beside) → the source file. */
const sourceOfEntry = (target) => target.replace(/^\.\/dist\/(?:src\/)?/, 'src/').replace(/\.js$/, '.ts');

const entriesOf = (root, packageFile) => {
  const { name, exports = {} } = JSON.parse(readFileSync(join(root, packageFile), 'utf8'));
  const folder = packageFile.replace(/\/package\.json$/, '');
  return Object.entries(exports)
    .filter(([path]) => !path.includes('*'))
    .map(([path, target]) => ({
      folder,
      specifier: path === '.' ? name : `${name}${path.slice(1)}`,
      file: `${folder}/${sourceOfEntry(target.default ?? target)}`,
    }));
};

const isExported = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

/** The names that a file exports → whether each is a type only. */
const exportsOf = (file) => {
  const names = new Map();
  for (const statement of parse(file).statements) {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause)
    ) {
      for (const { name, isTypeOnly } of statement.exportClause.elements) {
        names.set(name.text, isTypeOnly || statement.isTypeOnly);
      }
    } else if (isExported(statement)) {
      if (ts.isVariableStatement(statement)) {
        for (const { name } of statement.declarationList.declarations) {
          names.set(name.text, false);
        }
      } else if (statement.name !== undefined) {
        names.set(statement.name.text, ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement));
      }
    }
  }
  return names;
};

/** What a file takes from modules: `specifier#name`, or `specifier#*` where the whole module is taken. */
const importsOf = (file) => {
  const taken = [];
  const visit = (node) => {
    if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      taken.push(`${node.arguments[0].text}#*`);
    }
    ts.forEachChild(node, visit);
  };
  const source = parse(file);
  for (const statement of source.statements) {
    const specifier = statement.moduleSpecifier?.text;
    const clause = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
    if (specifier !== undefined && clause !== undefined) {
      const names = clause.elements?.map((element) => (element.propertyName ?? element.name).text) ?? ['*'];
      taken.push(...names.map((name) => `${specifier}#${name}`));
    } else if (specifier !== undefined) {
      taken.push(`${specifier}#*`);
    }
  }
  if (source.text.includes('import(')) {
    visit(source);
  }
  return taken;
};

/** `scripts/` cannot import by package name before the build, so a path into `dist` counts as the package. */
const bySpecifier = (taken) => taken.replace(/^(?:\.\.?\/)+packages\/([^/]+)\/dist\/index\.js#/, '@nencho/$1#');

/** @returns the lines of the list, sorted */
export const unusedExports = (root) => {
  const entries = globSync('packages/*/package.json', { cwd: root }).flatMap((file) => entriesOf(root, file));
  const sources = sourcesOf(root).map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const mayImport = text.includes('@nencho/') || text.includes('/packages/');
    return { file, text, imports: mayImport ? importsOf(join(root, file)).map(bySpecifier) : [] };
  });
  return entries
    .flatMap(({ folder, specifier, file }) => {
      const taken = new Set(
        sources.filter((source) => !source.file.startsWith(`${folder}/`)).flatMap(({ imports }) => imports),
      );
      const own = sources.filter(
        (source) => source.file.startsWith(`${folder}/`) && source.file !== file && !isTest(source.file),
      );
      const isVocabulary = (name) =>
        own.flatMap(({ text }) => text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
      return [...exportsOf(join(root, file))]
        .filter(([name]) => !taken.has(`${specifier}#${name}`) && !taken.has(`${specifier}#*`))
        .filter(([name, isType]) => !(isType && isVocabulary(name)))
        .map(([name]) => `${specifier}: ${name}`);
    })
    .sort();
};

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const unused = unusedExports(join(import.meta.dirname, '..'));
  if (unused.length > 0) {
    console.error(
      `Exported and imported by nobody outside the package:\n${unused.map((line) => `  ${line}`).join('\n')}`,
    );
    process.exitCode = 1;
  }
}
