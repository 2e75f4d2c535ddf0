import type { Act } from './screens.js';

const mostMs = 10_000;

const untilFound = async <T>(find: () => T | undefined): Promise<T> => {
  for (const startedAt = performance.now(); performance.now() - startedAt < mostMs;) {
    const found = find();
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  throw new Error('an act of a state met no control to act on');
};

const textOf = (element: Element): string => element.textContent.trim();

const buttonOf = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find((button) => textOf(button) === name && !button.disabled);

const linkOf = (name: string): HTMLAnchorElement | undefined =>
  [...document.querySelectorAll('a')].find((link) => textOf(link).startsWith(name));

const inputOf = (label: string): HTMLInputElement | undefined => {
  const found = [...document.querySelectorAll('label')].find((one) => textOf(one).startsWith(label));
  const input = document.getElementById(found?.htmlFor ?? '');
  return input instanceof HTMLInputElement ? input : undefined;
};

/** As React hears it: the value by the element's own setter, then the event. */
const type = (input: HTMLInputElement, text: string): void => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
};

/** Does what brings a screen into its state, as a person would. */
export const play = async (acts: readonly Act[]): Promise<void> => {
  for (const act of acts) {
    if ('press' in act) {
      (await untilFound(() => buttonOf(act.press))).click();
    } else if ('follow' in act) {
      (await untilFound(() => linkOf(act.follow))).click();
    } else {
      type(await untilFound(() => inputOf(act.fill)), act.with);
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
};
