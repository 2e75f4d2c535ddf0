import { Trans, useLingui } from '@lingui/react/macro';
import type { DeclarationView } from '../../api/types.js';
import { Button } from '../../shared/button.js';
import { TextField } from '../../shared/field.js';
import { useFactLabels } from '../../shared/fact-labels.js';
import { FactsView, useFactValues, type FactLine } from '../../shared/facts-view.js';

export type Comments = Readonly<Record<string, string>>;

type Props = {
  readonly declaration: DeclarationView;
  readonly comments: Comments;
  readonly onChange: (comments: Comments) => void;
};

/** The facts as submitted last time, to show what was corrected since. */
const earlierFacts = ({ revisions }: DeclarationView) => revisions.toSorted((a, b) => b.number - a.number).at(1)?.facts;

const CommentField = ({ line, comments, onChange }: { line: FactLine } & Pick<Props, 'comments' | 'onChange'>) => {
  const { t } = useLingui();
  const without = Object.fromEntries(Object.entries(comments).filter(([path]) => path !== line.path));
  return (
    <div className="comment">
      <TextField
        label={t`「${line.label}」への指摘`}
        maxLength={500}
        autoFocus
        value={comments[line.path] ?? ''}
        onChange={(comment) => onChange({ ...comments, [line.path]: comment })}
      />
      <Button kind="text" onPress={() => onChange(without)}>
        <Trans>指摘をやめる</Trans>
      </Button>
    </div>
  );
};

/** What was stated last time and is not any more. */
const Withdrawn = ({ before, now }: { before: ReadonlyMap<string, string>; now: ReadonlyMap<string, string> }) => {
  const { place } = useFactLabels();
  const gone = [...before].filter(([path]) => !now.has(path));
  if (gone.length === 0) {
    return null;
  }
  return (
    <section className="card">
      <h2>
        <Trans>前回から消えた項目</Trans>
      </h2>
      <dl className="fact-lines">
        {gone.map(([path, value]) => (
          <div className="fact-line" key={path}>
            <dt>{place(path)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** What was stated, with what changed since the last time and a comment field beside each line that is to be corrected. */
export const ReviewFacts = ({ declaration, comments, onChange }: Props) => {
  const valuesOf = useFactValues();
  const earlier = earlierFacts(declaration);
  const before = earlier === undefined ? undefined : valuesOf(earlier);
  const reviewable = declaration.summary.status === 'DECLARATION_STATUS_SUBMITTED';
  const change = (line: FactLine) => {
    const old = before?.get(line.path) ?? '';
    return before === undefined || old === line.value ? null : (
      <span className="changed">{old === '' ? <Trans>前回はなし</Trans> : <Trans>前回: {old}</Trans>}</span>
    );
  };
  return (
    <>
      <FactsView
        facts={declaration.facts}
        besideLine={(line) => (
          <>
            {change(line)}
            {comments[line.path] !== undefined && <CommentField line={line} comments={comments} onChange={onChange} />}
            {reviewable && comments[line.path] === undefined && (
              <Button kind="text" onPress={() => onChange({ ...comments, [line.path]: '' })}>
                <Trans>指摘する</Trans>
                <span className="visually-hidden">: {line.label}</span>
              </Button>
            )}
          </>
        )}
      />
      {before !== undefined && <Withdrawn before={before} now={valuesOf(declaration.facts)} />}
    </>
  );
};
