import type { RequirementName } from '@gatehouse/contract/invitations';
import type { Remedy, RequirementActor, RequirementReason } from './facts.ts';

/**
 * One thing that must hold before a person is in.
 * `met`: it holds, since `since`. `unmet`: `actor` can act on it now. `blocked`: as things stand nobody comes in, until
 * `actor` applies `remedy`. Whatever is not met has an actor and a remedy.
 */
export type Requirement =
  | { readonly name: RequirementName; readonly state: 'met'; readonly since: Date | null }
  | {
      readonly name: RequirementName;
      readonly state: 'unmet' | 'blocked';
      readonly since: Date | null;
      readonly actor: RequirementActor;
      readonly remedy: Remedy;
      readonly reason: RequirementReason | null;
    };

export type OpenRequirement = Exclude<Requirement, { state: 'met' }>;

export function met(name: RequirementName, since: Date | null): Requirement {
  return { name, state: 'met', since };
}

export function unmet(
  name: RequirementName,
  actor: RequirementActor,
  remedy: Remedy,
  since: Date | null,
  reason: RequirementReason | null = null,
): Requirement {
  return { name, state: 'unmet', since, actor, remedy, reason };
}

export function blocked(
  name: RequirementName,
  actor: RequirementActor,
  remedy: Remedy,
  since: Date | null,
  reason: RequirementReason,
): Requirement {
  return { name, state: 'blocked', since, actor, remedy, reason };
}

/**
 * What stands between the person and being in: the first blocked requirement, for no step is worth taking while one
 * is, else the first unmet one. Null when the person is in.
 */
export function firstOpen(requirements: readonly Requirement[]): OpenRequirement | null {
  const open = requirements.filter((requirement) => requirement.state !== 'met');
  return open.find((requirement) => requirement.state === 'blocked') ?? open[0] ?? null;
}
