import { z } from 'zod';

/** Roles of a member, highest first. */
export const ROLES = ['owner', 'administrator', 'inviter', 'support', 'member'] as const;
export type Role = (typeof ROLES)[number];
export const roleSchema = z.enum(ROLES);
