import type { Box } from '../../form.js';

/** What the parts of the slip's layout are put together from; lengths as in form.ts. */
export const LEFT = 12;
export const WIDTH = 186;

export const LABEL = 6;
export const SMALL = 5.5;
export const VALUE = 10.5;
export const UNIT = 5;

export type Place = Pick<Box, 'x' | 'y' | 'w' | 'h'>;

export const label = (place: Place, text: string, more: Partial<Box> = {}): Box => ({
  ...place,
  label: text,
  size: LABEL,
  ...more,
});
export const value = (place: Place, field: string, more: Partial<Box> = {}): Box => ({
  ...place,
  field,
  size: VALUE,
  ...more,
});
export const empty = (place: Place): Box => ({ ...place, label: '', size: LABEL });
/** A word in the upper right corner of a value's box. */
export const unit = ({ x, y, w }: Place, text: string): Box => ({
  x: x + w - 6,
  y,
  w: 6,
  h: 3.4,
  label: text,
  size: UNIT,
  align: 'right',
  frame: 'none',
});
/** Below this height the unit stands beside the figures, not above them. */
export const LOW = 8;
/** An amount of yen: its figures at the right with the unit. */
export const amount = (place: Place, field: string, size = VALUE): Box[] => {
  const { x, y, w, h } = place;
  const figures = h < LOW ? { x, y, w: w - 3.2, h } : { x, y: y + 1.2, w: w - 0.6, h: h - 1.2 };
  return [
    empty(place),
    value(figures, field, { align: 'right', size, frame: 'none' }),
    h < LOW ? { ...unit(place, '円'), x: x + w - 4.2, w: 4.2, h } : unit(place, '円'),
  ];
};

/** Cells side by side from `x` on, each as wide as it says. */
export const row = (
  { x, y, h }: Pick<Place, 'x' | 'y' | 'h'>,
  ...cells: readonly { readonly w: number; readonly make: (place: Place) => Box | Box[] }[]
): Box[] => {
  let at = x;
  return cells.flatMap(({ w, make }) => {
    const place = { x: at, y, w, h };
    at += w;
    return make(place);
  });
};
export const cell = (w: number, make: (place: Place) => Box | Box[]) => ({ w, make });
