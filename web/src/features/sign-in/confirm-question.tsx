import { type Flow, flowRoutes } from '@gatehouse/contract/flows';
import { passkeyRoutes } from '@gatehouse/contract/passkeys';
import { startAuthentication } from '@simplewebauthn/browser';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/**
 * A flow that proves anew who is signed in, step by step in a dialog, by more than a mailed code where that is to be `strong`;
 * `onEnd` is told whether it was proven.
 */
export function ConfirmQuestion({ strong, onEnd }: { strong: boolean; onEnd: (proven: boolean) => void }) {
  const t = useText();
  const [newest, setNewest] = useState<Flow | null>(null);
  const begun = useQuery({
    queryKey: ['confirm-flow'],
    queryFn: () => call(flowRoutes.start, { body: { kind: 'confirm', ...(strong && { strong }) } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const flow = newest ?? begun.data;
  if (flow) {
    const go = (next: Flow) => (next.state === 'done' ? onEnd(true) : setNewest(next));
    return <Question key={stepKey(flow.step)} flow={flow} onFlow={go} onClose={() => onEnd(false)} />;
  }
  return begun.isError ? (
    <FormDialog
      open
      onOpenChange={() => onEnd(false)}
      title={t('common.confirm.title')}
      text={t('common.confirm.text')}
      action={null}
      busy={false}
      onSubmit={() => onEnd(false)}
    >
      <ProblemNotice error={begun.error} onRetry={() => void begun.refetch()} />
    </FormDialog>
  ) : null;
}

function stepKey(step: Flow['step']): string {
  return step.name === 'second-factor' ? String(step.factor) : step.name;
}

/** What each step asks for: the field of its body, its label, and how browsers fill it. Null where a passkey is all. */
function askedBy(step: Flow['step']) {
  if (step.name === 'second-factor' && step.factor === null) return null;
  if (step.name === 'code') {
    return {
      name: 'code',
      label: `common.method.${step.channel}-code`,
      type: 'text',
      autoComplete: 'one-time-code',
    } as const;
  }
  return step.name === 'second-factor'
    ? ({ name: 'code', label: `common.factor.${step.factor}`, type: 'text', autoComplete: 'one-time-code' } as const)
    : ({
        name: 'password',
        label: 'common.word.password',
        type: 'password',
        autoComplete: 'current-password',
      } as const);
}

function canUsePasskey(step: Flow['step']): boolean {
  return 'canUsePasskey' in step && step.canUsePasskey;
}

async function answerWithPasskey(flow: Flow): Promise<Flow> {
  const params = { id: flow.id };
  const optionsJSON = await call(passkeyRoutes.flowOptions, { params, body: { purpose: 'sign-in' } });
  const response = await startAuthentication({ optionsJSON: optionsJSON as never });
  return call(flowRoutes.submit, { params: { ...params, step: 'passkey' }, body: { response } });
}

function Question({ flow, onFlow, onClose }: { flow: Flow; onFlow: (flow: Flow) => void; onClose: () => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const { fromServer, field } = useFieldProblems();
  const submit = useMutation({
    mutationFn: ([step, body]: readonly [string, Record<string, unknown>]) =>
      call(flowRoutes.submit, { params: { id: flow.id, step }, body }),
    onSuccess: onFlow,
    onError: (error) => {
      setTyped('');
      fromServer(error);
    },
  });
  const passkey = useMutation({ mutationFn: () => answerWithPasskey(flow), onSuccess: onFlow });
  const { step } = flow;
  const asked = askedBy(step);
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('common.confirm.title')}
      text={t('common.confirm.text')}
      action={asked ? t('common.action.continue') : null}
      busy={submit.isPending}
      onSubmit={() => asked && submit.mutate([step.name, { [asked.name]: typed }])}
    >
      {unplaced(submit.error) ? <ProblemNotice error={submit.error} /> : null}
      {passkey.error instanceof ApiProblem ? <ProblemNotice error={passkey.error} /> : null}
      {asked ? (
        <TextField
          {...field(asked.name)}
          type={asked.type}
          label={t(asked.label)}
          value={typed}
          onChange={setTyped}
          autoComplete={asked.autoComplete}
          {...(step.name === 'code' ? { hint: t('common.confirm.sent', { to: step.to }) } : {})}
        />
      ) : null}
      {step.name === 'code' ? (
        <div>
          <Button onClick={() => submit.mutate(['resend-code', {}])}>{t('common.action.resend')}</Button>
        </div>
      ) : null}
      {canUsePasskey(step) ? (
        <div>
          <Button busy={passkey.isPending} onClick={() => passkey.mutate()}>
            {t('common.method.passkey')}
          </Button>
        </div>
      ) : null}
      {step.name === 'password' ? (
        <a className="link w-fit" href="/forgot">
          {t('common.confirm.no-password')}
        </a>
      ) : null}
      {step.name === 'second-factor' ? (
        <div className="flex flex-wrap gap-2">
          {step.factor === 'sms' ? (
            <Button onClick={() => submit.mutate(['choose-factor', { factor: 'sms' }])}>
              {t('common.factor.send-sms')}
            </Button>
          ) : null}
          {step.others.map((factor) => (
            <Button key={factor} onClick={() => submit.mutate(['choose-factor', { factor }])}>
              {t(`common.factor.${factor}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </FormDialog>
  );
}
