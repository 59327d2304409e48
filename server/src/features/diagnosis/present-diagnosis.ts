import type { Diagnosis, Verdict } from '@gatehouse/contract/diagnosis';
import type { Locale } from '@gatehouse/contract/locales';
import { showReference } from '../../kernel/reference.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import { type Requirement, type SeenSituation, seeAsPerson } from '../admission/index.ts';
import { type Check, checksOf } from './domain/checks.ts';
import { type Findings, failuresOf } from './domain/findings.ts';
import { type Asker, type Fix, fixesFor, whyNoFix } from './domain/fixes.ts';
import { causesOf, hintOf, toneOf } from './domain/verdict.ts';
import type { FoundPerson } from './find-person.ts';

type Context = { readonly locale: Locale; readonly asker: Asker; readonly publicUrl: string; readonly now: Date };

/** What was found, in the language of whoever asks. */
export function presentDiagnosis(found: FoundPerson, { locale, asker, publicUrl, now }: Context): Diagnosis {
  const { shown, row, person, findings } = found;
  const t = translator(locale);
  const dates = datesOf(t, row?.timeZone ?? '');
  const tell = (code: Verdict) => {
    const several = code === 'unknown' && found.nearMatches.some(({ nearness }) => nearness === 'name');
    const params = { ...verdictParams(code, findings, shown, dates), ...(several ? { typed: 'several' } : {}) };
    return { code, params, text: t(`diagnosis.verdict.${code}`, params) };
  };
  const [code = 'fine', ...others] = causesOf(findings);
  const verdict = { ...tell(code), tone: toneOf(code) };
  const also = others.map((other) => ({ code: other, text: tell(other).text }));
  const made = fixesFor(code, findings, { ...asker, helpUrl: `${publicUrl}/help` });
  const [fix, ...fixes] = made.map((each) => ({ ...each, label: t(`diagnosis.fix.${each.action}`) }));
  const nobody = nobodyText(t, code, made);
  const checks = checksOf(findings).map((check) => presentCheck(t, check, dates, findings, asker));
  const nearMatches = found.nearMatches.map((match) => ({ ...match, why: t(`diagnosis.near.${match.nearness}`) }));
  const stop = presentStop(t, findings, dates);
  const seen = row && presentSeen(t, seeAsPerson(row, hintOf(findings), now)?.seen, findings);
  const diagnosis = {
    identifier: shown,
    verdict,
    also,
    ...(stop ? { stop } : {}),
    ...(fix ? { fix } : {}),
    ...(nobody ? { nobody } : {}),
    fixes,
    requirements: (person?.requirements ?? []).map(presentRequirement),
    checks,
    nearMatches,
    ...(seen ? { seenByThem: seen } : {}),
  };
  return { ...diagnosis, report: reportOf(t, diagnosis, dates(now)) };
}

function presentSeen(
  t: Translate,
  seen: SeenSituation['seen'] | undefined,
  findings: Findings,
): Diagnosis['seenByThem'] {
  if (!seen) return undefined;
  const { flow, step, at } = seen;
  const key = at === 'after-sign-in' && step === 'stopped' ? 'diagnosis.seen.held' : `diagnosis.seen.${step}`;
  const text = t(key, { channel: codeChannelOf(findings) });
  return { flow, step, at, text, where: t(`diagnosis.seen-at.${at}`) };
}

function nobodyText(t: Translate, code: Verdict, fixes: readonly Fix[]): string | null {
  const why = whyNoFix(code, fixes);
  return why && t(why === 'role' ? 'diagnosis.nobody.role' : `diagnosis.nobody.${code}`);
}

function presentRequirement(requirement: Requirement): Diagnosis['requirements'][number] {
  const { name, state, since } = requirement;
  const isMet = requirement.state === 'met';
  return {
    name,
    state,
    actor: isMet ? null : requirement.actor,
    ...(since ? { since: since.toISOString() } : {}),
    remedies: isMet ? [] : [requirement.remedy],
  };
}

const MARKS = { ok: '+', problem: '!', 'not-applicable': '-' } as const;

