import { move } from 'piscina';
import type { FormDocument } from '../forms/form.js';
import { createDrawing } from './draw-form.js';
import { loadFont } from './font.js';

const draw = createDrawing(loadFont());

/** Runs in a worker thread. What cannot be drawn is a value, since an AppError would lose its fields on the way back. */
export default async (form: FormDocument): Promise<unknown> => {
  const drawn = await draw(form);
  return drawn instanceof Uint8Array ? move(drawn) : drawn;
};
