import { createRequire } from 'node:module';

type RequestQueue = {
  readonly pending: { readonly length: number };
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
};

let patched = false;

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for ever on an idle connection (tulios/kafkajs#1751): 4 % of a core
 * for nothing, and a warning of Node. Nothing is pending and nothing is throttled: nothing to check.
 */
export const patchIdleTimer = (): void => {
  if (patched) return;
  patched = true;
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue };
  const original = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function scheduleWhenNeeded(): void {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    original.call(this);
  };
};
