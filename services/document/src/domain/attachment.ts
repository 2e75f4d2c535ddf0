import { forbidden, illegalState, limitExceeded, validationFailed } from '@nencho/kernel';
import type { Media } from './media.js';

/** What a certificate is for: sections of the declaration (控除証明書 of each deduction, 障害者手帳, …). */
export const certificates = [
  'life_insurance',
  'earthquake_insurance',
  'social_insurance',
  'mutual_aid',
  'housing_loan',
  'disability',
  'other',
] as const;
export type Certificate = (typeof certificates)[number];

/** What the checks found out about a file. */
export type FileFacts = {
  readonly media: Media;
  readonly bytes: number;
  readonly pages: number;
  readonly width: number;
  readonly height: number;
  /** Dots per inch; 0 when the file does not say. */
  readonly resolution: number;
  readonly isColour: boolean;
};

export type Attachment = {
  readonly id: string;
  readonly tenantId: string;
  readonly declarationId: string;
  readonly taxYear: number;
  readonly certificate: Certificate;
  readonly fileName: string;
  readonly state: 'pending' | 'ready' | 'removed';
  /** Absent while it is pending. */
  readonly file?: FileFacts;
  readonly version: number;
  readonly createdAt: Date;
};

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Of one declaration. */
export const quota = { files: 30, bytes: 150 * 1024 * 1024 } as const;

/** スキャナ保存 (電子帳簿保存法施行規則2条6項): at least 200 dpi, 24 bits of colour. Said, not refused. */
const SCAN_RESOLUTION = 200;

export type Warning = 'low_resolution' | 'not_colour';

export const warningsOf = ({
  resolution,
  isColour,
}: Pick<FileFacts, 'resolution' | 'isColour'>): readonly Warning[] => [
  ...(resolution > 0 && resolution < SCAN_RESOLUTION ? (['low_resolution'] as const) : []),
  ...(isColour ? [] : (['not_colour'] as const)),
];

/** Throws `limit_exceeded` when the declaration has no room for one more, or for what came. */
export const requireRoom = (there: readonly Pick<Attachment, 'file'>[], more: number): void => {
  if (there.length >= quota.files) throw limitExceeded('attachments');
  const bytes = there.reduce((sum, { file }) => sum + (file?.bytes ?? 0), more);
  if (bytes > quota.bytes) throw limitExceeded('attachment_bytes');
};

export const isCertificate = (text: string): text is Certificate => certificates.some((one) => one === text);

const FILE_NAME_LENGTH = 120;
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}"*:<>?|]/gu;

/** The name that the device gave, as far as it can be shown and sent back: no folder, no control or direction marks. */
export const cleanFileName = (given: string): string => {
  const [last = ''] = given.split(/[/\\]/).slice(-1);
  const shown = last.normalize('NFC').replace(unshowable, '').trim();
  return Array.from(shown).slice(0, FILE_NAME_LENGTH).join('');
};

/** Whose declaration it is and what may be done with what is attached: declaration decides. */
export type Terms = {
  readonly taxYear: number;
  /** The caller's own. */
  readonly own: boolean;
  /** In the person's hands now. */
  readonly editable: boolean;
  /** Attachments of every submitted revision. */
  readonly submittedIds: ReadonlySet<string>;
};

/** Originals, attaching, removing: the person's alone. */
export const requireOwn = ({ own }: Terms): void => {
  if (!own) throw forbidden('declaration.own');
};

/** Attaching and removing: as long as the declaration can be edited. */
export const requireEditable = (terms: Terms): void => {
  requireOwn(terms);
  if (!terms.editable) throw illegalState('not_editable');
};

/** The person sees what is there and what was submitted; a reviewer what was submitted. */
export const isVisible = ({ id, state }: Pick<Attachment, 'id' | 'state'>, { own, submittedIds }: Terms): boolean =>
  submittedIds.has(id) || (own && state !== 'removed');

export const refuseFile = (rule: string): never => {
  throw validationFailed([{ path: 'file', rule }]);
};
