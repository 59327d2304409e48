import type { Role } from '@gatehouse/contract/roles';
import { prepareSetup } from '../server/src/features/organizations/index.ts';
import { CUSTOMERS, type Customer, HOST, PASSWORD, STUCK, type StuckAt } from './cast.ts';
import type { Stage } from './stage.ts';
import { type Visitor, visitor } from './visitor.ts';

/** An organization, and whose word counts there. */
export type Host = { readonly email: string; readonly organization: string };

/** Sets the installation up, three months ago, with colleagues and settings. */
export async function foundHost(stage: Stage): Promise<Host> {
  stage.daysAgo(84);
  const token = await prepareSetup(stage.services, null);
  const owner = visitor(stage);
  const set = await owner.post('/setup', {
    token,
    organization: { name: HOST.organization, locale: 'en', country: 'SE', timeZone: 'Europe/Stockholm' },
    owner: { ...HOST.owner, password: PASSWORD },
  });
  const host = { email: HOST.owner.email, organization: String(set.organization) };
  await owner.patch(`/organizations/${host.organization}/branding`, {
    productName: 'Meridian Portal',
    supportContact: 'help@meridian.example',
    accent: '#0f766e',
  });
  await owner.patch(`/organizations/${host.organization}/settings`, {
    welcomeLinks: [
      { title: 'Service portal', description: 'Open cases and spare parts', url: 'https://service.meridian.example/' },
      { title: 'Manuals', description: 'Every machine, every language', url: 'https://docs.meridian.example/' },
    ],
  });
  for (const { name, email, role, locale } of HOST.colleagues) {
    await bringIn(stage, host, { name, email, locale, roles: [role] });
  }
  return host;
}

/** The customers, a week or two apart, each with a company and colleagues. */
export async function bringCustomers(stage: Stage, host: Host): Promise<void> {
  for (const [number, customer] of CUSTOMERS.entries()) {
    stage.daysAgo(70 - number * 13);
    await bringCustomer(stage, host, customer);
  }
}

async function bringCustomer(stage: Stage, host: Host, customer: Customer): Promise<void> {
  const { email, name, locale, company, colleagues } = customer;
  await invite(stage, host, { kind: 'company', email, name, locale, company: { ...company, locale } });
  const guest = visitor(stage, locale, { company: { ...company, locale } });
  await guest.open(email);
  await guest.walk('done');
  const session = (await guest.post('/session/welcome', { hidden: false })) as {
    welcome?: { organization: { id: string } };
  };
  const own = { email, organization: session.welcome?.organization.id ?? '' };
  for (const colleague of colleagues) await bringIn(stage, own, { ...colleague, locale, roles: ['member'] });
}

type Newcomer = { name: string; email: string; locale: string; roles: readonly Role[] };

async function bringIn(stage: Stage, place: Host, { name, email, locale, roles }: Newcomer): Promise<void> {
  await invite(stage, place, { kind: 'member', email, name, locale, roles });
  const guest = visitor(stage, locale);
  await guest.open(email);
  await guest.walk('done');
}

type Invited = {
  kind: 'member' | 'company';
  email: string;
  name?: string | null;
  locale: string;
  [more: string]: unknown;
};

/** The owner, who signs in anew each time: no session lasts from one week of the story to the next. */
async function ownerOf(stage: Stage, { email }: Host): Promise<Visitor> {
  const owner = visitor(stage);
  await owner.signIn(email);
  return owner;
}

async function invite(stage: Stage, host: Host, { email, name, ...invited }: Invited): Promise<string> {
  const { organization } = host;
  const owner = await ownerOf(stage, host);
  const body = { ...invited, to: { email }, ...(name && { name }) };
  return String((await owner.post(`/organizations/${organization}/invitations`, body)).id);
}

type Scene = (stage: Stage, host: Host, person: (typeof STUCK)[StuckAt]) => Promise<void>;

/** Goes as far as a page of the door, and no further. */
const stopsAt =
  (page: Parameters<Visitor['walk']>[0], kind: 'member' | 'company' = 'company'): Scene =>
  async (stage, host, { email, name, locale }) => {
    await invite(stage, host, { kind, email, name, locale });
    const guest = visitor(stage, locale);
    await guest.open(email);
    await guest.walk(page);
  };

const invited: Scene = async (stage, host, person) => {
  await invite(stage, host, { kind: 'company', ...person });
};

/** How each of them got stuck, and how many days ago. */
const SCENES: Readonly<Record<StuckAt, readonly [daysAgo: number, scene: Scene]>> = {
  'never opened': [4, invited],
  'link ended': [12, invited],
  withdrawn: [
    6,
    async (stage, host, person) => {
      const id = await invite(stage, host, { kind: 'company', ...person });
      await (await ownerOf(stage, host)).post(`/organizations/${host.organization}/invitations/${id}/revoke`);
    },
  ],
  declined: [
    5,
    async (stage, host, person) => {
      await invite(stage, host, { kind: 'company', ...person });
      const guest = visitor(stage, person.locale);
      await guest.open(person.email);
      await guest.step('decline', { reason: 'We have sold our last machine.' });
    },
  ],
  'mail bounced': [1, invited],
  'mail waiting': [0.02, invited],
  'opened, went no further': [2, stopsAt('accept')],
  'code not typed': [1.5, stopsAt('code')],
  'wrong codes': [
    0.2,
    async (stage, host, person) => {
      await stopsAt('code')(stage, host, person);
      const guest = visitor(stage, person.locale);
      await guest.open(person.email);
      await guest.walk('code');
      for (const code of ['000000', '111111', '222222']) await guest.step('code', { code }).catch(() => {});
    },
  ],
  'no password yet': [3, stopsAt('set-password')],
  'terms not accepted': [2, stopsAt('terms')],
  'no name given': [1, stopsAt('profile', 'member')],
  'company not created': [2.5, stopsAt('company')],
  'waits to join': [
    1,
    async (stage, host, person) => {
      await stopsAt('company')(stage, host, person);
      const { company } = CUSTOMERS[2] as Customer;
      const guest = visitor(stage, person.locale);
      await guest.open(person.email);
      await guest.walk('company');
      await guest.step('company', { ...company, locale: 'pl' }).catch(() => {});
      await guest.step('join-company');
    },
  ],
  'wants no more invitations': [
    9,
    async (stage, host, person) => {
      await invite(stage, host, { kind: 'company', ...person });
      const header = (await stage.mailTo(person.email, /unsubscribe/)).headers['List-Unsubscribe'] ?? '';
      await stage.http.inject({ method: 'POST', url: new URL(header.slice(1, -1)).pathname });
    },
  ],
};

/** Somebody is stuck at everything that one can be stuck at. */
export async function getStuck(stage: Stage, host: Host): Promise<void> {
  for (const [at, [daysAgo, scene]] of Object.entries(SCENES) as [StuckAt, (typeof SCENES)[StuckAt]][]) {
    stage.daysAgo(daysAgo);
    await scene(stage, host, STUCK[at]);
    await stage.worker.runDue();
  }
}
