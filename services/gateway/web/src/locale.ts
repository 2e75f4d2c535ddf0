import { i18n, type Messages } from '@lingui/core';

export type Locale = 'ja' | 'en';
export type Area = 'shared' | 'sign-in' | 'employee' | 'admin' | 'contract' | 'ops';

/** Each language by its own name, as the switch shows it. */
export const localeNames: Record<Locale, string> = { ja: '日本語', en: 'English' };

type Catalogue = () => Promise<{ messages: Messages }>;

const catalogues: Record<Locale, Record<Area, Catalogue>> = {
  ja: {
    shared: async () => import('./locales/ja/shared.po'),
    'sign-in': async () => import('./locales/ja/sign-in.po'),
    employee: async () => import('./locales/ja/employee.po'),
    admin: async () => import('./locales/ja/admin.po'),
    contract: async () => import('./locales/ja/contract.po'),
    ops: async () => import('./locales/ja/ops.po'),
  },
  en: {
    shared: async () => import('./locales/en/shared.po'),
    'sign-in': async () => import('./locales/en/sign-in.po'),
    employee: async () => import('./locales/en/employee.po'),
    admin: async () => import('./locales/en/admin.po'),
    contract: async () => import('./locales/en/contract.po'),
    ops: async () => import('./locales/en/ops.po'),
  },
};

const loaded = new Set<Area>(['shared']);
const storageKey = 'nencho.locale';

const isLocale = (value: string | null): value is Locale => value !== null && value in catalogues;

/** The language chosen before, else the browser's first that we have, else Japanese. */
export const preferredLocale = (): Locale => {
  const chosen = window.localStorage.getItem(storageKey);
  if (isLocale(chosen)) {
    return chosen;
  }
  const wanted = window.navigator.languages.map((language) => language.slice(0, 2)).find(isLocale);
  return wanted ?? 'ja';
};

const activate = async (locale: Locale): Promise<void> => {
  const parts = await Promise.all([...loaded].map(async (area) => catalogues[locale][area]()));
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...parts.map(({ messages }) => messages)) as Messages });
  document.documentElement.lang = locale;
};

/** Starts in the preferred language with the texts that every page needs. */
export const startLocale = async (): Promise<void> => activate(preferredLocale());

/** Loads the texts of areas before their first page is drawn. */
export const loadAreas = async (areas: readonly Area[]): Promise<void> => {
  if (areas.some((area) => !loaded.has(area))) {
    areas.forEach((area) => loaded.add(area));
    await activate(preferredLocale());
  }
};

/** Changes the language; only this choice is kept in the browser. */
export const switchLocale = async (locale: Locale): Promise<void> => {
  window.localStorage.setItem(storageKey, locale);
  await activate(locale);
};
