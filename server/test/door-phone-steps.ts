import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import { CODE_STEP, INVITATION } from './door-steps.ts';

const EMAIL = 'w••••@urs-machining.example';
const NUMBER = '+886 912 •••• 78';
const CODE = { ...CODE_STEP, channel: 'sms', to: NUMBER } as const;

/** Pages of people who are invited or sign in by a number, by name. */
export const PHONE_STEPS: Readonly<Record<string, readonly [step: FlowStep, over?: Partial<Flow>]>> = {
  'accept-both': [{ name: 'accept', invitation: { ...INVITATION, alsoTo: '+886 912 345 678' } }],
  'accept-phone': [{ name: 'accept', invitation: { ...INVITATION, to: '+886 912 345 678', note: null } }],
  'wrong-account-phone': [
    {
      name: 'wrong-account',
      invitation: { ...INVITATION, to: EMAIL, alsoTo: NUMBER },
      signedInAs: '+48 512 345 678',
      addable: ['email', 'phone'],
    },
  ],
  'choose-method-both': [
    {
      name: 'choose-method',
      to: `${EMAIL}, ${NUMBER}`,
      methods: [
        { method: 'email-code', to: EMAIL },
        { method: 'sms-code', to: NUMBER },
      ],
      movesNumber: false,
      canUsePasskey: false,
    },
  ],
  'choose-method-number-known': [
    {
      name: 'choose-method',
      to: NUMBER,
      methods: [
        { method: 'password', to: NUMBER },
        { method: 'sms-code', to: NUMBER },
      ],
      movesNumber: true,
      canUsePasskey: false,
    },
  ],
  'code-sms': [{ ...CODE, otherMethods: ['password'], delivery: null }, { kind: 'sign-in' }],
  'code-sms-unsent': [
    { ...CODE, sentAt: null, expiresAt: null, otherMethods: ['password'], canUsePasskey: true, delivery: null },
    { kind: 'sign-in', reference: 'GH-7K2M-4QXT' },
  ],
  'code-sms-invited': [{ ...CODE, otherMethods: ['email-code'], delivery: 'delivered' }],
};
