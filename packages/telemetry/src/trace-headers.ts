import { context, metrics, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { attributeNames } from './attribute-names.js';

/** The active trace as headers, to be stored with an outbox row; empty when nothing is traced. */
export const injectTraceHeaders = (): Record<string, string> => {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
};

/** Runs `run` as a part of the trace that the headers name. */
export const withTraceHeaders = <T>(headers: Readonly<Record<string, string>>, run: () => T): T =>
  context.with(propagation.extract(ROOT_CONTEXT, headers), run);

/** Runs `run` without spans: for polls, which would make a root span many times a second. */
export const withoutTracing = <T>(run: () => T): T => context.with(suppressTracing(context.active()), run);

/** Puts words that say nothing about anybody on the active span: who called, and the error that the log names. */
export const annotateSpan = (words: Readonly<Partial<Record<keyof typeof attributeNames, string>>>): void => {
  const span = trace.getActiveSpan();
  for (const name of Object.keys(attributeNames) as (keyof typeof attributeNames)[]) {
    const word = words[name];
    if (word !== undefined) span?.setAttribute(attributeNames[name], word);
  }
};

/** Sends what has been collected; to be awaited before the process exits. Does nothing without the preload. */
export const flushTraces = async (): Promise<void> => {
  for (const provider of [trace.getTracerProvider(), metrics.getMeterProvider()] as readonly unknown[]) {
    const inner: unknown = hasMethod(provider, 'getDelegate') ? provider.getDelegate() : provider;
    if (hasMethod(inner, 'forceFlush')) await inner.forceFlush();
  }
};

const hasMethod = <K extends string>(value: unknown, name: K): value is Record<K, () => unknown> =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';
