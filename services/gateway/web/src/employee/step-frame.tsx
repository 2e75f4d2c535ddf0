import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../shared/button.js';
import { Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useCurrentDraft } from './draft-context.js';
import { Estimate } from './estimate.js';
import { SaveStatus } from './save-status.js';
import { stepIds, stepOfPath, type StepId } from './step-list.js';

const Comments = ({ step }: { step: StepId }) => {
  const { declaration } = useCurrentDraft();
  const comments = declaration.comments.filter(({ path }) => stepOfPath(path) === step);
  return comments.map(({ path, comment }) => (
    <Notice key={path} tone="warning" title={<Trans>担当者からの指摘</Trans>}>
      {comment}
    </Notice>
  ));
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
  const { declaration } = useCurrentDraft();
  const index = stepIds.indexOf(step);
  const number = index + 1;
  const total = stepIds.length;
  const go = (target: StepId | undefined) =>
    void navigate(target === undefined ? '/my' : `/my/${declaration.summary.id}/${target}`);
  return (
    <Page title={title}>
      <div className="step-progress">
        <progress value={number} max={total} aria-label={t`進み具合`} />
        <span>{t`${number} / ${total}`}</span>
      </div>
      <Comments step={step} />
      <p className="lead">{reason}</p>
      <details className="law">
        <summary>
          <Trans>根拠の法令</Trans>
        </summary>
        <p>{law}</p>
      </details>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          go(stepIds[index + 1]);
        }}
      >
        {children}
        <div className="actions">
          <Button kind="secondary" onPress={() => go(stepIds[index - 1])}>
            <Trans>戻る</Trans>
          </Button>
          <Button type="submit">
            <Trans>次へ</Trans>
          </Button>
        </div>
      </form>
      <SaveStatus />
      <Estimate />
    </Page>
  );
};
