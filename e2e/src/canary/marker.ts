import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { numberForms, textForms, type Form } from './encodings.js';

export type Marker = { readonly text: string; readonly number: number };

/** Nobody's name, of characters that every encoding has. */
export const newMarker = (): Marker => {
  const digits = String(100_000_000_000 + (randomBytes(6).readUIntBE(0, 6) % 800_000_000_000));
  return {
    text: `植込印${[...randomBytes(4)].map((byte) => '青赤白黒東西南北春夏秋冬朝昼夕夜'.charAt(byte % 16)).join('')}`,
    number: Number(digits),
  };
};

const zipOf = (bytes: Buffer): Buffer => {
  const data = deflateRawSync(bytes);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(5, 26);
  return Buffer.concat([header, Buffer.from('a.txt'), data]);
};

const pdfOf = (bytes: Buffer): Buffer => {
  const data = deflateSync(bytes);
  const before = `%PDF-1.7\n1 0 obj\n<</Length ${data.length}/Filter/FlateDecode>>\nstream\n`;
  return Buffer.concat([Buffer.from(before), data, Buffer.from('\nendstream\nendobj\n%%EOF')]);
};

const containers: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  zip: zipOf,
  pdf: pdfOf,
  zstd: (bytes) => zstdCompressSync(bytes),
  'gzip in base64': (bytes) => Buffer.from(gzipSync(bytes).toString('base64')),
  'zip in gzip': (bytes) => gzipSync(zipOf(bytes)),
};

/** The marker in every encoding, bare and in every container: each must be found wherever it is planted. */
export const plantedForms = ({ text, number }: Marker): readonly Form[] => {
  const bare = [
    ...textForms(text),
    ...numberForms(number).map((form) => ({ ...form, encoding: `number ${form.encoding}` })),
  ];
  const held = bare.filter(({ encoding }) => /^(?:utf-8|utf-16le|utf-16be|cp932)$/.test(encoding));
  return [
    ...bare,
    ...Object.entries(containers).flatMap(([container, wrap]) =>
      held.map(({ encoding, bytes }) => ({ encoding: `${encoding} in ${container}`, bytes: wrap(bytes) })),
    ),
  ];
};

/** Between two plants, so that digits and compressed streams end. */
const gap = Buffer.from('\n--\n');

/** All forms in one run of bytes. */
export const allBytes = (marker: Marker): Buffer =>
  Buffer.concat(plantedForms(marker).flatMap(({ bytes }) => [gap, bytes, gap]));

/** Those that text can carry. */
export const asciiText = (marker: Marker): string =>
  plantedForms(marker)
    .map(({ bytes }) => bytes)
    .filter((bytes) => bytes.every((byte) => byte >= 0x20 && byte < 0x7f) || bytes.equals(Buffer.from(marker.text)))
    .map((bytes) => bytes.toString('utf8'))
    .join('\n--\n');

/** Sinks that carry text only: what bytes cannot be planted there cannot leak there. */
export const textSinks = ['keycloak', 'mail', 'traces'];
export const textFormsOf = (marker: Marker): ReadonlySet<string> => {
  const text = asciiText(marker).split('\n--\n');
  return new Set(
    plantedForms(marker)
      .filter(({ bytes }) => text.includes(bytes.toString('utf8')))
      .map(({ encoding }) => encoding),
  );
};
