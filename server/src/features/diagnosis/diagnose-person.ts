import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import type { Caller } from '../../kernel/actor.ts';
import type { Services } from '../../platform/services.ts';
import type { Asker } from './domain/fixes.ts';
import { type FindServices, findPerson } from './find-person.ts';
import { presentDiagnosis } from './present-diagnosis.ts';

/** Why somebody cannot get in, in words, and what can be done about it. @throws as `findPerson` */
export async function diagnose(
  services: FindServices & Pick<Services, 'publicUrl'>,
  caller: Caller,
  asker: Asker,
  typed: string,
): Promise<Diagnosis> {
  const found = await findPerson(services, caller, asker.organizationId, typed);
  const { publicUrl, clock } = services;
  return presentDiagnosis(found, { locale: caller.locale, asker, publicUrl, now: clock.now() });
}
