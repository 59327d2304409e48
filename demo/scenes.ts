import { Secret, TOTP } from 'otpauth';
import { CUSTOMERS, type Customer, PASSWORD } from './cast.ts';
import type { Stage } from './stage.ts';
import { bringIn, type Host, invite, ownerOf } from './story.ts';
import { STUCK, type StuckAt, type StuckPerson } from './stuck.ts';
import { type Visitor, visitor } from './visitor.ts';

type Scene = (stage: Stage, host: Host, person: StuckPerson, daysAgo: number) => Promise<void>;

/** Somebody in front of the link of their message. */
async function opening(stage: Stage, { address, locale }: StuckPerson): Promise<Visitor> {
  const guest = visitor(stage, locale);
  await guest.open(address);
  return guest;
}

const invited =
  (kind: 'member' | 'company' = 'company'): Scene =>
  async (stage, host, { address, name, locale }) => {
    await invite(stage, host, { kind, email: address, name, locale });
  };

/** Goes as far as a page of the door, and no further. */
const stopsAt =
  (page: Parameters<Visitor['walk']>[0], kind: 'member' | 'company' = 'company'): Scene =>
  async (stage, host, person) => {
    await invited(kind)(stage, host, person, 0);
    await (await opening(stage, person)).walk(page);
  };

/** Somebody who was in, and what became of it. */
const member =
  (
    then: (stage: Stage, host: Host, person: StuckPerson, of: { id: string; account: string }) => Promise<void>,
  ): Scene =>
  async (stage, host, person, daysAgo) => {
    const { address, name, locale } = person;
    stage.daysAgo(20);
    await bringIn(stage, host, { name: name ?? '', email: address, locale, roles: ['member'] });
    stage.daysAgo(daysAgo);
    const { rows } = await stage.database.pool.query(
      `select m.id, m.account_id as account from memberships m join identifiers i on i.account_id = m.account_id
       where i.canonical = $1 and m.organization_id = $2`,
      [address, host.organization],
    );
    await then(stage, host, person, rows[0]);
  };

