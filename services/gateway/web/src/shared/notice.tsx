import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { isApiError } from '../api/client.js';
import { useErrorText } from './error-text.js';
import { useRuleText } from './rule-text.js';

type Tone = 'info' | 'success' | 'warning' | 'error';

/** A message to the reader. An error is announced at once, the rest politely. */
export const Notice = ({ tone, title, children }: { tone: Tone; title?: ReactNode; children?: ReactNode }) => (
  <div className={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
    {title !== undefined && <p className="notice-title">{title}</p>}
    {children !== undefined && <div className="notice-body">{children}</div>}
  </div>
);

/** Signs in again in another tab, so that what stands here unsaved stays. */
const SignInAgain = () => {
  const { pathname } = useLocation();
  const page = pathname.startsWith('/ops') ? '/login/ops' : '/sign-in';
  return (
    <a href={`${page}?returnTo=${encodeURIComponent(pathname)}`} target="_blank" rel="noreferrer">
      <Trans>別のタブでサインインする</Trans>
    </a>
  );
};

type ErrorProps = {
  readonly error: unknown;
  readonly action?: ReactNode;
  /** Paths whose errors stand beside their fields and are not repeated here. */
  readonly shown?: readonly string[];
};

/** Tells an error of the API, with a way out as `action`, and every broken rule that stands nowhere else. */
export const ErrorNotice = ({ error, action, shown = [] }: ErrorProps) => {
  const textOf = useErrorText();
  const ruleText = useRuleText();
  const others = isApiError(error) ? error.violations.filter(({ path }) => path !== '' && !shown.includes(path)) : [];
  return (
    <Notice tone="error" title={textOf(error)}>
      {others.length > 0 && (
        <ul>
          {others.map((violation) => (
            <li key={`${violation.path} ${violation.rule}`}>{ruleText(violation)}</li>
          ))}
        </ul>
      )}
      {isApiError(error, 'unauthenticated') && <SignInAgain />}
      {action}
    </Notice>
  );
};