/** The whole as text for a ticket: of what was typed nothing that could be a secret. */
function reportOf(t: Translate, found: Omit<Diagnosis, 'report'>, at: string): string {
  const { verdict, also, stop, seenByThem, checks, nearMatches } = found;
  return [
    `${t('diagnosis.title')} ${found.identifier}`,
    at,
    '',
    `${verdict.text} [${verdict.code}]`,
    ...also.map(({ code, text }) => `${text} [${code}]`),
    ...(found.nobody ? [found.nobody] : []),
    ...(stop ? [`${stop.text} [${stop.error}]`] : []),
    ...(seenByThem ? [`${t('diagnosis.seen')}: ${seenByThem.text} ${seenByThem.where}`] : []),
    '',
    ...checks.map(({ state, title, evidence }) => `${MARKS[state]} ${title}: ${evidence}`),
    ...nearMatches.map(({ identifier, why }) => `? ${identifier}: ${why}`),
  ].join('\n');
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

type Dates = (at: Date | null | undefined) => string;

function datesOf(t: Translate, timeZone: string): Dates {
  return (at) => (at ? t.date(at, { style: 'dateTime', ...(timeZone ? { timeZone } : {}) }) : '');
}

type Params = Record<string, string | number>;

/** What a sentence says beside the address. */
const PARAMS: Partial<Record<Verdict, (findings: Findings, dates: Dates) => Params>> = {
  unknown: ({ typed, address }) => ({ typed: typed === 'phone' && address === null ? 'national' : typed }),
  'old-link': (findings, dates) => ({ channel: messageChannelOf(findings), ...sinceStop(findings, dates) }),
  expired: ({ invitation }, dates) => ({ date: dates(invitation?.endsAt) }),
  scheduled: ({ invitation }, dates) => ({ date: dates(invitation?.sendAt) }),
  queued: sinceDelivery,
  'not-opened': sinceDelivery,
  bounced: byServer,
  'not-delivered': byServer,
  revoked: sinceEnd,
  declined: sinceEnd,
  superseded: sinceEnd,
  proving: ({ begunAt, missing }, dates) => ({ date: dates(begunAt ?? missing[0]?.since) }),
  'no-cookies': sinceStop,
  'wrong-account': sinceStop,
  'waiting-company': sinceAsked,
  'waiting-elsewhere': sinceAsked,
  waiting: sinceAsked,
  'printed-code': untilPrinted,
  'printed-code-over': untilPrinted,
  locked: ({ lockedUntil }, dates) => ({ date: dates(lockedUntil) }),
  failing: (findings) => ({ count: failuresOf(findings).length }),
  'server-error': ({ stop }, dates) => ({ date: dates(stop?.at), request: stop?.requestId ?? '' }),
};

/** How the message about it went out. */
function messageChannelOf(findings: Findings): 'email' | 'sms' {
  return findings.delivery?.channel ?? codeChannelOf(findings);
}

/** Where codes go: to a number only of somebody who is known by no e-mail address. */
function codeChannelOf({ address }: Findings): 'email' | 'sms' {
  return address?.startsWith('+') ? 'sms' : 'email';
}

function sinceDelivery(findings: Findings, dates: Dates): Params {
  const { delivery, invitation } = findings;
  return { channel: messageChannelOf(findings), date: dates(delivery?.at ?? invitation?.createdAt) };
}

function byServer(findings: Findings): Params {
  return { channel: messageChannelOf(findings), response: findings.delivery?.response ?? '' };
}

function sinceEnd({ invitation }: Findings, dates: Dates): Params {
  return { date: dates(invitation?.endedAt) };
}

function sinceStop({ stops }: Findings, dates: Dates): Params {
  return { date: dates(stops[0]?.at) };
}

function untilPrinted({ printed }: Findings, dates: Dates): Params {
  return { date: dates(printed?.until) };
}

function sinceAsked({ missing }: Findings, dates: Dates): Params {
  return { date: dates(missing.find(({ name }) => name === 'approved')?.since) };
}

function verdictParams(code: Verdict, findings: Findings, shown: string, dates: Dates): Params {
  return { address: shown, channel: codeChannelOf(findings), ...PARAMS[code]?.(findings, dates) };
}

function presentCheck(t: Translate, check: Check, dates: Dates, findings: Findings, { slug, may }: Asker) {
  const { name, state, evidence, date, since, words = {}, missing = [], invitationState, reason, stopped } = check;
  const reasonKey = `console.reason.${reason}`;
  const stopKey = `diagnosis.stop.${stopped}`;
  const params = {
    ...words,
    channel: codeChannelOf(findings),
    date: dates(date),
    since: dates(since),
    steps: t.list(missing.map((requirement) => t(`common.requirement.${requirement}`))),
    state: invitationState ? t(`common.state.${invitationState}`) : '',
    reason: t.has(reasonKey) ? t(reasonKey) : (reason ?? ''),
    roles: t.list((check.roles ?? []).map((role) => t(`common.role.${role}`))),
    what: t.has(stopKey) ? t(stopKey) : (stopped ?? ''),
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
  return name === 'membership' && member && may('people.read') ? `/console/${slug}/people/${member.id}` : null;
}
