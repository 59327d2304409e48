import { approvalRoutes, MOST_DECISIONS } from '@gatehouse/contract/approvals';
import { organizationRoutes } from '@gatehouse/contract/organizations';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import {
  type Decisions,
  decided,
  dueOf,
  idsOf,
  type Key,
  keyOf,
  moved,
  type Refusal,
  UNDO_MS,
  undone,
  type Verdict,
} from './decisions.ts';
import { refreshAfterDecision } from './queue-queries.ts';

type Refusals = ReadonlyMap<Key, Refusal>;

/**
 * Decisions of this page. Each leaves ten seconds after it was made, and until then can be taken back; whoever leaves the
 * page meanwhile has decided, so that none is lost.
 */
export function useDecisions(org: string) {
  const client = useQueryClient();
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const current = useRef(decisions);
  const waiting = useRef(new Map<number, { keys: readonly Key[]; verdict: Verdict }>());

  const change = (to: (before: Decisions) => Decisions) => {
    current.current = to(current.current);
    setDecisions(current.current);
  };
  const leave = async (keys: readonly Key[], verdict: Verdict, keepalive = false) => {
    const due = dueOf(current.current, keys);
    if (due.length === 0) return;
    change((before) => moved(before, due, () => ({ state: 'sending', verdict })));
    const refusals = await send(org, due, verdict, keepalive);
    change((before) =>
      moved(before, due, (key) => {
        const refusal = refusals.get(key);
        return refusal ? { state: 'refused', refusal } : { state: 'done', verdict };
      }),
    );
    await refreshAfterDecision(client, org);
  };
  const leaveAll = useRef<(keepalive: boolean) => void>(() => {});
  leaveAll.current = (keepalive) => {
    for (const [timer, { keys, verdict }] of waiting.current) {
      clearTimeout(timer);
      void leave(keys, verdict, keepalive);
    }
    waiting.current.clear();
  };
  useEffect(() => {
    const onHide = () => leaveAll.current(true);
    globalThis.addEventListener('pagehide', onHide);
    return () => {
      globalThis.removeEventListener('pagehide', onHide);
      leaveAll.current(true);
    };
  }, []);

  return {
    decisions,
    decide: (keys: readonly Key[], verdict: Verdict) => {
      change((before) => decided(before, keys, verdict));
      const timer = globalThis.setTimeout(() => {
        waiting.current.delete(timer);
        void leave(keys, verdict);
      }, UNDO_MS) as unknown as number;
      waiting.current.set(timer, { keys, verdict });
    },
    undo: (keys: readonly Key[]) => change((before) => undone(before, keys)),
  };
}

/** Sends decisions that are alike; answers those that were refused. */
async function send(org: string, keys: readonly Key[], verdict: Verdict, keepalive: boolean): Promise<Refusals> {
  const { decision, reason } = verdict;
  const body = { decision, ...(reason ? { reason } : {}) };
  const refused = new Map<Key, Refusal>();
  const attempt = (some: readonly Key[], act: () => Promise<void>) =>
    act().catch((error: unknown) => {
      const refusal = error instanceof ApiProblem ? error : { code: 'SERVER' as const, params: {} };
      for (const key of some) refused.set(key, { code: refusal.code, params: refusal.params });
    });
  const companies = idsOf('company', keys);
  for (let from = 0; from < companies.length; from += MOST_DECISIONS) {
    const ids = companies.slice(from, from + MOST_DECISIONS);
    await attempt(
      ids.map((id) => keyOf('company', id)),
      async () => {
        const { items } = await call(approvalRoutes.decideMany, { params: { org }, body: { ids, ...body }, keepalive });
        for (const { id, problem } of items) if (problem) refused.set(keyOf('company', id), problem);
      },
    );
  }
  for (const id of idsOf('join', keys)) {
    await attempt([keyOf('join', id)], async () => {
      await call(organizationRoutes.decideJoinRequest, { params: { org, id }, body, keepalive });
    });
  }
  return refused;
}
