import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Button } from '../shared/button.js';
import { Page } from '../shared/page.js';
import { Comments } from './comments.js';
import { useCurrentDraft } from './draft-context.js';
import { Estimate } from './estimate.js';
import { SaveStatus } from './save-status.js';
import { stepIds, stepOfPath, type StepId } from './step-list.js';

/** Who follows a finding of the last screen starts at the first marked field, not at the heading. */
const useFocusOnError = () => {
  const form = useRef<HTMLFormElement>(null);
  const state: unknown = useLocation().state;
  const wanted = typeof state === 'object' && state !== null && 'toError' in state;
  useEffect(() => {
    if (wanted) {
      form.current?.querySelector<HTMLElement>('.field-invalid :is(input, select)')?.focus();
    }
  }, [wanted]);
  return form;
};

type Props = {
  readonly step: StepId;
  readonly title: string;
  /** Why this is asked. */
  readonly reason: ReactNode;
  /** The article of law behind the question. */
  readonly law: string;
  readonly children: ReactNode;
};

/** One question: how far along, why it is asked, the fields, and the way back and on. */
export const StepFrame = ({ step, title, reason, law, children }: Props) => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useFocusOnError();
  const { declaration } = useCurrentDraft();
  const index = stepIds.indexOf(step);
  const number = index + 1;
  const total = stepIds.length;
  const go = (target: StepId | undefined) =>
    void navigate(target === undefined ? '/my' : `/my/${declaration.summary.id}/${target}`);
  return (
    <Page title={title} className="step-page">
      <div className="step-progress">
        <progress value={number} max={total} aria-label={t`進み具合`} />
        <span>{t`${number} / ${total}`}</span>
      </div>
      <Comments belongs={(path) => stepOfPath(path) === step} />
      <p className="lead">{reason}</p>
      <details className="law">
        <summary>
          <Trans>根拠の法令</Trans>
        </summary>
        <p lang="ja">{law}</p>
      </details>
      <form
        ref={form}
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          go(stepIds[index + 1]);
        }}
      >
        {children}
        <SaveStatus />
        <div className="actions">
          <Button kind="secondary" onPress={() => go(stepIds[index - 1])}>
            <Trans>戻る</Trans>
          </Button>
          <Button type="submit">
            <Trans>次へ</Trans>
          </Button>
        </div>
      </form>
      <Estimate />
    </Page>
  );
};
