import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { Page } from '../../shared/page.js';
import { CsvImport } from '../csv-import.js';

const columns = [
  '従業員番号',
  '姓',
  '名',
  '姓カナ',
  '名カナ',
  'メールアドレス',
  'ログインID',
  '会社コード',
  '部署コード',
  '生年月日',
  '郵便番号',
  '住所',
  '入社日',
  '退職日',
];

export const ImportPage = () => {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onApplied = useCallback(() => void queries.invalidateQueries({ queryKey: ['employees'] }), [queries]);
  return (
    <Page
      title={t`従業員の取り込み`}
      lead={t`会社と部署を先に登録してください。まず内容を確かめ、取り込むのはその次です。`}
    >
      <CsvImport
        uploadPath="/api/v1/employee-imports"
        importPath="/api/v1/employee-imports"
        columns={columns}
        onApplied={onApplied}
      />
      <Link to="/admin/people">
        <Trans>従業員の一覧へ</Trans>
      </Link>
    </Page>
  );
};
