import { expect } from 'vitest';
import type { TestClient } from '../server/test/app.ts';
import { createPerson, must, type Person, walk } from '../server/test/person.ts';
import type { World } from './world.ts';

/** An organization, and whoever acts for it. */
export type Place = { readonly owner: TestClient; readonly org: string };

/** What is not a journey's subject is done by the API: an invitation that has left. Answers its id. */
export async function invite(
  world: World,
  { owner, org }: Place,
  email: string,
  over: Record<string, unknown> = {},
): Promise<string> {
  const body = { kind: 'company', to: { email }, ...over };
  const answer = await owner.post(`/api/v1/organizations/${org}/invitations`, body);
  expect(answer.statusCode, answer.body).toBe(201);
  await world.linkTo(email);
  return answer.json().id;
}

/** A member of the organization who has come in and is signed in. */
export async function join(
  world: World,
  place: Place,
  email: string,
  over: Record<string, unknown> = {},
): Promise<Person> {
  await invite(world, place, email, { kind: 'member', ...over });
  const person = createPerson(world.origin);
  await walk(person, await tokenTo(world, email), 'done', () => world.codeTo(email));
  return person;
}

/** The owner of a company that has come in, signed in. */
export async function foundCompany(
  world: World,
  place: Place,
  email: string,
  company: { name: string; country: string; registrationNumber: string },
): Promise<Person> {
  await invite(world, place, email, { name: 'Pat Person' });
  const person = createPerson(world.origin);
  const { path } = await walk(person, await tokenTo(world, email), 'company', () => world.codeTo(email));
  await must(person.post(`${path}/company`, company), 200);
  return person;
}

/** A customer company at whose owner's table one sits, by the API and in a browser; somebody is invited to it. */
export type CustomerCompany = Place & { readonly cookies: ReadonlyMap<string, string> };

export const CUSTOMER = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };

/** {@link CUSTOMER}, with one invitation that waits. */
export async function foundCustomer(world: World, place: Place): Promise<CustomerCompany> {
  const { cookies } = await foundCompany(world, place, 'willy@urs.example', CUSTOMER);
  const owner = world.app.client();
  for (const [name, value] of cookies) owner.cookies.set(name, value);
  const { memberships } = (await owner.get('/api/v1/session')).json();
  const company = { owner, org: memberships[0].organization.id, cookies };
  await invite(world, company, 'mei@urs.example', { kind: 'member' });
  return company;
}

/** Whoever is signed in has proven it just now. */
export async function proveEverybody({ app }: World): Promise<void> {
  const sql = 'update sessions set proven_at = $1 where ended_at is null';
  await app.services.database.pool.query(sql, [app.clock.now()]);
}

async function tokenTo(world: World, email: string): Promise<string> {
  const link = await world.linkTo(email);
  return link.slice(link.lastIndexOf('/') + 1);
}
