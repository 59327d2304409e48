import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { invite, mailsTo } from '../../test/journey.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it('a link that ends in the typed code opens the invitation, pressed or pasted, and a wrong one opens nothing', async () => {
  const invited = await invite(app, await app.setUp());
  const text = mailsTo(app, invited.email).at(-1)?.text ?? '';
  const code = (/\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b/.exec(text)?.[0] ?? '').replaceAll('-', '');
  const page = await app.client().get(`/i/${code}`);
  expect(page.statusCode, page.body).toBe(200);
  expect(page.body).toContain('Northwind Machines');
  const pasted = await app
    .client()
    .post('/api/v1/flows', { kind: 'invitation', token: `http://localhost:3000/i/${code}` });
  expect(pasted.statusCode, pasted.body).toBe(201);
  expect((await app.client().get('/i/2222222222')).statusCode).toBe(404);
});
