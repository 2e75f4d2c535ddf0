import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { attachmentsQuery, uploadAttachment } from '../api/attachments.js';

/** A file on its way. `share`: how much of it has gone out; all of it: the server is checking. */
export type Upload = {
  readonly key: number;
  readonly name: string;
  readonly share: number;
  readonly error?: unknown;
};

type Target = { readonly declarationId: string; readonly certificate: string };

/** Files go out one after the other; one that fails stays in the list until the person takes note of it. */
export const useUploads = (target: Target) => {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const next = useRef(0);
  const running = useRef(Promise.resolve());
  const change = (key: number, with_: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...with_ } : upload)));
  const forget = (key: number) => setUploads((all) => all.filter((upload) => upload.key !== key));

  const sendOne = async (key: number, file: File): Promise<void> => {
    try {
      await uploadAttachment(target, file, (share) => change(key, { share }));
      await queries.invalidateQueries(attachmentsQuery(target.declarationId));
      forget(key);
    } catch (error) {
      change(key, { error });
    }
  };

  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      const key = (next.current += 1);
      setUploads((all) => [...all, { key, name: file.name, share: 0 }]);
      running.current = running.current.then(async () => sendOne(key, file));
    }
  };

  return { uploads, add, forget };
};
