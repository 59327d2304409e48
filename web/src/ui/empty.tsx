import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** What this is, why it is empty, one action. */
export function Empty({
  icon,
  title,
  text,
  action,
}: {
  icon: IconName;
  title: string;
  text: string;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <span className="mb-1 flex size-12 items-center justify-center rounded-full bg-brand-soft text-brand-text">
        <Icon name={icon} className="size-6" />
      </span>
      <h2 className="text-base">{title}</h2>
      <p className="max-w-prose text-muted">{text}</p>
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
