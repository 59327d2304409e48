import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import type { Wrong } from './read-form.ts';

/**
 * What was wrong, at the top of the page, with a link to each control. The browser moves the focus here by itself.
 * It is there but hidden while nothing is wrong, where a script may have to fill it (`live`).
 */
export function ErrorSummary(props: {
  context: DoorContext;
  wrongs: readonly Wrong[];
  live?: boolean | undefined;
}): ReactNode {
  const { context, wrongs, live } = props;
  if (wrongs.length === 0 && !live) return null;
  return (
    <div
      id="error-summary"
      className="summary"
      role="alert"
      tabIndex={-1}
      hidden={wrongs.length === 0}
      // biome-ignore lint/a11y/noAutofocus: after a failed submit the focus belongs on what was wrong (WCAG 3.3.1)
      autoFocus={wrongs.length > 0}
    >
      <h2>{context.t('door.error-summary')}</h2>
      <ul>
        {wrongs.map((wrong) => (
          <li key={`${wrong.field} ${wrong.text}`}>
            {wrong.field ? <a href={`#${wrong.field}`}>{wrong.summary}</a> : <span>{wrong.summary}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
