import { approvalRoutes, type CompanyApproval } from '@gatehouse/contract/approvals';
import { organizationRoutes } from '@gatehouse/contract/organizations';
import { type RecoveryRequest, recoveryRoutes } from '@gatehouse/contract/recoveries';
import { keepPreviousData, queryOptions, type useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../../lib/api.ts';

export type JoinRequest = z.infer<typeof organizationRoutes.joinRequests.response>['items'][number];
export type { CompanyApproval };

/** How much waits; asked again every minute, for the badge of the navigation. */
export const waitingCountQuery = (org: string) =>
  queryOptions({
    queryKey: ['queue', org, 'count'],
    queryFn: ({ signal }) => call(approvalRoutes.count, { params: { org }, signal }),
    refetchInterval: 60_000,
  });

export const approvalsQuery = (org: string, state: 'waiting' | 'decided', cursor: string | undefined) =>
  queryOptions({
    queryKey: ['queue', org, 'companies', { state, cursor }],
    queryFn: ({ signal }) => call(approvalRoutes.list, { params: { org }, query: { state, cursor }, signal }),
    placeholderData: keepPreviousData,
  });

/** People who ask to join and wait. */
export const joinRequestsQuery = (org: string) =>
  queryOptions({
    queryKey: ['queue', org, 'people'],
    queryFn: ({ signal }) =>
      call(organizationRoutes.joinRequests, { params: { org }, query: { state: 'requested', limit: 100 }, signal }),
  });

/** Members who have lost every second step, those that wait and those of late. */
export const recoveriesQuery = (org: string) =>
  queryOptions({
    queryKey: ['recovery-requests', org],
    queryFn: ({ signal }) => call(recoveryRoutes.list, { params: { org }, query: { limit: 50 }, signal }),
  });

/** Those that wait for a decision or for their time. */
export function openRecoveries(page: { readonly items: readonly RecoveryRequest[] } | undefined): RecoveryRequest[] {
  return page?.items.filter(({ state }) => state === 'waiting' || state === 'approved') ?? [];
}

/** What a decision changes: the queue, and the lists of those who are in. */
export function refreshAfterDecision(client: ReturnType<typeof useQueryClient>, org: string): Promise<unknown> {
  return Promise.all(
    ['queue', 'recovery-requests', 'members', 'companies', 'overview', 'invitations'].map((key) =>
      client.invalidateQueries({ queryKey: [key, org] }),
    ),
  );
}
