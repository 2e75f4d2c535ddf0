import { useLingui } from '@lingui/react/macro';
import type { SummaryView } from '../api/types.js';

type Status = SummaryView['status'] | undefined;

/** Words for the states of a declaration; state is never told by colour alone. */
export const useDeclarationStatusText = (): ((status: Status) => string) => {
  const { t } = useLingui();
  const texts: Record<string, string> = {
    DECLARATION_STATUS_OPEN: t`未着手`,
    DECLARATION_STATUS_DRAFT: t`入力中`,
    DECLARATION_STATUS_SUBMITTED: t`提出ずみ`,
    DECLARATION_STATUS_SENT_BACK: t`差し戻し`,
    DECLARATION_STATUS_APPROVED: t`承認ずみ`,
    DECLARATION_STATUS_FINALISED: t`確定`,
  };
  return (status) => texts[status ?? ''] ?? t`不明`;
};

export const DeclarationStatusMark = ({ status }: { status: Status }) => {
  const textOf = useDeclarationStatusText();
  const word = (status ?? 'unknown').replace('DECLARATION_STATUS_', '').toLowerCase();
  return <span className={`status status-${word}`}>{textOf(status)}</span>;
};
