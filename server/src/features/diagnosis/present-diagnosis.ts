import type { Diagnosis, Verdict } from '@gatehouse/contract/diagnosis';
import type { Caller } from '../../kernel/actor.ts';
import { showReference } from '../../kernel/reference.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { PersonSituation } from '../admission/index.ts';
import { type Check, checksOf } from './domain/checks.ts';
import { type Findings, failuresOf } from './domain/findings.ts';
import { type Asker, fixesFor } from './domain/fixes.ts';
import type { NearMatch } from './domain/near-match.ts';
import { toneOf, verdictOf } from './domain/verdict.ts';
import type { PersonRow } from './person-read-model.ts';

type Found = {
  readonly shown: string;
  readonly row: PersonRow | null;
  readonly person: PersonSituation | null;
  readonly findings: Findings;
  readonly nearMatches: readonly NearMatch[];
};
type Context = { readonly caller: Caller; readonly asker: Asker; readonly publicUrl: string; readonly now: Date };

/** What was found, in the language of whoever asks. */
export function presentDiagnosis(found: Found, { caller, asker, publicUrl, now }: Context): Diagnosis {
  const { shown, row, person, findings, nearMatches } = found;
  const t = translator(caller.locale);
  const dates = datesOf(t, row?.timeZone ?? '');
  const code = verdictOf(findings);
  const params = verdictParams(code, findings, shown, dates);
  const place = { ...asker, helpUrl: `${publicUrl}/new-link` };
  const fixes = fixesFor(code, findings, place).map((fix) => ({ ...fix, label: t(`diagnosis.fix.${fix.action}`) }));
  const [fix] = fixes;
  const requirements = (person?.requirements ?? []).map((requirement) => ({
    name: requirement.name,
    state: requirement.state,
    actor: requirement.state === 'met' ? null : requirement.actor,
    ...(requirement.since ? { since: requirement.since.toISOString() } : {}),
    remedies: requirement.state === 'met' ? [] : [requirement.remedy],
  }));
  const missing = requirements.filter(({ state }) => state !== 'met').map(({ name }) => name);
  const checks = checksOf(findings, missing).map((check) => presentCheck(t, check, dates, findings, asker));
  const verdict = { code, params, text: t(`diagnosis.verdict.${code}`, params), tone: toneOf(code) };
  const near = nearMatches.map((match) => ({ ...match, why: t(`diagnosis.near.${match.nearness}`) }));
  const seen = person?.seen;
  const stop = presentStop(t, findings, dates);
  return {
    identifier: shown,
    verdict,
    ...(stop ? { stop } : {}),
    ...(fix ? { fix } : {}),
    fixes: fixes.slice(1),
    requirements,
    checks,
    nearMatches: near,
    ...(seen ? { seenByThem: { ...seen, text: t(`diagnosis.seen.${seen.step}`) } } : {}),
    report: [
      `${t('diagnosis.title')} ${shown}`,
      dates(now),
      '',
      `${verdict.text} [${code}]`,
      ...(stop ? [`${stop.text} [${stop.error}]`] : []),
      ...(seen ? [t(`diagnosis.seen.${seen.step}`)] : []),
      '',
      ...checks.map(({ state, title, evidence }) => `${MARKS[state]} ${title}: ${evidence}`),
      ...near.map(({ identifier, why }) => `? ${identifier}: ${why}`),
    ].join('\n'),
  };
}

/** What the person saw when they were stopped; the server's own words stand in its log, by the request. */
function presentStop(t: Translate, { stop }: Findings, dates: Dates): Diagnosis['stop'] {
  if (!stop) return undefined;
  const { code, error, at, requestId } = stop;
  const key = `diagnosis.stop.${error}`;
  const what = t.has(key) ? t(key) : error;
  const reference = showReference(code);
  const text = t('diagnosis.stop', { reference, date: dates(at), what });
  return { reference, error, at: at.toISOString(), requestId, text };
}

const MARKS = { ok: '+', problem: '!', 'not-applicable': '-' } as const;
type Dates = (at: Date | null | undefined) => string;

function datesOf(t: Translate, timeZone: string): Dates {
  return (at) => (at ? t.date(at, { style: 'dateTime', ...(timeZone ? { timeZone } : {}) }) : '');
}

function verdictParams(
  code: Verdict,
  findings: Findings,
  shown: string,
  dates: Dates,
): Record<string, string | number> {
  const { invitation, delivery, begunAt, open, stop } = findings;
  switch (code) {
    case 'expired':
      return { address: shown, date: dates(invitation?.endsAt) };
    case 'queued':
    case 'not-opened':
      return { address: shown, date: dates(delivery?.at ?? invitation?.createdAt) };
    case 'bounced':
    case 'not-delivered':
      return { address: shown, response: delivery?.response ?? '' };
    case 'revoked':
    case 'declined':
    case 'superseded':
      return { address: shown, date: dates(invitation?.endedAt) };
    case 'proving':
      return { address: shown, date: dates(begunAt ?? open?.since) };
    case 'server-error':
      return { date: dates(stop?.at), request: stop?.requestId ?? '' };
    case 'failing':
      return { address: shown, count: failuresOf(findings).length };
    default:
      return { address: shown };
  }
}

function presentCheck(t: Translate, check: Check, dates: Dates, findings: Findings, { slug, may }: Asker) {
  const { name, state, evidence, date, since, words = {}, missing = [], invitationState, reason } = check;
  const reasonKey = `console.reason.${reason}`;
  const params = {
    ...words,
    date: dates(date),
    since: dates(since),
    steps: t.list(missing.map((requirement) => t(`common.requirement.${requirement}`))),
    state: invitationState ? t(`common.state.${invitationState}`) : '',
    reason: t.has(reasonKey) ? t(reasonKey) : (reason ?? ''),
  };
  const href = hrefOf(name, findings, slug, may);
  const title = t(`diagnosis.check.${name}`);
  return { name, state, title, evidence: t(`diagnosis.evidence.${evidence}`, params), ...(href ? { href } : {}) };
}

function hrefOf(name: Check['name'], { invitation, member, address }: Findings, slug: string, may: Asker['may']) {
  const search = `?q=${encodeURIComponent(address ?? '')}`;
  if ((name === 'delivered' || name === 'link') && invitation && may('invitations.read')) {
    return `/console/${slug}/invitations/${invitation.id}`;
  }
  if (name === 'attempts' && member && may('sign-in-events.read')) return `/console/${slug}/sign-in-log${search}`;
  return name === 'membership' && member && may('people.read') ? `/console/${slug}/people${search}` : null;
}
