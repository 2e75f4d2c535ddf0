import type { ReactNode } from 'react';
import { useErrorText } from './error-text.js';

type Tone = 'info' | 'success' | 'warning' | 'error';

/** A message to the reader. An error is announced at once, the rest politely. */
export const Notice = ({ tone, title, children }: { tone: Tone; title?: ReactNode; children?: ReactNode }) => (
  <div className={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
    {title !== undefined && <p className="notice-title">{title}</p>}
    {children !== undefined && <div className="notice-body">{children}</div>}
  </div>
);

/** Tells an error of the API, with a way out as `action`. */
export const ErrorNotice = ({ error, action }: { error: unknown; action?: ReactNode }) => {
  const textOf = useErrorText();
  return (
    <Notice tone="error" title={textOf(error)}>
      {action}
    </Notice>
  );
};
