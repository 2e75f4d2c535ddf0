import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import { Page } from '../../shared/page.js';
import { CsvImport } from '../csv-import.js';

const columns = ['従業員番号', '給与・賞与の総額', '源泉徴収税額', '社会保険料'];

export const PayPage = () => {
  const { t } = useLingui();
  const { campaignId = '' } = useParams();
  const queries = useQueryClient();
  const onApplied = useCallback(() => void queries.invalidateQueries({ queryKey: ['progress'] }), [queries]);
  return (
    <Page
      title={t`給与の合計の取り込み`}
      lead={t`1年分の給与・賞与の総額、源泉徴収税額、社会保険料を、従業員番号で取り込みます。`}
    >
      <CsvImport
        uploadPath={`/api/v1/campaigns/${campaignId}/pay-imports`}
        importPath="/api/v1/pay-imports"
        columns={columns}
        onApplied={onApplied}
      />
      <Link to={`/admin/campaigns/${campaignId}`}>
        <Trans>年末調整の画面へ</Trans>
      </Link>
    </Page>
  );
};
