import { Trans, useLingui } from '@lingui/react/macro';
import type { SubmitDeclarationResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import type { FactViolation } from '@nencho/tax-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { get, isApiError, send } from '../api/client.js';
import type { DeclarationView, GetDeclarationView } from '../api/types.js';
import { Button } from '../shared/button.js';
import { useFactRuleTexts } from '../shared/fact-rule-texts.js';
import { FactsView } from '../shared/facts-view.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useCurrentDraft } from './draft-context.js';
import { Estimate } from './estimate.js';
import { SaveStatus } from './save-status.js';
import { stepOfPath } from './step-list.js';
import { violationsOf } from './violations.js';

const editable = new Set(['DECLARATION_STATUS_OPEN', 'DECLARATION_STATUS_DRAFT', 'DECLARATION_STATUS_SENT_BACK']);

/** Whether the person may still change this declaration. */
const isEditable = ({ summary }: DeclarationView): boolean => editable.has(summary.status);

/** Submits what is typed: saves first, then submits exactly that version. */
const useSubmit = () => {
  const { declaration, flush } = useCurrentDraft();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = `/api/v1/declarations/${declaration.summary.id}`;
  return useMutation({
    mutationFn: async () => {
      const version = await flush();
      return version === undefined ? undefined : send<SubmitDeclarationResponse>('POST', `${path}/submit`, { version });
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
  const texts = useFactRuleTexts();
  const errors = violations.filter(({ severity }) => severity === 'error');
  const hints = violations.filter(({ severity }) => severity !== 'error');
  const list = (items: readonly FactViolation[]) => (
    <ul>
      {items.map(({ path, rule }) => (
        <li key={`${path} ${rule}`}>
          <Link to={`/my/${id}/${stepOfPath(path)}`}>{texts[rule]}</Link>
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

const Comments = () => {
  const { declaration } = useCurrentDraft();
  return declaration.comments.map(({ path, comment }) => (
    <Notice key={path} tone="warning" title={<Trans>担当者からの指摘</Trans>}>
      <p>{comment}</p>
      <Link to={`/my/${declaration.summary.id}/${stepOfPath(path)}`}>
        <Trans>この項目を直す</Trans>
      </Link>
    </Notice>
  ));
};

const SubmitPart = ({ blocked }: { blocked: boolean }) => {
  const submit = useSubmit();
  const texts: Record<string, string> = useFactRuleTexts();
  const refused = isApiError(submit.error, 'validation_failed') ? submit.error.violations : undefined;
  return (
    <>
      {submit.isError && refused === undefined && <ErrorNotice error={submit.error} />}
      {refused !== undefined && (
        <Notice tone="error" title={<Trans>提出できませんでした。上の指摘を直してください。</Trans>}>
          <ul>
            {refused.map(({ path, rule }) => (
              <li key={`${path} ${rule}`}>{texts[rule] ?? `${path}: ${rule}`}</li>
            ))}
          </ul>
        </Notice>
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
      {open && <Comments />}
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
      <Estimate />
      {open && <SaveStatus />}
      {open && <SubmitPart blocked={violations.some(({ severity }) => severity === 'error')} />}
      <Link to="/my">
        <Trans>わたしの年末調整へ</Trans>
      </Link>
    </Page>
  );
};
