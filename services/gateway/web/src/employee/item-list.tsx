import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../shared/button.js';

type Props<T> = {
  readonly items: readonly T[];
  readonly max: number;
  readonly create: (id: string) => T;
  readonly onChange: (items: readonly T[]) => void;
  readonly titleOf: (number: number) => string;
  readonly removeText: (number: number) => string;
  readonly addText: string;
  readonly children: (item: T, index: number, change: (part: Partial<T>) => void) => ReactNode;
};

/** A list of equal things (relatives, policies): each in a group of its own, to be added and removed. */
export const ItemList = <T extends { readonly id: string }>(props: Props<T>) => {
  const { items, max, create, onChange, titleOf, removeText, addText, children } = props;
  return (
    <>
      {items.map((item, index) => (
        <fieldset className="card item" key={item.id}>
          <legend>{titleOf(index + 1)}</legend>
          {children(item, index, (part) =>
            onChange(items.map((other) => (other.id === item.id ? { ...other, ...part } : other))),
          )}
          <Button kind="text" onPress={() => onChange(items.filter(({ id }) => id !== item.id))}>
            {removeText(index + 1)}
          </Button>
        </fieldset>
      ))}
      {items.length < max ? (
        <Button kind="secondary" onPress={() => onChange([...items, create(crypto.randomUUID())])}>
          {addText}
        </Button>
      ) : (
        <p>
          <Trans>これより多いときは、会社の担当者に相談してください。</Trans>
        </p>
      )}
    </>
  );
};
