import type { FlowStep } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import { describe, expect, it } from 'vitest';
import { buildDoorContext, buildFailedForm, buildFlow, DOOR_SAMPLES } from '../../test/door-samples.ts';
import { CODE_STEP, INVITATION } from '../../test/door-steps.ts';
import { emptyForm, renderFlowPage, renderMessagePage, renderSetupPage, renderSignInPage } from './door-view.ts';

type Tag = { name: string; attributes: Map<string, string> };

/** The start tags of a page. React escapes `<` and `>` in attributes, so that a pattern can find them. */
function tagsOf(html: string): Tag[] {
  return Array.from(html.matchAll(/<([a-z][a-z0-9]*)((?:\s[^>]*)?)>/g), ([, name = '', attributes = '']) => ({
    name,
    attributes: new Map(
      Array.from(attributes.matchAll(/([\w-]+)="([^"]*)"/g), ([, key = '', value = '']) => [key.toLowerCase(), value]),
    ),
  }));
}

const byName = (tags: Tag[], ...names: string[]) => tags.filter((tag) => names.includes(tag.name));
const valuesOf = (tags: Tag[], attribute: string) => tags.flatMap((tag) => tag.attributes.get(attribute) ?? []);
const english = buildDoorContext('en');
const pages = LOCALES.flatMap((locale) =>
  Object.entries(DOOR_SAMPLES).map(([name, render]) => ({ locale, name, html: render(buildDoorContext(locale)) })),
);

describe.each(pages)('$locale $name', ({ locale, html }) => {
  const tags = tagsOf(html);

  it('says its language first, and has one heading and one title with the organization', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${locale}" translate="no">`));
    expect(byName(tags, 'h1')).toHaveLength(1);
    const [, heading = ''] = html.match(/<h1>(.+?)<\/h1>/) ?? [];
    const [, title = ''] = html.match(/<title>(.+?)<\/title>/) ?? [];
    expect(heading).not.toBe('');
    expect(title).toContain(heading);
    expect(title).toMatch(/ · (Formosa Machine Tools|Machine Room)$/);
  });

  it('has a label for every control', () => {
    const labelled = valuesOf(byName(tags, 'label'), 'for');
    const controls = byName(tags, 'input', 'select', 'textarea').filter(
      ({ attributes }) => attributes.get('type') !== 'hidden' && attributes.get('aria-hidden') !== 'true',
    );
    for (const { attributes } of controls) expect(labelled).toContain(attributes.get('id'));
    expect(new Set(labelled).size).toBe(labelled.length);
  });

  it('points nowhere that is not there', () => {
    const ids = valuesOf(tags, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...['for', 'form', 'aria-controls'].flatMap((attribute) => valuesOf(tags, attribute)),
      ...valuesOf(tags, 'aria-describedby').flatMap((list) => list.split(' ')),
      ...valuesOf(byName(tags, 'a'), 'href')
        .filter((href) => href.startsWith('#'))
        .map((href) => href.slice(1)),
    ];
    for (const id of references) expect(ids).toContain(id);
  });

  it('runs under the strictest policy: no inline script, style or handler, nothing from elsewhere', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const { attributes } of byName(tags, 'script', 'link', 'img')) {
      expect(attributes.get('src') ?? attributes.get('href')).toMatch(/^\/(assets|brand)\//);
    }
  });

  it('has at most one orange button, and no text that a language lacks', () => {
    const primaries = tags.filter(({ attributes }) => attributes.get('class')?.split(' ').includes('primary'));
    expect(primaries.length).toBeLessThanOrEqual(1);
    expect(html).not.toMatch(/(door|common)\.[a-z-]+\.[a-z-]+[^/@]|\{\w+\}|undefined|\[object/);
  });

  it('changes the language without losing what was typed', () => {
    const hasForm = html.includes('id="main-form"');
    const submits = tags.filter(({ attributes }) => attributes.get('name') === 'lang');
    expect(submits).toHaveLength(hasForm ? 4 : 0);
    for (const { attributes } of submits) expect(attributes.get('form')).toBe('main-form');
    expect(html.includes('/here?lang=')).toBe(!hasForm);
  });
});

