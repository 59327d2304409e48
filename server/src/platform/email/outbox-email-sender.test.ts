import { describe } from 'vitest';
import { itSendsMail } from './email-sender.suite.ts';
import { createOutboxEmailSender } from './outbox-email-sender.ts';

describe('the outbox', () => itSendsMail(createOutboxEmailSender));
