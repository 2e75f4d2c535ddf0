import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFactLabels } from '../shared/fact-labels.js';
import { Notice } from '../shared/notice.js';
import { useCurrentDraft } from './draft-context.js';

type Props = {
  readonly belongs?: (path: string) => boolean;
  /** What stands below a comment, for instance the way to its field. */
  readonly wayTo?: (path: string) => ReactNode;
};

/** What the reviewer wants corrected, each with the name of its field. */
export const Comments = ({ belongs = () => true, wayTo }: Props) => {
  const { comments } = useCurrentDraft().declaration;
  const { place } = useFactLabels();
  return comments
    .filter(({ path }) => belongs(path))
    .map(({ path, comment }) => (
      <Notice key={path} tone="warning" title={<Trans>担当者からの指摘: {place(path)}</Trans>}>
        <p>{comment}</p>
        {wayTo?.(path)}
      </Notice>
    ));
};
