import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defaultCacheDirectory, fetchJars } from '@nencho/local-stack/testing';

const part = (name: string) => fileURLToPath(new URL(`../verapdf/${name}`, import.meta.url));

const jars = {
  name: 'inspect-pdf-verapdf-1.26.1-pdfbox-3.0.5',
  pom: part('pom.xml'),
  sha256: 'c24a19981d221b7a03e99ba822a15840def97c76d4086d77b00f7c2237af3a5d',
  neededBytes: 30_000_000,
  wayOut: 'or skip this suite',
};

/** What veraPDF says about PDF/A-2b, and the text of each page as PDFBox reads it. */
export type Inspection = {
  readonly compliant: boolean;
  readonly failures: readonly string[];
  readonly pages: readonly string[];
};

/** Inspects files with programs that have nothing in common with the one that wrote them. Needs Java and Maven. */
export const inspectPdfs = async (pdfs: readonly Uint8Array[]): Promise<Inspection[]> => {
  const classPath = await fetchJars(jars, { cacheDirectory: defaultCacheDirectory() });
  const directory = mkdtempSync(join(tmpdir(), 'nencho-inspect-'));
  try {
    const files = pdfs.map((pdf, i) => {
      const file = join(directory, `${i}.pdf`);
      writeFileSync(file, pdf);
      return file;
    });
    const args = ['-cp', join(classPath, '*'), part('InspectPdf.java'), ...files];
    const { stdout } = await promisify(execFile)('java', args, { maxBuffer: 64 * 1024 * 1024 });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Inspection);
  } finally {
    rmSync(directory, { recursive: true });
  }
};