describe('a form that was refused', () => {
  const failed = DOOR_SAMPLES['code-wrong']?.(english) ?? '';

  it('says so in the title, at the top with a link, and at the field', () => {
    expect(failed).toContain('<title>Error: ');
    expect(failed).toMatch(/<div id="error-summary"[^>]*tabindex="-1"[^>]*autofocus/i);
    expect(failed).toContain('<a href="#code">That code is not right. 3 tries left</a>');
    expect(failed).toMatch(/<input id="code" aria-describedby="code-hint code-error" aria-invalid="true"/);
  });

  it('keeps what was typed', () => {
    expect(failed).toContain('value="48219"');
    const form = buildFailedForm([['email', 'EMAIL-INVALID']], { organizationName: 'A & "B" <c>', email: 'x' });
    const setup = renderSetupPage(english, form, { tokenGiven: true, token: 't', country: '' });
    expect(setup).toContain('value="A &amp; &quot;B&quot; &lt;c&gt;"');
    expect(setup).toContain('<a href="#email">Work e-mail: ');
  });

  it('never gives a password back', () => {
    const form = buildFailedForm([['password', 'PASSWORD-TOO-SHORT', { min: 15 }]], { password: 'hunter2-secret' });
    const step: FlowStep = {
      name: 'set-password',
      identifier: 'w@urs.example',
      reason: 'first',
      minLength: 15,
      mixed: false,
      canPostpone: false,
      canUsePasskey: false,
      contextWords: [],
    };
    expect(renderFlowPage(english, buildFlow(step), form)).not.toContain('hunter2');
    expect(renderSetupPage(english, form, { tokenGiven: true, token: 't', country: '' })).not.toContain('hunter2');
  });

  it('finds the fields of the set-up by the names of the contract', () => {
    const form = buildFailedForm([['owner.email', 'EMAIL-INVALID']]);
    const html = renderSetupPage(english, form, { tokenGiven: true, token: 't', country: '' });
    expect(html).toContain('<a href="#email">');
  });

  it('says how many tries are left even where the refusal does not', () => {
    const html = renderFlowPage(english, buildFlow(CODE_STEP), buildFailedForm([['code', 'CODE-WRONG']]));
    expect(html).toContain('5 tries left');
  });
});

describe('the landing page', () => {
  const accept = { name: 'accept', invitation: INVITATION } as const;

  it('posts to the invitation while there is no flow, and to the flow once there is', () => {
    const before = renderFlowPage({ ...english, acceptAction: '/i/tok_1' }, buildFlow(accept, { id: '' }), emptyForm);
    expect(before).toContain('action="/i/tok_1"');
    expect(before).toContain('action="/i/tok_1/decline"');
    const after = renderFlowPage(english, buildFlow(accept), emptyForm);
    expect(after).toContain('action="/flow/flw_7KQ2MX/accept"');
    expect(after).toContain('action="/flow/flw_7KQ2MX/decline"');
  });

  it('shows who invites, the exact address, the end, and the note as text', () => {
    const invitation = { ...INVITATION, note: '<script>alert(1)</script>\nhttps://evil.example' };
    const html = renderFlowPage(english, buildFlow({ name: 'accept', invitation }), emptyForm);
    for (const text of ['Mei-Ling Chen', 'willy@urs-machining.example', '29 November 2026', '7 days left']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('href="https://evil.example');
  });
});

describe('other pages', () => {
  it('ask for a code with one field that phones fill', () => {
    const html = DOOR_SAMPLES.code?.(english) ?? '';
    expect(html).toMatch(/autocomplete="one-time-code" inputmode="numeric"/i);
    expect(html).toContain('Step 1 of 4');
    expect(html).toContain('You can ask for another code at');
    expect(html).toMatch(/aria-disabled="true"[^>]*data-wait="42"/);
  });

  it('carry the tokens that password managers and browsers look for', () => {
    const tokensOf = (name: string) => valuesOf(tagsOf(DOOR_SAMPLES[name]?.(english) ?? ''), 'autocomplete');
    expect(tokensOf('sign-in')).toEqual(['username webauthn', 'current-password']);
    expect(tokensOf('password')).toEqual(['username', 'current-password']);
    expect(tokensOf('set-password')).toEqual(['username', 'new-password']);
    expect(tokensOf('setup')).toEqual(['organization', 'country', 'name', 'username', 'new-password']);
    expect(tokensOf('company')).toEqual(['organization', 'country', 'off', 'street-address', 'tel', 'language']);
  });

  it('offer a new link to the masked address only where one can be had', () => {
    const sends = (html: string) => html.includes('/request-link"');
    expect(sends(DOOR_SAMPLES['stopped-inv-expired']?.(english) ?? '')).toBe(true);
    expect(sends(DOOR_SAMPLES['stopped-inv-revoked']?.(english) ?? '')).toBe(false);
  });

  it('show the code and the reference of an error, small, and where to go', () => {
    const html = renderMessagePage(english, 'SERVER', {}, { requestId: 'req_9XT4PD' });
    expect(html).toContain('req_9XT4PD');
    expect(html).toContain('<span>SERVER</span>');
    expect(html).toContain('href="/here" class="primary"');
  });

  it('carry the way back through the sign-in', () => {
    const html = renderSignInPage(english, emptyForm, { returnTo: '/console?a=1&b="2"', organization: '' });
    expect(html).toContain('name="returnTo" value="/console?a=1&amp;b=&quot;2&quot;"');
  });

  it('tell at the top that nothing leaves this machine', () => {
    const html = renderMessagePage({ ...english, banner: 'outbox' }, 'NOT-FOUND', {});
    expect(html).toContain('href="/outbox"');
  });
});

it('does not say that somebody has filled a company in where nobody has', () => {
  const shown = (sample: string) => DOOR_SAMPLES[sample]?.(english) ?? '';
  expect(shown('company')).toContain('has prepared this');
  expect(shown('company-empty')).not.toContain('has prepared this');
  expect(shown('company-empty')).toContain('Enter the details of your company');
});
