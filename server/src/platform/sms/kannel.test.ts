import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { isKannelHere, type Kannel, startDriveSmpp, startKannel } from '../../../test/kannel.ts';
import { openSmppSender, type SmppGateway, startSmppGateway } from '../../../test/smpp-gateway.ts';
import { measureSms } from './segments.ts';
import { buildSms } from './sms-sender.suite.ts';
import type { SmsReceipt } from './sms-sender.ts';

/** The same as people know it, in every alphabet and length. */
const TEXTS = [
  '482193 is your Gatehouse code. Valid 10 min.\n\n@id.gate.example #482193',
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà',
  '{[€]}~\\^|',
  '【Gatehouse】验证码 482193，10分钟内有效，请勿告诉他人。',
  'Gatehouse: код 482193. Никому не сообщайте.',
  '😀 验证',
  'a'.repeat(160),
  'a'.repeat(161),
  '证'.repeat(70),
  '证'.repeat(71),
];

describe.skipIf(!isKannelHere())('against Kannel', () => {
  let gateway: SmppGateway;
  let kannel: Kannel;
  beforeAll(async () => {
    gateway = await startSmppGateway();
    kannel = await startKannel(gateway.port);
    await eventually(() => gateway.bound.length > 0);
  });
  afterAll(async () => {
    await kannel.close();
    await gateway.close();
  });
  beforeEach(() => gateway.reset());

  it('its SMPP server takes what we submit, and what it delivers is answered', async () => {
    const server = await startDriveSmpp(3);
    const sender = openSmppSender(gateway, {
      gateway: { port: server.port, separate: true },
      silenceMilliseconds: 5000,
      keepAliveMilliseconds: 50,
    });
    const receipts: SmsReceipt[] = [];
    sender.onReceipt(async (receipt) => void receipts.push(receipt));
    expect(await sender.check()).toBeNull();
    for (const [index, text] of TEXTS.entries()) {
      expect(await sender.send(buildSms({ id: `msg_${index}`, text }))).toMatchObject({ result: 'sent' });
    }
    const seen = (what: string) => server.said().split(what).length - 1;
    expect(seen('Handling SMPP PDU of type submit_sm')).toBe(
      TEXTS.reduce((sum, text) => sum + measureSms(text).parts, 0),
    );
    expect(server.said()).toContain('short_message = <482193 is your Gatehouse code.');
    await eventually(() => seen('PDU of type deliver_sm_resp') === 3 && seen('PDU of type enquire_link_resp') === 3);
    await eventually(() => seen('PDU of type enquire_link') > 3);
    // Its messages are no receipts: they have an id, and no state.
    expect(receipts).toEqual([]);
    await sender.close();
    await eventually(() => seen('PDU of type unbind') === 2);
    expect(server.said()).not.toMatch(/ERROR: (?!.*13001)(?!.*connect)|PDU unpacking failed|Unhandled|garbage/);
    await server.close();
  });

  it('its SMPP client submits the same octets as ours', async () => {
    const sender = openSmppSender(gateway);
    for (const [index, text] of TEXTS.entries()) {
      gateway.reset();
      const { encoding, parts } = measureSms(text);
      await sender.send(buildSms({ id: `msg_${index}`, text }));
      const ours = gateway.submitted.map(contentOf);
      gateway.reset();
      const coding = encoding === 'UCS-2' ? 2 : 0;
      const answer = await kannel.send({ via: 'SMPP', id: `k_${index}`, to: '+48512345678', text, coding });
      expect(answer.status, answer.text).toBe(202);
      await eventually(() => gateway.submitted.length === parts);
      expect(gateway.submitted.map(contentOf), text).toEqual(ours);
      expect(gateway.shown()).toEqual([{ to: '+48512345678', text }]);
    }
    await sender.close();
  });

  it('it reads the receipts of the gateway of our tests as we do', async () => {
    for (const [stat, state] of [
      ['DELIVRD', '1'],
      ['UNDELIV', '2'],
    ] as const) {
      gateway.idOf = () => `${stat}-7`;
      await kannel.send({ via: 'SMPP', id: stat, to: '+48512345678', text: 'hi', coding: 0 });
      await eventually(() => gateway.submitted.length > 0);
      await eventually(() => kannel.reports.some((report) => report.id === stat && report.state === '8'));
      gateway.receipt(`${stat}-7`, stat);
      await eventually(() => kannel.reports.some((report) => report.id === stat && report.state === state));
      gateway.reset();
    }
  });

  it('a text goes over SMPP to its fake SMSC, and the receipt comes back', async () => {
    const bridge = await startSmppGateway();
    bridge.onSubmit = (pdu) => {
      const [shown] = bridge.shown().slice(-1);
      const coding = pdu.data_coding === 8 ? 2 : 0;
      if (shown) void kannel.send({ via: 'FAKE', id: 'bridged', coding, ...shown });
    };
    bridge.idOf = () => 'bridged';
    const sender = openSmppSender(bridge);
    const receipts: SmsReceipt[] = [];
    sender.onReceipt(async (receipt) => void receipts.push(receipt));
    const { references } = await sender.send(buildSms({ text: 'Gatehouse: код 482193' }));
    await eventually(() => kannel.arrived().length > 0);
    expect(kannel.arrived()).toEqual(['Gatehouse +48512345678 ucs-2 Gatehouse: код 482193']);
    await eventually(() => kannel.reports.some(({ id, state }) => id === 'bridged' && state === '1'));
    bridge.receipt('bridged', 'DELIVRD');
    await eventually(() => receipts.length === 1);
    expect(receipts).toMatchObject([{ reference: references?.[0], state: 'delivered' }]);
    await sender.close();
    await bridge.close();
  });
});

type Message = { readonly message: string; readonly udh?: readonly Buffer[] };

/** What a telephone would see of it: of the header that ties parts together, all but the group's number. */
function contentOf(pdu: SmppGateway['submitted'][number]) {
  const { message, udh } = pdu.short_message as Message;
  const [kind, , , parts, number] = udh?.[0] ?? [];
  const { data_coding, esm_class, destination_addr, dest_addr_ton, dest_addr_npi } = pdu;
  const { source_addr, source_addr_ton, source_addr_npi } = pdu;
  return {
    message,
    tied: udh ? [udh.length, kind, parts, number] : null,
    coding: Number(data_coding) & 0x0c,
    hasHeader: Number(esm_class) & 0x40,
    to: [destination_addr, dest_addr_ton, dest_addr_npi],
    from: [source_addr, source_addr_ton, source_addr_npi],
  };
}
