import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { attachmentsQuery, isReady } from '../api/attachments.js';
import { isApiError } from '../api/client.js';
import type { AttachmentView } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { AttachmentPages } from '../shared/attachment-pages.js';
import { useAttachmentTexts } from '../shared/attachment-texts.js';
import { Button } from '../shared/button.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { useRuleSentence } from '../shared/rule-text.js';
import { useAction } from '../shared/use-action.js';
import { useCurrentDraft } from './draft-context.js';
import { useUploads, type Upload } from './use-uploads.js';

/** An iPhone turns its own format into JPEG when a page names what it takes. */
const accepted = 'image/jpeg,image/png,image/webp,application/pdf';

type PickerProps = {
  readonly label: string;
  readonly accept: string;
  readonly camera?: boolean;
  readonly describedBy: string;
  readonly onFiles: (files: Iterable<File>) => void;
};

const FilePicker = ({ label, accept, camera = false, describedBy, onFiles }: PickerProps) => {
  const id = useId();
  return (
    <div className={camera ? 'field camera-only' : 'field'}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type="file"
        accept={accept}
        aria-describedby={describedBy}
        {...(camera ? { capture: 'environment' } : { multiple: true })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ''; // the same file can be chosen again after an error
        }}
      />
    </div>
  );
};

/** What is wrong with the file itself says so at once; anything else as everywhere. */
const UploadProblem = ({ error, onForget }: { error: unknown; onForget: () => void }) => {
  const sentence = useRuleSentence();
  const close = (
    <Button kind="text" onPress={onForget}>
      <Trans>閉じる</Trans>
    </Button>
  );
  const ofFile = isApiError(error) ? error.violations.find(({ path }) => path === 'file') : undefined;
  return ofFile === undefined ? (
    <ErrorNotice error={error} action={close} />
  ) : (
    <Notice tone="error" title={sentence(ofFile)}>
      {close}
    </Notice>
  );
};

const UploadLine = ({ upload, onForget }: { upload: Upload; onForget: () => void }) => {
  const { t } = useLingui();
  const { name, share, error } = upload;
  const percent = Math.round(share * 100);
  if (error !== undefined) {
    return (
      <li>
        <p className="attachment-name">{name}</p>
        <UploadProblem error={error} onForget={onForget} />
      </li>
    );
  }
  return (
    <li>
      <p className="attachment-name">{name}</p>
      <progress value={share} max={1} aria-label={t`${name} の送信`} />
      <p role="status">{share < 1 ? <Trans>送信中 {percent}%</Trans> : <Trans>ファイルを確かめています…</Trans>}</p>
    </li>
  );
};

const Attached = ({ attachment, editable }: { attachment: AttachmentView; editable: boolean }) => {
  const texts = useAttachmentTexts();
  const { id, fileName, bytes, pages, warnings } = attachment;
  const remove = useAction<undefined>('DELETE', () => `/api/v1/attachments/${id}`, ['attachments']);
  return (
    <li>
      <p className="attachment-name">{fileName}</p>
      <p className="field-hint">
        {texts.size(bytes)}・<Trans>{pages} ページ</Trans>
      </p>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning" title={texts.warning(warning)} />
      ))}
      <AttachmentPages attachment={attachment} />
      <a href={`/api/v1/attachments/${id}/file`} download>
        <Trans>
          元のファイルをダウンロード<span className="visually-hidden">: {fileName}</span>
        </Trans>
      </a>
      {remove.isError && <ErrorNotice error={remove.error} />}
      {editable && (
        <Button kind="text" busy={remove.isPending} onPress={() => remove.mutate()}>
          <Trans>
            消す<span className="visually-hidden">: {fileName}</span>
          </Trans>
        </Button>
      )}
    </li>
  );
};

/** What is attached for one kind of certificate, with its pages as the server has drawn them. */
export const AttachedList = ({ declarationId, certificate, editable }: Props & { readonly editable: boolean }) => {
  const query = useQuery(attachmentsQuery(declarationId));
  return (
    <AsyncView query={query}>
      {({ items }) => {
        const own = items.filter((item) => isReady(item) && item.certificate === certificate);
        return own.length === 0 ? null : (
          <ul className="attachments">
            {own.map((attachment) => (
              <Attached key={attachment.id} attachment={attachment} editable={editable} />
            ))}
          </ul>
        );
      }}
    </AsyncView>
  );
};

type Props = { readonly declarationId: string; readonly certificate: string };

/** 控除証明書の添付: by the camera of a phone or from the disk; shown as soon as it was checked. */
export const Attachments = ({ certificate }: Pick<Props, 'certificate'>) => {
  const { t } = useLingui();
  const hint = useId();
  const { certificate: nameOf } = useAttachmentTexts();
  const declarationId = useCurrentDraft().declaration.summary.id;
  const { uploads, add, forget } = useUploads({ declarationId, certificate });
  const name = nameOf(certificate);
  return (
    <section className="card">
      <h2>{t`証明書の添付（${name}）`}</h2>
      <p id={hint} className="field-hint">
        <Trans>JPEG・PNG・WebPの画像かPDF、1つ20MBまでです。撮影場所などの情報は、会社には見えません。</Trans>
      </p>
      <FilePicker camera label={t`カメラでとる`} accept="image/*" describedBy={hint} onFiles={add} />
      <FilePicker label={t`ファイルを選ぶ`} accept={accepted} describedBy={hint} onFiles={add} />
      {uploads.length > 0 && (
        <ul className="attachments">
          {uploads.map((upload) => (
            <UploadLine key={upload.key} upload={upload} onForget={() => forget(upload.key)} />
          ))}
        </ul>
      )}
      <AttachedList declarationId={declarationId} certificate={certificate} editable />
    </section>
  );
};
