import { type ReactNode, useEffect, useRef } from 'react';
import { useBrand } from '../lib/brand.ts';

let firstPage = true;

/**
 * The template of every page: title in the tab and as h1, which takes the focus when one page replaces another, and
 * the actions of the page beside it.
 */
export function Page({
  title,
  text,
  back,
  state,
  actions,
  children,
}: {
  title: string;
  text?: string;
  back?: ReactNode;
  state?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { productName } = useBrand();
  useEffect(() => {
    if (!firstPage) heading.current?.focus();
    firstPage = false;
  }, []);
  return (
    <div className="flex flex-col gap-4">
      <title>{`${title} · ${productName}`}</title>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1">
          {back}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 ref={heading} tabIndex={-1} className="text-title leading-tight">
              {title}
            </h1>
            {state}
          </div>
          {text ? <p className="max-w-prose text-muted">{text}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-start gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
