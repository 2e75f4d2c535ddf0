import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Link, useNavigate } from 'react-router';
import { useReviewPlace, type ReviewRow } from './review-rows.js';

/** The people before and after this one in the list that the reviewer came from; J and K go there by keyboard. */
export const Neighbours = ({ rows, declarationId }: { rows: readonly ReviewRow[]; declarationId: string }) => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { listPath, pathOf } = useReviewPlace();
  const index = rows.findIndex(({ id }) => id === declarationId);
  const at = (place: number): string | undefined => {
    const row = index === -1 ? undefined : rows[place];
    return row === undefined ? undefined : pathOf(row.id);
  };
  const previous = at(index - 1);
  const next = at(index + 1);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      const target = event.key === 'j' ? next : event.key === 'k' ? previous : undefined;
      if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && target !== undefined) {
        void navigate(target);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [navigate, next, previous]);
  return (
    <nav className="actions actions-top" aria-label={t`前後の人`}>
      <Link to={listPath}>
        <Trans>一覧へ戻る</Trans>
      </Link>
      {previous !== undefined && (
        <Link to={previous}>
          <Trans>前の人（K）</Trans>
        </Link>
      )}
      {next !== undefined && (
        <Link to={next}>
          <Trans>次の人（J）</Trans>
        </Link>
      )}
    </nav>
  );
};
