import { Trans, useLingui } from '@lingui/react/macro';
import type { SingleParentFacts, WidowFacts } from '@nencho/tax-rules';
import { Link } from 'react-router';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { CheckField, ChoiceField, SelectField } from '../../../shared/field.js';
import { useCurrentDraft } from '../../draft-context.js';
import { withStatus } from '../../special-case-facts.js';
import { useFieldErrors } from '../../violations.js';

type PartnerProps = {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly error: string | undefined;
};

const PartnerField = ({ value, onChange, error }: PartnerProps) => (
  <CheckField checked={value} onChange={onChange} error={error}>
    <Trans>事実婚の相手がいる（住民票に「未届」の夫・妻と書かれている人など）</Trans>
  </CheckField>
);

/** 寡婦. */
export const WidowFields = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const { lostSpouse } = useFactTexts();
  const widow = facts.status?.widow;
  const isMissing = errorOf('specialCases.widow') !== undefined;
  const change = (next: WidowFacts) => update((old) => withStatus(old, { widow: next }));
  return (
    <>
      <ChoiceField
        legend={t`寡婦にあたる理由`}
        hint={t`夫と離婚・死別したあと結婚していない女性で、ひとり親にあたらない人です。離婚のときは、扶養する家族が必要です。`}
        error={isMissing ? t`理由を選んでください。` : (errorOf('status.widow') ?? errorOf('status'))}
        value={widow?.reason}
        onChange={(reason) => change({ deFactoPartner: false, ...widow, reason })}
        options={(['bereaved', 'fate_unknown', 'divorced'] as const).map((value) => ({
          value,
          text: lostSpouse[value],
        }))}
      />
      {widow !== undefined && (
        <PartnerField
          value={widow.deFactoPartner}
          onChange={(deFactoPartner) => change({ ...widow, deFactoPartner })}
          error={errorOf('status.widow.deFactoPartner')}
        />
      )}
    </>
  );
};

type ChildProps = {
  readonly value: string | undefined;
  readonly onChange: (childId: string | undefined) => void;
  readonly error: string | undefined;
};

/** 生計を一にする子: one of the relatives that the person stated. */
const ChildField = ({ value, onChange, error }: ChildProps) => {
  const { t } = useLingui();
  const { facts, declaration } = useCurrentDraft();
  const children = facts.relatives
    .map(({ id, name, relation }, i) => ({ id, name, relation, number: i + 1 }))
    .filter(({ relation }) => relation === 'child');
  return (
    <>
      <SelectField
        label={t`生活費をいっしょにしている子`}
        hint={t`「家族について」の画面に書いた子から選びます。`}
        error={error}
        value={children.some(({ id }) => id === value) ? (value ?? '') : ''}
        onChange={(id) => onChange(id === '' ? undefined : id)}
        options={[
          { value: '', text: t`選んでください` },
          ...children.map(({ id, name, number }) => ({ value: id, text: name === '' ? t`${number}人目の家族` : name })),
        ]}
      />
      {children.length === 0 && (
        <p>
          <Link to={`/my/${declaration.summary.id}/relatives`}>
            <Trans>「家族について」の画面で子を書く</Trans>
          </Link>
        </p>
      )}
    </>
  );
};

/** ひとり親. */
export const SingleParentFields = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const { lostSpouse } = useFactTexts();
  const parent = facts.status?.singleParent;
  const isMissing = errorOf('specialCases.singleParent') !== undefined;
  const hasChild = facts.relatives.some(({ relation }) => relation === 'child');
  const failed = errorOf('status.singleParent');
  const change = (next: SingleParentFacts) => update((old) => withStatus(old, { singleParent: next }));
  return (
    <>
      <ChoiceField
        legend={t`ひとり親にあたる理由`}
        hint={t`結婚していないか配偶者の生死がわからない人で、生活費をいっしょにしている子がいて、所得の合計が500万円以下の人です。`}
        error={isMissing ? t`理由を選んでください。` : hasChild ? failed : undefined}
        value={parent?.reason}
        onChange={(reason) => change({ deFactoPartner: false, ...parent, reason })}
        options={(['unmarried', 'divorced', 'bereaved', 'fate_unknown'] as const).map((value) => ({
          value,
          text: lostSpouse[value],
        }))}
      />
      {parent !== undefined && (
        <>
          <ChildField
            value={parent.childId}
            onChange={(childId) => change({ ...parent, childId })}
            error={hasChild ? undefined : failed}
          />
          <PartnerField
            value={parent.deFactoPartner}
            onChange={(deFactoPartner) => change({ ...parent, deFactoPartner })}
            error={errorOf('status.singleParent.deFactoPartner')}
          />
        </>
      )}
    </>
  );
};
