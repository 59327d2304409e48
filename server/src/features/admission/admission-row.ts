import type { CompanyDraft } from '@gatehouse/contract/company';
import type { Factor } from '@gatehouse/contract/factors';
import type { FlowKind, Method } from '@gatehouse/contract/flows';
import type { InvitationKind, InvitationState } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import type { Legal, Policies } from '@gatehouse/contract/organizations';
import type { Role } from '@gatehouse/contract/roles';
import type { DoorBrand } from '../../kernel/door-brand.ts';
import { HOUSE_NAME } from '../../kernel/door-brand.ts';
import type { AskedFactor, NamedAskedPassword } from '../organizations/index.ts';
import type { AccountFact, DeliveryFact } from './domain/facts.ts';

/** One way in, with everything that `assess` and its pages look at. Nulls where there is no flow or no invitation. */
export type AdmissionRow = {
  flowId: string | null;
  /** Of the row of the flow: changes with it. */
  flowVersion: string | null;
  flowKind: FlowKind | null;
  flowAccountId: string | null;
  identifier: string | null;
  identifierCanonical: string | null;
  method: Method | null;
  returnTo: string | null;
  acceptedAt: Date | null;
  addressProvenAt: Date | null;
  authenticatedAt: Date | null;
  authenticatedBy: string[] | null;
  addingAddress: boolean | null;
  passwordPostponedAt: Date | null;
  factor: Factor | null;
  /** Typed in this flow to become a second step; E.164. */
  factorNumber: string | null;
  secondFactorAt: Date | null;
  secondFactorBy: string | null;
  trustDevice: boolean | null;
  factorPostponedAt: Date | null;
  factorAddedAt: Date | null;
  showsCodes: boolean | null;
  trustedUntil: Date | null;
  flowLocale: Locale | null;
  flowCreatedAt: Date | null;
  flowExpiresAt: Date | null;
  clientHash: Buffer | null;
  completedAt: Date | null;
  /** At whose door a sign-in began, where that has a brand of its own. */
  flowDoorId: string | null;
  /** The same as the address named it, whether or not there is such an organization. */
  flowDoorNamed: string | null;
  /** Of the invitation when this flow was begun: another one means that it has moved to another address since. */
  flowAddressVersion: number | null;
  addressVersion: number;
  addressChangedAt: Date | null;
  invitationId: string | null;
  /** Null where there is no invitation. */
  added: boolean | null;
  kind: InvitationKind;
  state: InvitationState;
  canonical: string;
  shown: string;
  /** Of `canonical`. */
  addressKind: 'email' | 'phone';
  /** E.164; alone, or beside an e-mail address. */
  phone: string | null;
  inviteeName: string | null;
  invitationLocale: Locale | null;
  roles: Role[];
  /** What whoever invited holds in the organization now; null where they have no place there any more. */
  inviterRoles: Role[] | null;
  note: string | null;
  company: CompanyDraft | null;
  companyDraft: CompanyDraft | null;
  createdAt: Date;
  /** When it is to leave; null once it has. */
  sendAt: Date | null;
  expiresAt: Date;
  resumableUntil: Date | null;
  endedAt: Date | null;
  acceptedBy: string | null;
  inviterName: string | null;
  organizationId: string | null;
  organizationName: string | null;
  organizationState: 'active' | 'suspended' | 'deleted';
  productName: string | null;
  supportContact: string | null;
  /** Whose door it is; null where no organization is known. */
  brand: DoorBrand | null;
  policies: Partial<Policies> | null;
  /** Null where there is no limit, or nobody is to become a member of the organization. */
  seat: 'free' | 'none' | null;
  legal: Partial<Legal> | null;
  /** Of `canonical` where that is an e-mail address. */
  emailOwnerId: string | null;
  phoneOwnerId: string | null;
  /** Whoever proves the number here takes it from an account that has been used: see `AddressFact.moves`. */
  phoneMoves: boolean;
  /** Of the two the one that counts: see `Facts.addressOwner`. */
  ownerId: string | null;
  ownerHasPassword: boolean;
  ownerHasPasskey: boolean;
  accountId: string | null;
  accountState: AccountFact['state'];
  accountName: string;
  accountCreatedAt: Date;
  /** Name of the organization that suspended them, where they have no other place. */
  shutOutBy: string | null;
  passwordSetAt: Date | null;
  passwordDueAt: Date | null;
  passwordDueBy: 'administrator' | 'temporary' | null;
  /** Null where there is no account. */
  factors: {
    totpAt: string | null;
    smsAt: string | null;
    /** The number in E.164. */
    smsTo: string | null;
    passkeys: number;
    recoveryCodes: number;
    recovery: {
      state: 'waiting' | 'approved';
      askedAt: string;
      readyAt: string;
      expiresAt: string;
      decidable: boolean;
    } | null;
    /** Name of the organization that they have been in the longest. */
    home: string | null;
  } | null;
  /** What each organization of the account asks, and whether they administer it. */
  factorPolicies: AskedFactor[] | null;
  /** What each organization of the account asks of its password. */
  passwordPolicies: NamedAskedPassword[] | null;
  addressVerifiedAt: Date | null;
  termsOrganizationId: string | null;
  termsOrganizationName: string | null;
  termsVersion: string | null;
  consentAt: Date | null;
  landingId: string | null;
  landingSlug: string | null;
  landingState: OrganizationState | null;
  companyCreatedAt: Date | null;
  joinState: 'requested' | 'approved' | 'rejected' | 'withdrawn' | null;
  joinAt: Date | null;
  joinOrganization: string | null;
  joinOrganizationId: string | null;
  joinOrganizationState: OrganizationState | null;
  joinNote: string | null;
  joinNotify: boolean | null;
  /** The newest request to approve the company that was created by the invitation. */
  approval: ApprovalColumn | null;
  /** To whom the invitation was handed over by whoever came by the earlier address, and when. */
  handedOver: { to: string; at: string } | null;
  /** Who handed it over to the present address. */
  handedOn: { by: string; note: string } | null;
  membershipState: 'active' | 'suspended' | 'removed' | null;
  membershipAt: Date;
  membershipRemovedAt: Date | null;
  delivery: (Omit<DeliveryFact, 'at'> & { at: string }) | null;
};

type OrganizationState = 'active' | 'pending-approval' | 'rejected' | 'suspended' | 'deleted';

/** As JSON gives it: times are text. */
type ApprovalColumn = {
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn';
  at: string;
  decidedAt: string | null;
  company: string;
  note: string;
  notify: boolean;
  reason: string | null;
};

/** For whom a message of a flow speaks, and at whose door it began. */
export type Speaker = { readonly productName: string; readonly senderName: string; readonly door: string | null };

/** An organization that invited speaks for itself; else whose door it is. */
export function speakerOf({ productName, organizationName, brand }: AdmissionRow): Speaker {
  return {
    productName: productName ?? brand?.productName ?? HOUSE_NAME,
    senderName: organizationName ?? brand?.senderName ?? HOUSE_NAME,
    door: brand?.organizationId ?? null,
  };
}
