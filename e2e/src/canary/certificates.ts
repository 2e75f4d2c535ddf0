import { paperOf, pictureOf } from '../harness/certificate-files.js';
import { ApiFailure } from '../season/api.js';
import type { Employee } from '../season/steps.js';
import type { CanaryCast } from './cast.js';

type Uploaded = { readonly attachment: { readonly id: string } };

/** Certificates full of canaries: attached, looked at, fetched, taken away again, and some that are none at all. */
export const attachCanaries =
  ({ words: { word, number } }: CanaryCast, attached: (id: string) => void = () => undefined) =>
  async ({ api, declarationId }: Employee): Promise<void> => {
    const path = `/api/v1/declarations/${declarationId}/attachments`;
    const [picture, paper, broken] = [0, 1, 2].map(() => `${word('name')} ${word('mail')} ${number('number')}`);
    for (const [name, file] of [
      [`${word('name')}.png`, pictureOf(picture ?? '')],
      [`${word('name')}.pdf`, paperOf(paper ?? '')],
    ] as const) {
      const { attachment } = await api.uploadFile<Uploaded>(`${path}/life_insurance`, file, name);
      attached(attachment.id);
      await api.download(`/api/v1/attachments/${attachment.id}/pages/1`);
      await api.download(`/api/v1/attachments/${attachment.id}/file`);
    }
    const { attachment: mistake } = await api.uploadFile<Uploaded>(
      `${path}/other`,
      pictureOf(picture ?? ''),
      `${word('name')}.png`,
    );
    await api.send('DELETE', `/api/v1/attachments/${mistake.id}`);
    await api.get(path);
    const whole = paperOf(broken ?? '');
    const wrong = [
      Buffer.from(`%PDF-1.7\n${broken ?? ''}`),
      Buffer.from(whole.subarray(0, whole.length - 60)),
      Buffer.from(pictureOf(broken ?? '').subarray(0, 150)),
      Buffer.from(`GIF89a${broken ?? ''}`),
    ];
    for (const file of wrong) {
      await api.uploadFile(`${path}/other`, file, `${word('name')}.exe`).catch((error: unknown) => {
        if (!(error instanceof ApiFailure)) throw error;
      });
    }
  };
