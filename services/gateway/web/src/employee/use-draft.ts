import type { SaveFactsResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { get, isApiError, send } from '../api/client.js';
import type { DeclarationView, GetDeclarationView } from '../api/types.js';

/** What became of the last change. `conflict`: another window saved first, and the person must choose. */
export type SaveState = 'untouched' | 'saved' | 'unsaved' | 'saving' | 'conflict' | 'failed';

export type Draft = {
  readonly declaration: DeclarationView;
  readonly facts: AdjustmentFacts;
  readonly saveState: SaveState;
  readonly error: unknown;
  /** Whether the person has seen the last screen: from then on what is missing is marked too. */
  readonly checked: boolean;
  readonly markChecked: () => void;
  readonly update: (change: (facts: AdjustmentFacts) => AdjustmentFacts) => void;
  /** Saves what is not saved yet; answers the version that the server holds, or undefined when it could not. */
  readonly flush: () => Promise<number | undefined>;
  /** After a conflict: takes what the other window saved and drops what stands here. */
  readonly takeTheirs: () => Promise<void>;
  /** After a conflict: puts what stands here over what the other window saved. */
  readonly keepMine: () => Promise<void>;
};

const pauseBeforeSaving = 800;

type Current = {
  facts: AdjustmentFacts;
  /** What the server holds; nothing of our own before the first save, so that an empty declaration can be submitted. */
  saved: AdjustmentFacts | undefined;
  version: number;
  touched: boolean;
  /** After a conflict nothing is sent until the person has chosen. */
  blocked: boolean;
};

const currentOf = ({ facts, summary }: DeclarationView): Current => ({
  facts,
  saved: summary.status === 'DECLARATION_STATUS_OPEN' ? undefined : facts,
  version: summary.version,
  touched: false,
  blocked: false,
});

/**
 * Facts of one declaration while somebody types: kept in memory, saved by themselves after a pause, one save at a time,
 * each with the version it started from, so that two windows never overwrite each other silently.
 */
export const useDraft = (loaded: DeclarationView): Draft => {
  const queries = useQueryClient();
  const [facts, setFacts] = useState(loaded.facts);
  const [saveState, setSaveState] = useState<SaveState>('untouched');
  const [error, setError] = useState<unknown>();
  const [checked, setChecked] = useState(false);
  const markChecked = useCallback(() => setChecked(true), []);
  const current = useRef<Current>(currentOf(loaded));
  const running = useRef<Promise<number | undefined>>(undefined);
  const timer = useRef<number>(undefined);
  const path = `/api/v1/declarations/${loaded.summary.id}`;

  const saveOnce = useCallback(async (): Promise<number | undefined> => {
    const state = current.current;
    while (state.saved !== state.facts) {
      if (state.blocked) {
        return undefined;
      }
      const sending = state.facts;
      setSaveState('saving');
      try {
        const { version } = await send<SaveFactsResponse>('PUT', `${path}/facts`, {
          version: state.version,
          facts: sending,
        });
        state.version = version;
        state.saved = sending;
      } catch (problem) {
        state.blocked = isApiError(problem, 'version_conflict');
        setError(problem);
        setSaveState(state.blocked ? 'conflict' : 'failed');
        return undefined;
      }
    }
    setError(undefined);
    setSaveState('saved');
    return state.version;
  }, [path]);

  const flush = useCallback(async (): Promise<number | undefined> => {
    window.clearTimeout(timer.current);
    running.current = (running.current ?? Promise.resolve(undefined)).then(saveOnce, saveOnce);
    return running.current;
  }, [saveOnce]);

  const update = useCallback(
    (change: (facts: AdjustmentFacts) => AdjustmentFacts) => {
      current.current.facts = change(current.current.facts);
      current.current.touched = true;
      setFacts(current.current.facts);
      setSaveState((state) => (state === 'conflict' ? state : 'unsaved'));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush(), pauseBeforeSaving);
    },
    [flush],
  );

  const readTheirs = async (): Promise<DeclarationView> => {
    const { declaration } = await get<GetDeclarationView>(path);
    queries.setQueryData(['declaration', declaration.summary.id], { declaration });
    current.current.version = declaration.summary.version;
    current.current.blocked = false;
    return declaration;
  };
  const takeTheirs = async (): Promise<void> => {
    const theirs = await readTheirs();
    current.current.facts = current.current.saved = theirs.facts;
    setFacts(theirs.facts);
    setError(undefined);
    setSaveState('saved');
  };
  const keepMine = async (): Promise<void> => {
    const theirs = await readTheirs();
    current.current.saved = theirs.facts;
    await flush();
  };

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (current.current.touched && current.current.saved !== current.current.facts) {
        event.preventDefault();
      }
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      if (current.current.touched) {
        void flush(); // what was typed just before leaving the questions
      }
    };
  }, [flush]);

  return { declaration: loaded, facts, saveState, error, checked, markChecked, update, flush, takeTheirs, keepMine };
};
