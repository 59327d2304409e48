import type { Role } from '@gatehouse/contract/roles';
import { prepareSetup } from '../server/src/features/organizations/index.ts';
import { CUSTOMERS, type Customer, HOST, PASSWORD } from './cast.ts';
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

export async function bringIn(stage: Stage, place: Host, { name, email, locale, roles }: Newcomer): Promise<void> {
  await invite(stage, place, { kind: 'member', email, name, locale, roles });
  const guest = visitor(stage, locale);
  await guest.open(email);
  await guest.walk('done');
}

type Invited = {
  kind: 'member' | 'company';
  /** An e-mail address, or a number. */
  email: string;
  name?: string | null;
  locale: string;
  [more: string]: unknown;
};

/** The owner, who signs in anew each time: no session lasts from one week of the story to the next. */
export async function ownerOf(stage: Stage, { email }: Host): Promise<Visitor> {
  const owner = visitor(stage);
  await owner.signIn(email);
  return owner;
}

export async function invite(stage: Stage, host: Host, { email, name, ...invited }: Invited): Promise<string> {
  const { organization } = host;
  const owner = await ownerOf(stage, host);
  const to = email.startsWith('+') ? { phone: email } : { email };
  const body = { ...invited, to, ...(name && { name }) };
  return String((await owner.post(`/organizations/${organization}/invitations`, body)).id);
}
