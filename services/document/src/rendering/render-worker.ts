import { move } from 'piscina';
import type { FormDocument } from '../forms/form.js';
import { drawForm } from './draw-form.js';
import { loadFont } from './font.js';

const font = loadFont();

/** Runs in a worker thread. What cannot be drawn is a value, since an AppError would lose its fields on the way back. */
export default async (form: FormDocument): Promise<unknown> => {
  const drawn = await drawForm(form, font);
  return drawn instanceof Uint8Array ? move(drawn) : drawn;
};
