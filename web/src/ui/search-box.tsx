import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';

/** Writes what is typed into `?q=` after a pause, never in the middle of a composed character. */
export function SearchBox({ value, label }: { value: string; label: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(value);
  const composing = useRef(false);
  const written = useRef(value);

  useEffect(() => {
    if (value !== written.current) {
      written.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (composing.current || text.trim() === written.current) return;
    const timer = setTimeout(() => {
      written.current = text.trim();
      const search = (before: object) => ({ ...before, q: text.trim() || undefined, cursor: undefined });
      void navigate({ to: '.', search, replace: true, resetScroll: false });
    }, 300);
    return () => clearTimeout(timer);
  }, [text, navigate]);

  return (
    <div className="relative w-full sm:w-80">
      <Icon name="search" className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={254}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          setText(event.currentTarget.value);
        }}
        className="min-h-control w-full rounded-control border border-control bg-surface py-1.5 pr-2 pl-9 text-ink text-ellipsis placeholder:text-muted pointer-coarse:text-base"
      />
    </div>
  );
}
