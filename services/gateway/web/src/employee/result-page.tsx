import { Trans, useLingui } from '@lingui/react/macro';
import type { GetResultResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { get } from '../api/client.js';
import type { Plain } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { Page } from '../shared/page.js';
import { ResultView } from '../shared/result-view.js';

/** 結果: what the year's tax came to, why, and the slip. */
export const ResultPage = () => {
  const { t } = useLingui();
  const { declarationId = '' } = useParams();
  const path = `/api/v1/declarations/${declarationId}`;
  const result = useQuery({
    queryKey: ['result', declarationId],
    queryFn: async () => get<Plain<GetResultResponse>>(`${path}/result`),
  });
  return (
    <Page title={t`年末調整の結果`}>
      <AsyncView query={result}>
        {(response) => (
          <>
            <div className="actions">
              <a className="button button-primary" href={`${path}/slip.pdf`} target="_blank" rel="noreferrer">
                <Trans>源泉徴収票を開く（PDF）</Trans>
              </a>
            </div>
            <ResultView response={response} />
          </>
        )}
      </AsyncView>
      <Link to="/my">
        <Trans>わたしの年末調整へ</Trans>
      </Link>
    </Page>
  );
};
