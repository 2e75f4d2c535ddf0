export { isFactRule } from '../fact-rules.js';
export { checkText } from './check-text.js';
