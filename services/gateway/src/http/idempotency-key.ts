import { validationFailed } from '@nencho/kernel';
import { type Request } from 'express';

const path = 'header.idempotency-key';

/** Chosen by the client, the same for every repeat of one act. @throws AppError `validation_failed` */
export const idempotencyKeyOf = (request: Request): string => {
  const key = request.get('idempotency-key');
  if (key === undefined) throw validationFailed([{ path, rule: 'required' }]);
  if (!/^[\x21-\x7e]{8,100}$/.test(key)) throw validationFailed([{ path, rule: 'wrong_format' }]);
  return key;
};
