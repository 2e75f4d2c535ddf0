import type { FactRule } from '../fact-rules.js';
import type { InEach } from './language.js';

/** What is remarkable, and what to do about it. `{limit}` stands for a parameter of the finding. */
export type TextAndAction = InEach<readonly [text: string, action: string]>;

/** Those of some rules. */
export type CheckTexts = Readonly<Partial<Record<FactRule, TextAndAction>>>;