const act = (verb: 'suspend' | 'remove' | 'require-password'): Scene =>
  member(async (stage, host, _person, { id }) => {
    await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/members/${id}/${verb}`);
  });

/** Lost phone and mailbox: an administrator hands out a code on paper, which nobody has typed. */
const onPaper: Scene = member(async (stage, host, _person, { id }) => {
  const owner = await ownerOf(stage, host);
  await owner.patch(`/organizations/${host.organization}/settings`, { policies: { temporaryPassword: true } });
  const reset = { way: 'printed', reason: 'Lost phone and mailbox', lost: true };
  await owner.post(`/organizations/${host.organization}/members/${id}/password-reset`, reset);
});

/** The company that somebody owns. */
export async function companyOf({ database }: Stage, email: string): Promise<Host> {
  const { rows } = await database.pool.query(
    `select m.organization_id as id from memberships m join identifiers i on i.account_id = m.account_id where i.canonical = $1`,
    [email],
  );
  return { email, organization: rows[0].id };
}

/** What no administrator has a button for in this release. */
const update = (change: string): Scene =>
  member(async ({ database }, _host, _person, { account }) => {
    await database.pool.query(`update accounts set ${change} where id = $1`, [account]);
  });

const failing = (tries: number): Scene =>
  member(async (stage, _host, { address, locale }) => {
    for (let time = 0; time < tries; time++) {
      await visitor(stage, locale)
        .signIn(address, `${PASSWORD} ${time}`)
        .catch(() => {});
    }
  });

async function createsCompany(
  stage: Stage,
  host: Host,
  person: StuckPerson,
  registrationNumber: string,
): Promise<void> {
  const country = person.locale === 'pl' ? 'PL' : 'CN';
  await stopsAt('company')(stage, host, person, 0);
  const guest = await opening(stage, person);
  await guest.walk('company');
  const name = country === 'PL' ? 'Górski Obrabiarki' : '苏州江河精密';
  await guest.step('company', { name, country, registrationNumber, locale: person.locale });
}

/** How each of them got stuck, and how many days ago. */
const SCENES: Readonly<Record<StuckAt, readonly [daysAgo: number, scene: Scene]>> = {
  'never opened': [4, invited()],
  'link ended': [12, invited()],
  withdrawn: [
    6,
    async (stage, host, { address, name, locale }) => {
      const id = await invite(stage, host, { kind: 'company', email: address, name, locale });
      await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/invitations/${id}/revoke`);
    },
  ],
  declined: [
    5,
    async (stage, host, person) => {
      await invited()(stage, host, person, 0);
      await (await opening(stage, person)).step('decline', { reason: 'We have sold our last machine.' });
    },
  ],
  'mail bounced': [1, invited()],
  'sent later': [
    0.03,
    async (stage, host, { address, name, locale }) => {
      const sendAt = new Date(stage.services.clock.now().getTime() + 6 * 86_400_000).toISOString();
      await invite(stage, host, { kind: 'company', email: address, name, locale, sendAt });
    },
  ],
  'mail waiting': [0.02, invited()],
  'opened, went no further': [2, stopsAt('accept')],
  'opened an old link': [
    0.5,
    async (stage, host, { address, name, locale }) => {
      const wrong = address.replace('wrona', 'worna');
      const id = await invite(stage, host, { kind: 'company', email: wrong, name, locale });
      await stage.mailTo(wrong, /./);
      const to = { email: address };
      await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/invitations/${id}/correct`, { to });
      await visitor(stage, locale).look(wrong);
    },
  ],
  'signed in as somebody else': [
    0.6,
    async (stage, host, person) => {
      await invited()(stage, host, person, 0);
      const shared = visitor(stage, person.locale);
      await shared.signIn(CUSTOMERS[3]?.email ?? '');
      await shared.look(person.address);
    },
  ],
  'browser without cookies': [
    0.4,
    async (stage, host, person) => {
      await invited()(stage, host, person, 0);
      const guest = await opening(stage, person);
      await guest.step('accept');
      await guest.losesCookies();
    },
  ],
  'code not typed': [0.5, stopsAt('code')],
  'code of a text message not typed': [0.3, stopsAt('code', 'member')],
  'added, not signed in': [
    0.4,
    async (stage, host, { address, name, locale }) => {
      const body = { name, to: { phone: address }, locale, roles: ['member'] };
      await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/members`, body);
    },
  ],
  'wrong codes': [
    0.2,
    async (stage, host, person) => {
      await stopsAt('code')(stage, host, person, 0);
      const guest = await opening(stage, person);
      await guest.walk('code');
      for (const code of ['000000', '111111', '222222']) await guest.step('code', { code }).catch(() => {});
    },
  ],
  'no password yet': [0.8, stopsAt('set-password')],
  'second step not set up': [
    0.7,
    async (stage, host, person) => {
      // The rule is his own company's: whoever invites him meets it all the same.
      const company = await companyOf(stage, CUSTOMERS.find(({ locale }) => locale === person.locale)?.email ?? '');
      const owner = await ownerOf(stage, company);
      await owner.patch(`/organizations/${company.organization}/settings`, { policies: { secondFactor: 'required' } });
      await stopsAt('add-factor', 'member')(stage, host, person, 0);
    },
  ],
  'terms not accepted': [0.9, stopsAt('terms')],
  'no name given': [0.6, stopsAt('profile', 'member')],
  'company not created': [0.5, stopsAt('company')],
  'handed over, not opened': [
    0.4,
    async (stage, host, { address, name, locale }) => {
      const first = { address: 'biuro@poznan.example', name: 'Biuro Poznań', locale };
      await stopsAt('company')(stage, host, first, 0);
      const guest = await opening(stage, first);
      await guest.walk('company');
      await guest.step('hand-over', { email: address, name, note: 'Znasz nasze maszyny.' });
    },
  ],
  'company waits for approval': [
    0.3,
    (stage, host, person) => createsCompany(stage, host, person, '91320500MA1TE5T00A'),
  ],
  'company turned down': [
    0.25,
    async (stage, host, person) => {
      await createsCompany(stage, host, person, '1111111111');
      const owner = await ownerOf(stage, host);
      const { rows } = await stage.database.pool.query(
        `select a.company_id as id from company_approvals a join invitations i on i.id = a.invitation_id where i.address_canonical = $1`,
        [person.address],
      );
      const decision = { decision: 'reject', reason: 'To numer spółki matki. Podaj numer swojej firmy.' };
      await owner.post(`/organizations/${host.organization}/company-approvals/${rows[0].id}/decision`, decision);
    },
  ],
  'waits to join': [
    0.7,
    async (stage, host, person) => {
      await stopsAt('company')(stage, host, person, 0);
      const { company } = CUSTOMERS[2] as Customer;
      const guest = await opening(stage, person);
      await guest.walk('company');
      await guest.step('company', { ...company, locale: 'pl' }).catch(() => {});
      await guest.step('join-company');
    },
  ],
  'added, not signed in yet': [
    2,
    async (stage, host, { address, name, locale }) => {
      const body = { to: { email: address }, name, locale, roles: ['member'] };
      await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/members`, body);
    },
  ],
  'lost the second step': [
    0.1,
    member(async (stage, _host, { address, locale }) => {
      const before = visitor(stage, locale);
      await before.signIn(address);
      const { secret } = await before.post('/session/factors/totp');
      const app = new TOTP({ secret: Secret.fromBase32(String(secret)) });
      const code = app.generate({ timestamp: stage.services.clock.now().getTime() });
      await before.post('/session/factors/totp/confirm', { code });
      const now = visitor(stage, locale);
      await now.signIn(address);
      await now.step('ask-recovery', { note: 'My phone fell into the harbour.' });
    }),
  ],
  'locked after wrong passwords': [0, failing(11)],
  'wrong passwords': [0.1, failing(3)],
  'new password asked for': [1, act('require-password')],
  'code on paper not used': [0.2, onPaper],
  'code on paper ran out': [1.5, onPaper],
  'no free seat': [
    0.6,
    async (stage, host, { address, name, locale, owner = '' }) => {
      const company = await companyOf(stage, owner);
      await invite(stage, company, { kind: 'member', email: address, name, locale });
      const path = `/organizations/${host.organization}/companies/${company.organization}/limit`;
      await (await ownerOf(stage, host)).post(path, { limit: 2, reason: 'Two seats, as the contract says' });
      await visitor(stage, locale).look(address);
    },
  ],
  suspended: [2, act('suspend')],
  removed: [3, act('remove')],
  'account switched off': [1, update("state = 'disabled'")],
  'wants no more invitations': [
    9,
    async (stage, host, person) => {
      await invited()(stage, host, person, 0);
      const header = (await stage.mailTo(person.address, /unsubscribe/)).headers['List-Unsubscribe'] ?? '';
      await stage.http.inject({ method: 'POST', url: new URL(header.slice(1, -1)).pathname });
    },
  ],
  'called the mail unwanted': [
    3,
    async (stage, host, person) => {
      await invited()(stage, host, person, 0);
      const { messageId } = await stage.mailTo(person.address, /./);
      const at = stage.services.clock.now().toISOString();
      const event = { id: 'evt_demo_1', type: 'complained', messageId, at, bounce: 'hard' } as const;
      await stage.services.notifications.reports.recordMailEvents([event]);
    },
  ],
};

/** Somebody is stuck at everything that one can be stuck at; new companies are looked at first from now on. */
export async function getStuck(stage: Stage, host: Host): Promise<void> {
  stage.daysAgo(13);
  const owner = await ownerOf(stage, host);
  await owner.patch(`/organizations/${host.organization}/settings`, { policies: { companyApproval: true } });
  for (const [at, [daysAgo, scene]] of Object.entries(SCENES) as [StuckAt, (typeof SCENES)[StuckAt]][]) {
    stage.daysAgo(daysAgo);
    await scene(stage, host, STUCK[at], daysAgo);
    await stage.worker.runDue();
  }
}
