// Finds who publishes and who consumes each event, by reading the services: `append(…{ type: 'X' …})` publishes,
// a member named X of an object in a consumer or an app consumes. Used by check-docs.test.mjs.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const walk = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
};

const nameOf = (node) => (node !== undefined && ts.isIdentifier(node) ? node.text : undefined);

const flowsOf = (source, types) => {
  const flows = { publishes: new Set(), consumes: new Set() };
  walk(source, (node) => {
    const isMember =
      ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isShorthandPropertyAssignment(node);
    if (isMember && types.includes(nameOf(node.name))) {
      flows.consumes.add(node.name.text);
    }
    if (ts.isPropertyAssignment(node) && nameOf(node.name) === 'type' && types.includes(node.initializer.text)) {
      flows.publishes.add(node.initializer.text);
    }
    // Who composes itself (the gateway) takes part in erasures by this call.
    if (ts.isCallExpression(node) && nameOf(node.expression) === 'erasureHandlers') {
      if (types.includes('ErasureOrdered')) flows.consumes.add('ErasureOrdered');
      if (types.includes('TenantErased')) flows.publishes.add('TenantErased');
    }
    // Every writer of the audit trail publishes its sealed entries.
    if (ts.isCallExpression(node) && nameOf(node.expression) === 'auditWriter') {
      flows.publishes.add('SealedAuditEntry');
    }
  });
  return flows;
};

/** What every service that `runBackend` starts does besides its own: it follows erasures and rotations of keys. */
const participantFiles = ['erasure-participant.ts', 'key-rotation-handlers.ts'];

const addParticipants = (root, types, flow) => {
  const backends = globSync('services/*', { cwd: root }).filter((service) =>
    readFileSync(join(root, service, 'src', 'main.ts'), 'utf8').includes('runBackend('),
  );
  for (const file of participantFiles) {
    const text = readFileSync(join(root, 'packages', 'messaging', 'src', file), 'utf8');
    const { publishes, consumes } = flowsOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), types);
    for (const service of backends.map((each) => basename(each))) {
      publishes.forEach((type) => flow.get(type).publishedBy.add(service));
      consumes.forEach((type) => flow.get(type).consumedBy.add(service));
    }
  }
};

/** @returns event type → { publishedBy, consumedBy }, names of services sorted */
export const eventFlow = (root, types) => {
  const flow = new Map(types.map((type) => [type, { publishedBy: new Set(), consumedBy: new Set() }]));
  for (const service of globSync('services/*', { cwd: root })) {
    const files = globSync('src/**/*.ts', { cwd: join(root, service) }).filter(
      (file) => !/\.test\.ts$|testing\//.test(file),
    );
    for (const file of files) {
      const text = readFileSync(join(root, service, file), 'utf8');
      const { publishes, consumes } = flowsOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), types);
      publishes.forEach((type) => flow.get(type).publishedBy.add(basename(service)));
      consumes.forEach((type) => flow.get(type).consumedBy.add(basename(service)));
    }
  }
  addParticipants(root, types, flow);
  const sorted = (names) => [...names].sort();
  return new Map(
    [...flow].map(([type, { publishedBy, consumedBy }]) => [
      type,
      { publishedBy: sorted(publishedBy), consumedBy: sorted(consumedBy) },
    ]),
  );
};
