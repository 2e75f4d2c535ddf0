// Finds the violation rules, reasons and limits that the code can report, by reading it: what stands at a property `rule`,
// what is passed to a parameter of that name, and what a variable of that name may hold; the words given to kernel's
// `illegalState`, `unauthenticated`, `limitExceeded`, and the buckets of rate limits. Used by check-docs.test.mjs.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const nameOf = (node) => (node !== undefined && ts.isIdentifier(node) ? node.text : undefined);

const walk = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
};

/** The words that an expression may come to: literals, the branches of conditions, constants of the same file. */
const wordsOf = (node) => {
  if (ts.isStringLiteralLike(node)) {
    return [node.text];
  }
  if (ts.isIdentifier(node)) {
    const words = [];
    walk(node.getSourceFile(), (other) => {
      if (ts.isVariableDeclaration(other) && nameOf(other.name) === node.text && other.initializer !== undefined) {
        words.push(...(ts.isStringLiteralLike(other.initializer) ? [other.initializer.text] : []));
      }
    });
    return words;
  }
  if (ts.isConditionalExpression(node)) {
    return [...wordsOf(node.whenTrue), ...wordsOf(node.whenFalse)];
  }
  if (ts.isBinaryExpression(node)) {
    return [...wordsOf(node.left), ...wordsOf(node.right)];
  }
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ? wordsOf(node.expression) : [];
};

/** Functions with a parameter `rule`: name → its position. */
const ruleParametersOf = (source) => {
  const found = new Map();
  walk(source, (node) => {
    const isFunction = ts.isArrowFunction(node) || ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
    const position = isFunction ? node.parameters.findIndex(({ name }) => nameOf(name) === 'rule') : -1;
    const name = position < 0 ? undefined : (nameOf(node.name) ?? nameOf(node.parent.name));
    if (name !== undefined) {
      found.set(name, position);
    }
  });
  return found;
};

/** Zod's own places for a message; the gateway's parser makes the message the rule. */
const isZodMessage = (node) => ts.isPropertyAssignment(node) && ['error', 'message'].includes(nameOf(node.name));

const rulesOf = (source, ruleParameters, { zodMessages }) => {
  const rules = [];
  walk(source, (node) => {
    if (zodMessages && isZodMessage(node)) {
      rules.push(...wordsOf(node.initializer).filter((word) => /^[a-z]+(_[a-z0-9]+)+$/.test(word)));
    } else if (ts.isPropertyAssignment(node) && nameOf(node.name) === 'rule') {
      rules.push(...wordsOf(node.initializer));
    } else if (ts.isVariableDeclaration(node) && nameOf(node.name) === 'rule' && node.initializer !== undefined) {
      rules.push(...wordsOf(node.initializer));
    } else if (ts.isCallExpression(node)) {
      const position = ruleParameters.get(nameOf(node.expression));
      const argument = position === undefined ? undefined : node.arguments[position];
      rules.push(...(argument === undefined ? [] : wordsOf(argument)));
    }
  });
  return rules;
};

const parsed = new Map();

const parse = (root, part) =>
  globSync('src/**/*.ts', { cwd: join(root, part) })
    .filter((file) => !/\.test\.ts$|testing\//.test(file))
    .map((file) => {
      const text = readFileSync(join(root, part, file), 'utf8');
      return { file: `${part}/${file}`, source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
    });

/** Both questions read the same files: parsed once. */
const sourcesOf = (root, part) => {
  const key = join(root, part);
  const sources = parsed.get(key) ?? parse(root, part);
  parsed.set(key, sources);
  return sources;
};

const partsOf = (root) => globSync('{packages,services}/*', { cwd: root });

/** @returns every rule, once */
export const violationRules = (root) => {
  const found = new Set();
  for (const part of partsOf(root)) {
    const sources = sourcesOf(root, part);
    const everywhere = sources.map(({ source }) => ({ source, parameters: ruleParametersOf(source) }));
    for (const { source } of sources) {
      // A helper of the same file comes before one of the same name elsewhere in the part.
      const others = everywhere.filter((other) => other.source !== source).flatMap(({ parameters }) => [...parameters]);
      const own = everywhere.find((other) => other.source === source).parameters;
      const options = { zodMessages: part === 'services/gateway' };
      for (const rule of rulesOf(source, new Map([...others, ...own]), options)) {
        found.add(rule);
      }
    }
  }
  return [...found];
};

const reasonFunctions = ['illegalState', 'unauthenticated', 'limitExceeded'];

/** @returns every reason and limit that stands as a word in the code, once */
export const reasons = (root) => {
  const found = new Set();
  const sources = partsOf(root).flatMap((part) => sourcesOf(root, part));
  for (const { source } of sources) {
    walk(source, (node) => {
      const isReason = ts.isCallExpression(node) && reasonFunctions.includes(nameOf(node.expression));
      const isLimit = ts.isPropertyAssignment(node) && ['limit', 'bucket'].includes(nameOf(node.name));
      const word = isReason ? node.arguments[0] : isLimit ? node.initializer : undefined;
      if (word !== undefined && ts.isStringLiteralLike(word) && /^[a-z_]+$/.test(word.text)) {
        found.add(word.text);
      }
    });
  }
  return [...found];
};
