import type { ErrorParams } from '@gatehouse/contract/errors';
import { useIntl } from 'react-intl';
import type { ProblemCode } from './api.ts';
import { exactTime } from './time.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** Parameters as a sentence shows them: instants become the reader's date and time. */
export function presentParams(params: ErrorParams, locale: string): ErrorParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && INSTANT.test(value) ? exactTime(value, locale) : value,
    ]),
  );
}

/** The sentence of an error code; a code that is no longer known is shown as it is. */
export function useProblemText(): (code: ProblemCode | string, params?: ErrorParams) => string {
  const intl = useIntl();
  return (code, params = {}) => {
    const id = code === 'OFFLINE' ? 'portal.problem.offline' : code;
    return intl.messages[id] ? intl.formatMessage({ id }, presentParams(params, intl.locale)) : code;
  };
}
