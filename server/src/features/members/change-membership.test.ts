import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { foundCompany, join, memberIdOf, type Place, rowsOf } from '../../../test/journey.ts';
import type { Caller } from '../../kernel/actor.ts';
import { changeMember } from './change-membership.ts';

let app: TestApp;
let company: Place;
beforeAll(async () => {
  app = await createTestApp();
  company = await foundCompany(app, await app.setUp());
});
afterAll(() => app.close());

it('between the deletion of an organization and its erasure nobody has a place in it that could be changed [A51]', async () => {
  await join(app, company, ['member'], 'tom@urs.example');
  const id = await memberIdOf(app, company.org, 'tom@urs.example');
  const [owner] = await rowsOf(
    app,
    `select account_id as id from memberships where organization_id = $1 and 'owner' = any (roles)`,
    [company.org],
  );
  const by = String(owner?.id);
  const caller: Caller = {
    actor: { type: 'account', id: by },
    ip: '192.0.2.1',
    userAgent: '',
    requestId: 'a',
    locale: 'en',
  };
  const change = () =>
    changeMember(app.services, caller, { organizationId: company.org, id, by }, 'roles-changed', {
      roles: ['administrator'],
      isProven: true,
    });
  await change();
  await rowsOf(app, `update organizations set state = 'deleted', deleted_at = now() where id = $1`, [company.org]);
  await expect(change()).rejects.toMatchObject({ code: 'NOT-FOUND' });
});
