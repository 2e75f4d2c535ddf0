import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { isApiError, send, uploadCsv, type Violation } from '../api/client.js';
import { Button } from '../shared/button.js';
import { JobProgress } from '../shared/job-progress.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { useRuleText } from '../shared/rule-text.js';
import { useSearchState } from '../shared/use-search-state.js';

type RowError = { readonly line: number; readonly violations: readonly Violation[] };

/** What both imports answer: the difference that applying would make, and every wrong row. */
type Import = {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly toCreate: number;
  readonly toUpdate: number;
  readonly unchanged: number;
  readonly errors: readonly RowError[];
  readonly errorCount: number;
};

const Errors = ({ checked }: { checked: Import }) => {
  const { t } = useLingui();
  const ruleText = useRuleText();
  return (
    <Notice tone="error" title={t`誤りのある行が ${checked.errorCount} 行あります。何も取り込んでいません。`}>
      <ul>
        {checked.errors.map(({ line, violations }) => (
          <li key={line}>
            {line > 0 && <Trans>{line} 行目:</Trans>} {violations.map((violation) => ruleText(violation)).join(' ')}
          </li>
        ))}
      </ul>
    </Notice>
  );
};

const Difference = ({ checked }: { checked: Import }) => {
  const { t } = useLingui();
  return (
    <dl className="facts">
      <dt>{t`読み込んだ行`}</dt>
      <dd>{checked.rows}</dd>
      <dt>{t`新しく登録`}</dt>
      <dd>{checked.toCreate}</dd>
      <dt>{t`変更`}</dt>
      <dd>{checked.toUpdate}</dd>
      <dt>{t`変わらない`}</dt>
      <dd>{checked.unchanged}</dd>
    </dl>
  );
};

/** An empty file with the right first row. The mark at its beginning tells Excel that it is UTF-8. */
const Template = ({ columns }: { columns: readonly string[] }) => {
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`\uFEFF${columns.join(',')}\r\n`], { type: 'text/csv' }));
    link.download = 'nencho.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button kind="text" onPress={save}>
      <Trans>列の名前だけのファイルをダウンロード</Trans>
    </Button>
  );
};

type Props = {
  /** Where the file goes (dry run). */
  readonly uploadPath: string;
  /** Where an import is applied: `<path>/<id>/apply`. */
  readonly importPath: string;
  /** Names of the columns, as the first row of the file has them. */
  readonly columns: readonly string[];
  readonly onApplied: () => void;
};

/** CSV in two steps: first the difference and every wrong row, then the change itself. */
export const CsvImport = ({ uploadPath, importPath, columns, onApplied }: Props) => {
  const { t } = useLingui();
  const id = useId();
  const ruleText = useRuleText();
  const [file, setFile] = useState<File>();
  const { get, put } = useSearchState();
  const jobId = get('job');
  const check = useMutation({ mutationFn: async (chosen: File) => uploadCsv<{ import: Import }>(uploadPath, chosen) });
  const apply = useMutation({
    mutationFn: async (importId: string) => send<{ jobId: string }>('POST', `${importPath}/${importId}/apply`),
    onSuccess: (started) => put({ job: started.jobId }),
  });
  const checked = check.data?.import;
  const fileProblems = isApiError(check.error, 'validation_failed') ? check.error.violations : undefined;
  return (
    <>
      <div className="card form">
        <div className="field">
          <label className="field-label" htmlFor={id}>{t`CSVファイル（UTF-8）`}</label>
          <p className="field-hint">
            <Trans>1行目は列の名前です:</Trans> <span lang="ja">{columns.join('、')}</span>
          </p>
          <Template columns={columns} />
          <input
            id={id}
            className="input"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              check.reset();
              apply.reset();
              put({ job: '' });
            }}
          />
        </div>
        <Button busy={check.isPending} disabled={file === undefined} onPress={() => file && check.mutate(file)}>
          <Trans>内容を確かめる</Trans>
        </Button>
      </div>
      {fileProblems !== undefined && (
        <Notice tone="error" title={t`このファイルは読めません`}>
          <ul>
            {fileProblems.map((violation) => (
              <li key={`${violation.path} ${violation.rule}`}>{ruleText(violation)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {check.isError && fileProblems === undefined && <ErrorNotice error={check.error} />}
      {checked !== undefined && checked.errorCount > 0 && <Errors checked={checked} />}
      {checked !== undefined && checked.errorCount === 0 && (
        <section className="card">
          <h2>{t`取り込むとこうなります`}</h2>
          <Difference checked={checked} />
          <div className="actions">
            <Button busy={apply.isPending} disabled={apply.isSuccess} onPress={() => apply.mutate(checked.id)}>
              <Trans>取り込む</Trans>
            </Button>
          </div>
        </section>
      )}
      {apply.isError && <ErrorNotice error={apply.error} />}
      {jobId !== '' && (
        <section className="card">
          <JobProgress jobId={jobId} onFinished={onApplied} />
        </section>
      )}
    </>
  );
};
