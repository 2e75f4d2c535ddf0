import type { LocalDate, TaxYear, Yen } from '@nencho/kernel';
import type { Citation } from '../parameters/rule-set.js';

/** What stands in a box: its kind decides how a page or a file writes it. */
export type ViewValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'yen'; readonly value: Yen }
  /** 人 or 件 */
  | { readonly kind: 'count'; readonly value: number }
  /** ○, or 1 on what goes to an office. */
  | { readonly kind: 'mark'; readonly value: '○' | '1' }
  | { readonly kind: 'date'; readonly value: LocalDate }
  | { readonly kind: 'text'; readonly value: string };

/** One line or box of a form. */
export type ViewLine = {
  /** As printed (`⑨`, `㉔-2`, `A`), or '' where no text that this package rests on tells a number. */
  readonly number: string;
  readonly label: string;
  readonly value: ViewValue;
  /** What this line alone rests on, where it is another text than the form's. */
  readonly citation?: Citation;
};

export type ViewSection = { readonly heading: string; readonly lines: readonly ViewLine[] };

/** A form filled in for one person, top down. */
export type FormView = {
  readonly title: string;
  readonly taxYear: TaxYear;
  /** Whether numbers and order are those of this year's printed form; otherwise the values alone, without numbers. */
  readonly arranged: boolean;
  /** What the arrangement rests on. */
  readonly citation: Citation;
  readonly sections: readonly ViewSection[];
};

const empty: ViewValue = { kind: 'empty' };

export const yenValue = (value: Yen | undefined): ViewValue => (value === undefined ? empty : { kind: 'yen', value });
export const countValue = (value: number | undefined): ViewValue =>
  value === undefined ? empty : { kind: 'count', value };
export const markValue = (applies: boolean, value: '○' | '1' = '○'): ViewValue =>
  applies ? { kind: 'mark', value } : empty;
export const dateValue = (value: LocalDate | '' | undefined): ViewValue =>
  value === undefined || value === '' ? empty : { kind: 'date', value };
export const textValue = (value: string | undefined): ViewValue =>
  value === undefined || value === '' ? empty : { kind: 'text', value };

/** A line of a form; without a number where no text tells one. */
export const line = (number: string, label: string, value: ViewValue): ViewLine => ({ number, label, value });

/** A section a person or contract, numbered in the order of the facts; none where there is nobody. */
export const sectionEach = <Row>(
  heading: string,
  rows: readonly Row[],
  linesOf: (row: Row) => readonly ViewLine[],
): readonly ViewSection[] => rows.map((row, i) => ({ heading: `${heading} ${i + 1}`, lines: linesOf(row) }));

/** The same form without its numbers: for the years whose printed form is not known. */
export const withoutNumbers = (view: FormView): FormView => ({
  ...view,
  arranged: false,
  sections: view.sections.map(({ heading, lines }) => ({
    heading,
    lines: lines.map((one) => ({ ...one, number: '' })),
  })),
});
