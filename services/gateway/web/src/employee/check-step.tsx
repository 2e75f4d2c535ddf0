import { Trans, useLingui } from '@lingui/react/macro';
import type { SubmitDeclarationResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import { blocksSubmitting, type FactViolation } from '@nencho/tax-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { readyAttachmentIds } from '../api/attachments.js';
import { get, isApiError, send } from '../api/client.js';
import type { GetDeclarationView } from '../api/types.js';
import { Button } from '../shared/button.js';
import { FactsView } from '../shared/facts-view.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useRuleText } from '../shared/rule-text.js';
import { AttachedSummary } from './attached-summary.js';
import { Comments } from './comments.js';
import { useCurrentDraft } from './draft-context.js';
import { Estimate } from './estimate.js';
import { isEditable } from './is-editable.js';
import { SaveStatus } from './save-status.js';
import { stepOfPath } from './step-list.js';
import { violationsOf } from './violations.js';

const settlingMs = 1_000;
const tries = 15;

/** With what is attached now. The declaration hears of attachments a moment later: then it is asked again. */
const submitWithAttachments = async (id: string, version: number): Promise<SubmitDeclarationResponse> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const attachmentIds = await readyAttachmentIds(id);
      return await send<SubmitDeclarationResponse>('POST', `/api/v1/declarations/${id}/submit`, {
        version,
        attachmentIds,
      });
    } catch (error) {
      if (!(isApiError(error) && error.reason === 'attachments_unsettled') || attempt === tries) {
        throw error;
      }
      await new Promise((resolve) => window.setTimeout(resolve, settlingMs));
    }
  }
};

/** Submits what is typed: saves first, then submits exactly that version. */
const useSubmit = () => {
  const { declaration, flush } = useCurrentDraft();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = `/api/v1/declarations/${declaration.summary.id}`;
  return useMutation({
    mutationFn: async () => {
      const version = await flush();
      return version === undefined ? undefined : submitWithAttachments(declaration.summary.id, version);
    },
    onSuccess: async (response) => {
      if (response !== undefined) {
        queries.setQueryData(['declaration', declaration.summary.id], await get<GetDeclarationView>(path));
        await queries.invalidateQueries({ queryKey: ['my-declarations'] });
        await navigate(`/my/${declaration.summary.id}/receipt`);
      }
    },
  });
};

const Findings = ({ violations, id }: { violations: readonly FactViolation[]; id: string }) => {
  const ruleText = useRuleText();
  const errors = violations.filter(blocksSubmitting);
  const hints = violations.filter((violation) => !blocksSubmitting(violation));
  const list = (items: readonly FactViolation[]) => (
    <ul>
      {items.map((violation) => (
        <li key={`${violation.path} ${violation.rule}`}>
          <Link to={`/my/${id}/${stepOfPath(violation.path)}`} state={{ toError: true }}>
            {ruleText(violation)}
          </Link>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {errors.length > 0 && (
        <Notice tone="error" title={<Trans>直すところが {errors.length} か所あります</Trans>}>
          {list(errors)}
        </Notice>
      )}
      {hints.length > 0 && (
        <Notice tone="warning" title={<Trans>確かめてください</Trans>}>
          {list(hints)}
        </Notice>
      )}
    </>
  );
};

const SubmitPart = ({ blocked }: { blocked: boolean }) => {
  const submit = useSubmit();
  return (
    <>
      {submit.isError && <ErrorNotice error={submit.error} />}
      {blocked && (
        <p className="field-error">
          <Trans>直すところが残っているので、まだ提出できません。</Trans>
        </p>
      )}
      <p>
        <Trans>提出すると、会社に申告書を提出したことになります。あとから差し戻しを受けて直すことができます。</Trans>
      </p>
      <div className="actions">
        <Button busy={submit.isPending} disabled={blocked} onPress={() => submit.mutate()}>
          <Trans>この内容で提出する</Trans>
        </Button>
      </div>
    </>
  );
};

/** The last screen: everything in words, what must be corrected, and the button that submits. */
export const CheckStep = () => {
  const { t } = useLingui();
  const { declaration, facts, markChecked } = useCurrentDraft();
  const open = isEditable(declaration);
  const violations = useMemo(() => violationsOf(facts, declaration), [facts, declaration]);
  useEffect(markChecked, [markChecked]);
  const { id } = declaration.summary;
  return (
    <Page title={open ? t`内容の確認と提出` : t`提出した内容`}>
      {open && (
        <Comments
          wayTo={(path) => (
            <Link to={`/my/${id}/${stepOfPath(path)}`}>
              <Trans>この項目を直す</Trans>
            </Link>
          )}
        />
      )}
      {open && <Findings violations={violations} id={id} />}
      <FactsView
        facts={facts}
        actionOf={(group) =>
          open && (
            <Link to={`/my/${id}/${stepOfPath(group.path)}`}>
              <Trans>直す</Trans>
              <span className="visually-hidden">: {group.title}</span>
            </Link>
          )
        }
      />
      <AttachedSummary declarationId={id} />
      {open && <SaveStatus />}
      {open && <SubmitPart blocked={violations.some(blocksSubmitting)} />}
      <p>
        <Link to="/my">
          <Trans>わたしの年末調整へ</Trans>
        </Link>
      </p>
      {open && <Estimate />}
    </Page>
  );
};
