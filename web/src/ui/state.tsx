import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './notice.tsx';

const LOOKS: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  info: 'bg-info-soft text-info',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
};

/** A state: always a picture and a word, the colour only helps. */
export function State({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) {
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 rounded-full px-2.5 py-0.5 text-meta font-semibold ${LOOKS[tone]}`}
    >
      <Icon name={icon} className="size-3.5" />
      <span>{children}</span>
    </span>
  );
}
