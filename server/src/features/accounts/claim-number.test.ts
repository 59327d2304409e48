import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { rowsOf } from '../../../test/journey.ts';
import type { Caller } from '../../kernel/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { parsePhoneNumber } from '../../kernel/phone-number.ts';
import { findOwner, findPasswordOfAddress, listVerifiedAddresses, listVerifiedIdentifiers } from './account-store.ts';
import { claimAddress } from './claim-address.ts';
import { maskAddress, phoneAddress } from './domain/address.ts';

const CALLER: Caller = { actor: { type: 'anonymous' }, ip: '', userAgent: '', requestId: '', locale: 'zh-CN' };

describe('a phone number as what a person is found by', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  async function claim(typed: string, accountId: string | null = null) {
    const address = phoneAddress(parsePhoneNumber(typed, 'CN'));
    const by = { address, by: 'code', accountId, name: '李明', locale: 'zh-CN' } as const;
    return app.services.database.transaction((tx) => claimAddress(tx, CALLER, by, app.clock.now()));
  }

  it('every spelling of it is one account [A31]', async () => {
    const spellings = ['+8613800138000', '8613800138000', '013800138000', '+86 138-0013-8000', 'tel:+8613800138000'];
    const claimed = [];
    for (const spelling of spellings) claimed.push(await claim(spelling));
    expect(new Set(claimed.map(({ accountId }) => accountId)).size).toBe(1);
    expect(claimed.map(({ created }) => created)).toEqual([true, false, false, false, false]);
    await expect(claim('+8613800138000;ext=1')).rejects.toMatchObject({ code: 'PHONE-INVALID' });
    const { database } = app.services;
    expect(await findOwner(database, '+8613800138000')).toEqual({
      accountId: claimed[0]?.accountId,
      state: 'pending',
    });
    expect(
      await rowsOf(app, `select kind, shown, is_primary from identifiers where canonical = '+8613800138000'`),
    ).toEqual([{ kind: 'phone', shown: '+86 138 0013 8000', is_primary: true }]);
  });

  it('is no e-mail address: mail never goes to it', async () => {
    const { accountId } = await claim('+8613900139000');
    const { database } = app.services;
    expect(await listVerifiedAddresses(database, accountId)).toEqual([]);
    expect(await listVerifiedIdentifiers(database, accountId)).toEqual([
      { canonical: '+8613900139000', shown: '+86 139 0013 9000' },
    ]);
    expect(maskAddress('+86 139 0013 9000')).toBe('+86 139 •••• 9000');
    expect(maskAddress('li@corp.example')).toBe('l••••@corp.example');
  });

  it('whoever only typed it loses it to the one who proves it, and what they planted with it [A1, A2]', async () => {
    const number = '+8613700137000';
    const squatter = newId('acc');
    const { pool } = app.services.database;
    await pool.query(
      `insert into accounts (id, state, name, created_at, updated_at) values ($1, 'active', 'X', now(), now())`,
      [squatter],
    );
    await pool.query(
      `insert into identifiers (id, account_id, kind, canonical, shown, created_at) values ($1, $2, 'phone', $3, $3, now())`,
      [newId('idn'), squatter, number],
    );
    await pool.query(`insert into passwords (account_id, hash, set_at) values ($1, 'planted', now())`, [squatter]);
    expect(await findOwner(app.services.database, number)).toBeNull();
    expect(await findPasswordOfAddress(app.services.database, number, app.clock.now())).toBeNull();
    const { accountId, removedAccounts } = await claim(number);
    expect(accountId).not.toBe(squatter);
    expect(removedAccounts).toEqual([squatter]);
    expect(await rowsOf(app, 'select state from accounts where id = $1', [squatter])).toEqual([{ state: 'deleted' }]);
    expect(await rowsOf(app, 'select from passwords where account_id = $1', [squatter])).toEqual([]);
  });

  it('moves to whoever proves it now, and the account that had it is not entered [scenario 23]', async () => {
    const number = '+8613600136000';
    const { accountId: leaver } = await claim(number);
    const { pool } = app.services.database;
    await pool.query(`update accounts set state = 'active' where id = $1`, [leaver]);
    const hired = await claim(number);
    expect(hired).toMatchObject({ created: true, movedFrom: leaver });
    expect(hired.accountId).not.toBe(leaver);
    expect((await findOwner(app.services.database, number))?.accountId).toBe(hired.accountId);
    expect(await rowsOf(app, 'select from identifiers where account_id = $1', [leaver])).toEqual([]);
    const { accountId: other } = await claim('+8613500135000');
    expect(await claim(number, other)).toMatchObject({ accountId: other, created: false, movedFrom: hired.accountId });
  });

  it('sixteen at once that prove it end in one account, whoever had it [I1]', async () => {
    for (const state of [null, 'active']) {
      const number = state ? '+8613300133000' : '+8613400134000';
      if (state) {
        const { accountId } = await claim(number);
        await app.services.database.pool.query('update accounts set state = $1 where id = $2', [state, accountId]);
      }
      const all = await Promise.all(Array.from({ length: 16 }, () => claim(number)));
      expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(1);
      expect(all.filter(({ created }) => created)).toHaveLength(1);
      expect(all.filter(({ movedFrom }) => movedFrom !== null)).toHaveLength(state ? 1 : 0);
    }
  });
});
