import { Trans, useLingui } from '@lingui/react/macro';
import type { ChainedAuditEntry, VerifyAuditResponse } from '@nencho/contracts/retention/v1/retention_service';
import type { Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { SelectField } from '../../shared/field.js';
import { useDateTexts } from '../../shared/date-text.js';
import { ErrorNotice, Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { useActorTexts, useAuditTexts, useOutcomeTexts } from '../audit-texts.js';
import { PagedTable } from '../../shared/paged-table.js';
import { useAction } from '../../shared/use-action.js';
import { usePaged } from '../../shared/use-paged.js';
import { useSearchState } from '../../shared/use-search-state.js';

type Entry = Plain<ChainedAuditEntry>;

const Verify = () => {
  const { t } = useLingui();
  const verify = useAction<VerifyAuditResponse>('POST', () => '/api/v1/audit/verify', []);
  return (
    <>
      <div className="actions actions-top">
        <Button kind="secondary" busy={verify.isPending} onPress={() => verify.mutate()}>
          <Trans>改ざんがないか検証する</Trans>
        </Button>
        <a className="button button-secondary" href="/api/v1/audit/export" download>
          <Trans>すべての記録をダウンロード（JSON Lines）</Trans>
        </a>
      </div>
      <p className="field-hint">
        <Trans>
          ダウンロードしたファイルは、nencho-verify で、この画面に頼らずに検証できます。契約のあとも保管してください。
        </Trans>
      </p>
      {verify.isError && <ErrorNotice error={verify.error} />}
      {verify.data?.intact === true && (
        <Notice tone="success" title={t`${verify.data.entries} 件すべてがつながっています。`}>
          <Trans>最後の記録の確認番号:</Trans> <span className="hash">{verify.data.headHash}</span>
        </Notice>
      )}
      {verify.data?.intact === false && (
        <Notice tone="error" title={t`${verify.data.firstBroken} 件目で鎖が切れています。`} />
      )}
    </>
  );
};

/** 操作の記録: who did what and when, in a chain that shows tampering. */
export const AuditPage = () => {
  const { t } = useLingui();
  const { get, put } = useSearchState();
  const dates = useDateTexts();
  const actors = useActorTexts();
  const outcomes = useOutcomeTexts();
  const texts = useAuditTexts();
  const type = get('type');
  const { query, items, more } = usePaged<Entry>('audit', '/api/v1/audit', { type });
  return (
    <Page
      title={t`操作の記録`}
      lead={t`だれが何をしたかの記録です。書きかえや削除をすると、鎖が切れて検証でわかります。`}
    >
      <Verify />
      <div className="filters">
        <SelectField
          label={t`操作`}
          value={type}
          onChange={(value) => put({ type: value })}
          options={[{ value: '', text: t`すべて` }, ...Object.entries(texts).map(([value, text]) => ({ value, text }))]}
        />
      </div>
      <AsyncView query={query}>
        {() => (
          <PagedTable
            caption={t`操作の記録`}
            items={items}
            keyOf={({ index }) => String(index)}
            empty={<Trans>記録はまだありません。</Trans>}
            more={more}
            columns={[
              { key: 'index', title: t`番号`, cell: ({ index }) => index, number: true },
              { key: 'at', title: t`時刻`, cell: ({ entry }) => dates.instant(entry?.at ?? '') },
              { key: 'type', title: t`操作`, cell: ({ entry }) => texts[entry?.type ?? ''] ?? entry?.type },
              {
                key: 'actor',
                title: t`だれが`,
                cell: ({ entry }) => actors[entry?.actor?.kind ?? ''] ?? entry?.actor?.kind,
              },
              { key: 'count', title: t`対象の数`, cell: ({ entry }) => entry?.subjectIds.length, number: true },
              { key: 'outcome', title: t`結果`, cell: ({ entry }) => outcomes[entry?.outcome ?? ''] ?? entry?.outcome },
            ]}
          />
        )}
      </AsyncView>
    </Page>
  );
};
