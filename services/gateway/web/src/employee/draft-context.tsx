import { createContext, use } from 'react';
import type { Draft } from './use-draft.js';

export const DraftContext = createContext<Draft | undefined>(undefined);

/** The draft that the pages of one declaration share. */
export const useCurrentDraft = (): Draft => {
  const draft = use(DraftContext);
  if (draft === undefined) {
    throw new Error('used outside a declaration');
  }
  return draft;
};
