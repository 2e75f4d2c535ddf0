import type { Violation } from '@nencho/kernel';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import { factPathExists } from './facts.js';
import { invalidRequest } from './rule-broken.js';

/** What the reviewer wants corrected at one path of the facts. */
export type FieldComment = { readonly path: string; readonly comment: string };

const MAX_COMMENTS = 50;
const MAX_COMMENT = 1000;

const commentViolations = (facts: AdjustmentFacts, { path, comment }: FieldComment, at: string): Violation[] => [
  ...(factPathExists(facts, path) ? [] : [{ path: `${at}.path`, rule: 'unknown_path' }]),
  ...(comment.trim() === '' ? [{ path: `${at}.comment`, rule: 'required' }] : []),
  ...(comment.length > MAX_COMMENT
    ? [{ path: `${at}.comment`, rule: 'too_long', params: { max: `${MAX_COMMENT}` } }]
    : []),
];

/** At least one field, each once, each with a comment: otherwise the person does not know what to do. */
export const checkComments = (facts: AdjustmentFacts, comments: readonly FieldComment[]): void => {
  if (comments.length === 0) throw invalidRequest([{ path: 'comments', rule: 'required' }]);
  if (comments.length > MAX_COMMENTS) {
    throw invalidRequest([{ path: 'comments', rule: 'too_many', params: { max: `${MAX_COMMENTS}` } }]);
  }
  const paths = comments.map(({ path }) => path);
  const violations = comments.flatMap((comment, index) => [
    ...commentViolations(facts, comment, `comments[${index}]`),
    ...(paths.indexOf(comment.path) === index ? [] : [{ path: `comments[${index}].path`, rule: 'duplicate' }]),
  ]);
  if (violations.length > 0) throw invalidRequest(violations);
};
