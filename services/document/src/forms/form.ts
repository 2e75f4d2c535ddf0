/** Forms as data. Lengths are millimetres from the upper left corner of an A4 page, sizes points. */
export type Box = {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** What the form itself prints here. */
  readonly label?: string;
  /** Name of the field whose text is drawn here. */
  readonly field?: string;
  /** Largest size; text that does not fit is made smaller, then broken into lines, and refused in the end. */
  readonly size: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly valign?: 'top' | 'middle';
  /** One character below the other. Only for labels. */
  readonly vertical?: boolean;
  readonly frame?: 'line' | 'bold' | 'none';
};

/** A box with the text that it shows. `name` says in errors where the text came from. */
export type DrawnBox = Omit<Box, 'label' | 'field'> & { readonly name: string; readonly text: string };

export type FormDocument = {
  /** Title in the file's metadata: the kind of document, never a person. */
  readonly title: string;
  readonly createdAt: Date;
  readonly pages: readonly (readonly DrawnBox[])[];
};

/** Puts the fields' texts into the layout. A field that the layout asks for and nobody gives is a fault. */
export const fillLayout = (layout: readonly Box[], texts: Readonly<Record<string, string>>): DrawnBox[] =>
  layout.map(({ label, field, ...box }) => {
    if (field === undefined) return { ...box, name: 'label', text: label ?? '' };
    const text = texts[field];
    if (text === undefined) throw new Error(`the layout asks for the field ${field}, which the form does not have`);
    return { ...box, name: field, text };
  });
