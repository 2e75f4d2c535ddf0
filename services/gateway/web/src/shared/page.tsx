import { type ReactNode, useEffect, useRef } from 'react';

type Props = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A page with its heading, which takes the focus when the page opens, so that a screen reader starts there. */
export const Page = ({ title, children, lead, className = '' }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} | Nencho 年調`;
  }, [title]);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={`page ${className}`}>
      <h1 className="page-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
};
