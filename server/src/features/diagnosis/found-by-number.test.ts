import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, join, memberIdOf, open, type Place, rowsOf, walkTo } from '../../../test/journey.ts';
import { translator } from '../../platform/i18n/translate.ts';

const NUMBER = '+8613800138027';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

const base = (path: string) => `/api/v1/organizations/${place.org}${path}`;
async function diagnose(identifier: string, lang = 'en'): Promise<Diagnosis> {
  const answer = await place.owner.post(base('/diagnosis'), { identifier, lang });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const checkOf = ({ checks }: Diagnosis, wanted: string) => checks.find(({ name }) => name === wanted)?.evidence;
const actionsOf = ({ fix, fixes }: Diagnosis) => [...(fix ? [fix] : []), ...fixes].map(({ action }) => action);

describe('somebody who has a number and no address', () => {
  beforeAll(async () => {
    const invited = await invite(app, place, { kind: 'member', roles: ['member'], to: { phone: NUMBER } });
    await walkTo(app, await open(app, invited), 'code');
  });

  it.each(LOCALES)('is not told to look into a mailbox (%s)', async (lang) => {
    const { verdict, seenByThem } = await diagnose(NUMBER, lang);
    expect(verdict.code).toBe('proving');
    for (const text of [verdict.text, seenByThem?.text]) {
      expect(text).toMatch(/SMS|text message|簡訊|短信/);
      expect(text).not.toMatch(/mail|郵件|邮件|письм/i);
    }
  });

  it.each(['138 0013 8027', '13800138027', '86 138 0013 8027', '0086-138-0013-8027', '+86 138 0013 8027'])(
    'is found as it is said: %s',
    async (typed) => {
      expect((await diagnose(typed)).verdict.code).toBe('proving');
    },
  );

  it('a number that nobody has is called a number, and goes into its own field of an invitation', async () => {
    const found = await diagnose('+48 601 234 567');
    expect(found.verdict.text).toContain('has the number +48601234567');
    expect(found.fix).toMatchObject({ action: 'invite', href: expect.stringContaining('?phone=%2B48601234567') });
    expect((await diagnose('138 0013 9999')).verdict.text).toContain('With the country code');
  });

  it('what is neither is not called an address', async () => {
    const link = `http://gate.example/i/${'A'.repeat(43)}`;
    expect((await diagnose(link)).verdict.text).toContain('This link or code belongs to no invitation');
    expect((await diagnose('Nobody Atall')).verdict.text).toContain('is found by “Nobody Atall”');
  });
});

describe('among many', () => {
  it('of one name, whoever is still on the way is offered first', async () => {
    await rowsOf(
      app,
      `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, name, roles, created_at, expires_at, ended_at)
       select 'inv_same' || n, $1, 'member', 'accepted', 'same' || n || '@urs.example', 'same' || n || '@urs.example', '王磊', '{member}',
         now(), now() + interval '7 days', now() from generate_series(1, 30) n`,
      [place.org],
    );
    await invite(app, place, {
      kind: 'member',
      roles: ['member'],
      name: '王磊',
      to: { email: 'wang.lei@urs.example' },
    });
    const { verdict, nearMatches } = await diagnose('王磊');
    expect(nearMatches[0]?.identifier).toBe('wang.lei@urs.example');
    expect(verdict.text).toContain('Several people match');
  });

  it('whoever was removed is invited by one button, not by two', async () => {
    const email = 'removed@urs.example';
    await join(app, place, ['member'], email);
    const id = await memberIdOf(app, place.org, email);
    expect((await place.owner.post(base(`/members/${id}/remove`), {})).statusCode).toBeLessThan(300);
    expect(actionsOf(await diagnose(email)).filter((action) => action.startsWith('invite'))).toEqual(['invite-again']);
  });
});

it('a link that was handed over is told in words', async () => {
  const visit = await walkTo(app, await open(app, await invite(app, place, {})), 'company');
  await visit.step('hand-over', { email: 'mei@urs.example', name: 'Mei', note: 'You know it better' });
  await app.deliver();
  await visit.client.get(`/flow/${visit.flow.id}`, { accept: 'text/html' });
  for (const lang of LOCALES) {
    const evidence = checkOf(await diagnose('mei@urs.example', lang), 'client');
    expect(evidence).toContain(translator(lang)('diagnosis.stop.INV-HANDED-OVER'));
  }
});
