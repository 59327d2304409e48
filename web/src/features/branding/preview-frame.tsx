import type { BrandTheme } from '@gatehouse/contract/accent';
import { useEffect, useId, useRef, useState } from 'react';

type Shot = { key: string; fields: Readonly<Record<string, string>> };

/** Nobody's typing is followed faster than this, in milliseconds. */
const PAUSE = 350;

/**
 * A page or a mail of the server as it would be, in a frame where nothing runs and nothing can be sent. What it shows is asked
 * for by a form of our own: the server answers with the page itself and its own policy.
 */
export function PreviewFrame({
  action,
  fields,
  title,
  theme,
  width,
  height,
}: {
  action: string;
  fields: Readonly<Record<string, string>>;
  title: string;
  theme: BrandTheme;
  /** Of the page in the frame, in pixels. */
  width: number;
  height: number;
}) {
  const shots = useShots(action, fields);
  return (
    <div
      className={`overflow-x-auto rounded-control border border-control ${theme === 'dark' ? 'bg-[#12100e]' : 'bg-[#faf9f7]'}`}
    >
      <div className="relative mx-auto" style={{ width: `min(100%, ${width}px)`, height: `min(${height}px, 75dvh)` }}>
        {shots.shown.map((shot) => (
          <Frame key={shot.key} shot={shot} action={action} title={title} onLoad={() => shots.settle(shot)} />
        ))}
      </div>
    </div>
  );
}

/** The newest shot over the one before, which stays until the newest has loaded: nothing flickers. */
function useShots(action: string, fields: Readonly<Record<string, string>>) {
  const key = JSON.stringify([action, fields]);
  const [shown, setShown] = useState<readonly Shot[]>([{ key, fields }]);
  const newest = shown.at(-1)?.key;
  useEffect(() => {
    if (key === newest) return;
    const timer = setTimeout(() => setShown((before) => [...before.slice(-1), { key, fields }]), PAUSE);
    return () => clearTimeout(timer);
  }, [key, newest, fields]);
  return {
    shown,
    settle: (shot: Shot) => setShown((before) => (before.at(-1)?.key === shot.key ? before.slice(-1) : before)),
  };
}

/** A frame is made anew for each shot: one that is sent somewhere else would fill the way back with pages. */
function Frame({ shot, action, title, onLoad }: { shot: Shot; action: string; title: string; onLoad: () => void }) {
  const name = useId();
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState(false);
  useEffect(() => {
    form.current?.submit();
    setSent(true);
  }, []);
  return (
    <>
      <form ref={form} method="post" action={action} target={name} hidden>
        {Object.entries(shot.fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
      </form>
      <iframe
        name={name}
        title={title}
        // Of our own origin only so that its stylesheets load; without scripts and forms it can do nothing with that.
        sandbox="allow-same-origin"
        tabIndex={-1}
        onLoad={() => sent && onLoad()}
        className="absolute inset-0 size-full"
      />
    </>
  );
}
