import { localDate } from '@nencho/kernel';
import { sourcedAs } from './years/year-file.js';

const checked = localDate('2026-11-22');
const official = sourcedAs('official', checked);
const transcribed = sourcedAs('official_transcribed', checked);

/** Numbers that only the checks use, the same in every year that is supported. None of them changes an amount of tax. */
export const checkParameters = {
  /** 新契約: life contracts concluded on or after this day. */
  newLifeContractsFrom: transcribed('S2; 所得税法第76条', localDate('2012-01-01')),
  /** 旧長期損害保険料: contracts concluded up to this day. */
  oldLongTermUntil: transcribed('S2; 平成18年改正法附則第10条', localDate('2006-12-31')),
  /** 旧契約の一般の生命保険料: a contract needs a certificate above this amount a year; every other contract always. */
  oldGeneralCertificateAbove: official('S2 p.26', 9_000),
  /** Month and day of the next year by which a promised certificate must be there. */
  certificateGrace: official('S2 p.43', '01-31'),
} as const;
