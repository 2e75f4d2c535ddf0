import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';

type Props = {
  readonly label: string;
  /** What was looked for before. */
  readonly term?: string;
  readonly onSearch: (term: string) => void;
  /** Other filters, which take effect at once. */
  readonly children?: ReactNode;
};

/** Looks for people by a part of name or number when asked to, not while typing. */
export const SearchForm = ({ label, term = '', onSearch, children }: Props) => {
  const [typed, setTyped] = useState(term);
  return (
    <form
      className="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      <TextField label={label} type="search" value={typed} onChange={setTyped} />
      {children}
      <Button kind="secondary" type="submit">
        <Trans>さがす</Trans>
      </Button>
    </form>
  );
};
