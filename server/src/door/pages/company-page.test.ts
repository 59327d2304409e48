import type { FlowStep } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import { describe, expect, it } from 'vitest';
import { buildDoorContext, buildFailedForm, buildFlow } from '../../../test/door-samples.ts';
import { COMPANY_STEP } from '../../../test/door-steps.ts';
import { emptyForm, type FormState, renderFlowPage } from '../door-view.ts';

type Step = Extract<FlowStep, { name: 'company' }>;

function render(step: Partial<Step> = {}, form: FormState = emptyForm): string {
  return renderFlowPage(buildDoorContext('en'), buildFlow({ ...COMPANY_STEP, ...step }), form);
}

const withNumber = (country: string, registrationNumber: string) =>
  render({ company: { name: 'URS', country: country as 'TW', registrationNumber } });

/** The button's own tag, and the list above it. */
const buttonOf = (html: string) => html.match(/<button[^>]*id="create-company"[^>]*>/)?.[0] ?? '';
const panelOf = (html: string) => html.match(/<div class="panel" role="status"[^>]*>(.*?)<\/div>/)?.[1] ?? '';
const isGrey = (html: string) => buttonOf(html).includes('aria-disabled="true"');

describe('CREATE COMPANY', () => {
  it('is orange once nothing is missing or wrong', () => {
    const html = render();
    expect(isGrey(html)).toBe(false);
    expect(panelOf(html)).toContain('All set. You can create the company.');
  });

  it('is grey, and says what is left with a link, while the number is wrong', () => {
    const html = withNumber('TW', '1234568');
    expect(isGrey(html)).toBe(true);
    expect(panelOf(html)).toContain('1 thing left before you can create the company:');
    expect(panelOf(html)).toContain('<a href="#registrationNumber">Correct: Unified business number (統一編號)</a>');
    expect(html).toMatch(/<input id="registrationNumber"[^>]*aria-invalid="true"/);
  });

  it('counts what is missing without pointing at empty fields before anyone pressed', () => {
    const html = render({ company: {}, sources: {} });
    expect(panelOf(html)).toContain('3 things left');
    expect(html).not.toContain('aria-invalid');
    expect(html).not.toContain('<title>Error');
  });

  it('can be pressed while grey, in any language', () => {
    for (const locale of LOCALES) {
      const step = { ...COMPANY_STEP, company: {}, sources: {} };
      const html = renderFlowPage(buildDoorContext(locale), buildFlow(step), emptyForm);
      expect(isGrey(html)).toBe(true);
      expect(buttonOf(html)).not.toMatch(/\sdisabled/);
    }
  });

  it('stands directly below the list, which describes it', () => {
    const html = render();
    expect(html).toMatch(
      /<div class="panel" role="status" id="what-is-left">.*?<\/div><button[^>]*id="create-company"/,
    );
    expect(buttonOf(html)).toContain('aria-describedby="what-is-left"');
  });

  it('stays grey for what only the server can judge, until it is changed', () => {
    const values = { name: 'URS', country: 'TW', registrationNumber: '12345681', phone: '12' };
    const html = render({}, buildFailedForm([['phone', 'PHONE-INVALID']], values));
    expect(isGrey(html)).toBe(true);
    expect(panelOf(html)).toContain('<a href="#phone">Correct: Phone number</a>');
    expect(html).toContain('<title>Error: ');
  });
});

describe('the company form', () => {
  it.each([
    ['TW', 'Unified business number (統一編號)'],
    ['CN', 'Unified social credit code (统一社会信用代码)'],
    ['PL', 'Tax number (NIP)'],
    ['RU', 'Tax number (ИНН)'],
    ['DE', 'VAT number'],
    ['US', 'Registration number'],
  ])('calls the number as %s does: %s', (country, label) => {
    expect(withNumber(country, '')).toContain(`<label for="registrationNumber"><span data-label="">${label}</span>`);
  });

  it('says where a prepared value came from, while it is still that value', () => {
    expect(render()).toContain('from Formosa Machine Tools, 14 November 2026');
    const html = render({}, { ...emptyForm, values: { name: 'Other', registrationNumber: '1' } });
    expect(html).not.toContain('from Formosa Machine Tools, ');
  });

  it('keeps what was typed over what was prepared', () => {
    const html = render({}, { ...emptyForm, values: { name: 'Typed Ltd', country: 'PL', timeZone: 'Europe/Warsaw' } });
    expect(html).toContain('value="Typed Ltd"');
    expect(html).toMatch(/<option value="PL" selected="">/);
    expect(html).toMatch(/<option selected="">Europe\/Warsaw/);
  });

  it('offers a time zone that was prepared even if it is a rare one', () => {
    const html = render({ company: { ...COMPANY_STEP.company, timeZone: 'Pacific/Chatham' } });
    expect(html).toMatch(/<option selected="">Pacific\/Chatham/);
  });

  it('has ready every sentence that its script may need', () => {
    for (const locale of LOCALES) {
      const html = renderFlowPage(buildDoorContext(locale), buildFlow(COMPANY_STEP), emptyForm);
      const texts = JSON.parse((html.match(/data-texts="([^"]*)"/)?.[1] ?? '').replaceAll('&quot;', '"'));
      expect(texts.left).toHaveLength(8);
      expect(texts.correct).toContain('%name%');
      expect(texts.errors['REGISTRATION-NUMBER-LENGTH']).toMatch(/%expected%.*%actual%/);
      expect(Object.keys(texts.numbers)).toHaveLength(6);
    }
  });
});

describe('a company that is here already (D7j)', () => {
  const duplicate = { name: 'URS Machining' };

  it('is hidden and sends nothing while none is known', () => {
    expect(render()).toMatch(/<fieldset id="duplicate" hidden="" disabled="">/);
  });

  it('asks to join before it lets create, and keeps the one orange button', () => {
    const html = render({ duplicate });
    expect(html).toMatch(/<fieldset id="duplicate" data-name="URS Machining">/);
    expect(html).toContain('formAction="/flow/flw_7KQ2MX/join-company"');
    expect(isGrey(html)).toBe(true);
    expect(panelOf(html)).toContain('<a href="#join-company">');
  });

  it('lets create with a reason, which comes back with the page', () => {
    const differentCompanyReason = 'Another branch with its own number';
    const html = render({ duplicate }, { ...emptyForm, values: { differentCompanyReason } });
    expect(isGrey(html)).toBe(false);
    expect(html).toContain(differentCompanyReason);
    expect(html).toContain('<details open="">');
  });

  it('appears when the server refuses for it', () => {
    const form = buildFailedForm([], {}, { code: 'COMPANY-EXISTS', params: { name: 'URS Machining' } });
    const html = render({}, form);
    expect(html).toContain('URS Machining already uses Machine Room');
    expect(html).toContain('<a href="#join-company">A company with this number already exists here</a>');
  });
});
