import type { Locale } from '@gatehouse/contract/locales';
import type { Message } from './message-store.ts';
import type { OwnTexts } from './message-text-store.ts';

/** A message in the voice of whom it is of. */
export type Spoken = {
  readonly locale: Locale;
  readonly params: Message['params'];
  readonly ownTexts: OwnTexts | null;
  /** `{Org} via {Product}`: who speaks, and through what, so that the address behind the name is no surprise. */
  readonly sender: string;
};

/** What an organization decided since the message was owed counts; one of no organization speaks as the house does. */
export function speakMessage({
  organizationId,
  doorOrganizationId,
  locale,
  params,
  senderName,
  voice,
}: Message): Spoken {
  if (!voice) return { locale, params, ownTexts: null, sender: senderOf(senderName, params.productName) };
  const ofNobody = organizationId === null;
  const productName = ofNobody ? voice.productName : params.productName;
  const named = doorOrganizationId ? voice.organizationName : productName;
  const speaker = voice.senderName ?? (ofNobody ? named : senderName);
  return {
    locale: voice.locale,
    params: { ...params, productName },
    ownTexts: voice.ownTexts,
    sender: senderOf(speaker, productName),
  };
}

export function senderOf(speaker: string, productName: string): string {
  return speaker === productName ? speaker : `${speaker} via ${productName}`;
}
