import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import { type DoorContext, emptyForm, type FormState, renderFlowPage } from '../src/door/door-view.ts';

/** Pages of the door by name, to be rendered in any language. */
export type Samples = Record<string, (context: DoorContext) => string>;

export function buildFlow(step: FlowStep, overrides: Partial<Flow> = {}): Flow {
  return {
    id: 'flw_7KQ2MX',
    kind: 'invitation',
    state: 'open',
    step,
    stepNumber: null,
    stepCount: null,
    expiresAt: '2026-11-22T11:00:00Z',
    ...overrides,
  };
}

/** What comes back after a submit that was refused. */
export function buildFailedForm(
  fields: readonly [path: string, code: ErrorCode, params?: ErrorParams][],
  values: Record<string, string> = {},
  problem: FormState['problem'] = { code: 'REQUEST-INVALID', params: {} },
): FormState {
  return { values, fields: fields.map(([path, code, params = {}]) => ({ path, code, params })), problem };
}

export const flowPage =
  (step: FlowStep, form: FormState = emptyForm, overrides: Partial<Flow> = {}) =>
  (context: DoorContext) =>
    renderFlowPage(context, buildFlow(step, overrides), form);
