import { type ReactNode, useEffect, useRef } from 'react';

/** A page with its heading, which takes the focus when the page opens, so that a screen reader starts there. */
export const Page = ({ title, children, lead }: { title: string; lead?: ReactNode; children: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} | Nencho 年調`;
    heading.current?.focus();
  }, [title]);
  return (
    <div className="page">
      <h1 className="page-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
};
