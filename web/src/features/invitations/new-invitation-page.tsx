import { invitationPreviewRoutes } from '@gatehouse/contract/invitation-preview';
import { createInvitationSchema, INVITATION_KINDS, invitationRoutes } from '@gatehouse/contract/invitations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import { useDraft } from '../../lib/draft.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { TakenNote } from '../directory/taken-note.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { checkForm, EMPTY_FORM, type InvitationForm, toRequest } from './invitation-form.ts';
import { CompanyPanel, KindPanel, MessagePanel, PersonPanel, useLabels } from './invitation-panels.tsx';
import { InvitationRefused } from './invitation-refused.tsx';
import { ManyAddresses, pasteMany } from './many-addresses.tsx';

const route = getRouteApi('/console/$org/invitations/new');

export function NewInvitationPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  return (
    <Page
      title={t('console.invitations.new')}
      text={t('console.invite.text')}
      back={
        <BackLink to="/console/$org/invitations" params={{ org: slug }}>
          {t('console.invitations.title')}
        </BackLink>
      }
    >
      {may('invitations.create') ? <InvitationFormView /> : <NoPermission />}
    </Page>
  );
}

/** Sends with one idempotency key for all tries of one press; afterwards the new record opens. */
function useCreate(org: string, onCreated: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ form, key, sendAt }: { form: InvitationForm; key: string; sendAt?: string }) =>
      call(invitationRoutes.create, {
        params: { org },
        body: { ...toRequest(form), ...(sendAt ? { sendAt } : {}) },
        idempotencyKey: key,
      }),
    onSuccess: async ({ id }) => {
      onCreated();
      await client.invalidateQueries({ queryKey: ['invitations', org] });
      await navigate({ to: '/console/$org/invitations/$id', params: { org, id } });
    },
  });
}

function InvitationFormView() {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const search = route.useSearch();
  const asked = INVITATION_KINDS.find((kind) => kind === search.kind);
  const looked = search.email ?? search.phone;
  const draft = useDraft(`invitation-${slug}${looked ? `-${looked}` : ''}`, {
    ...EMPTY_FORM,
    email: search.email ?? '',
    phone: search.phone ?? '',
  });
  const form = asked ? { ...draft.value, kind: asked } : draft.value;
  const { problems, show, fromServer, field } = useFieldProblems();
  const create = useCreate(slug, draft.clear);
  const labels = useLabels();
  const panel = { form, change: draft.change, field };
  const { taken, look } = useTaken(slug, form);
  const [previewed, setPreviewed] = useState(false);
  const whenRight = (act: () => void) => {
    const found = checkForm(form);
    show(found);
    if (Object.keys(found).length === 0) act();
  };
  const submit = () => whenRight(() => create.mutate({ form, key: crypto.randomUUID() }, { onError: fromServer }));
  const [later, setLater] = useState(false);
  const sendLater = (sendAt: string) => {
    const onError = (error: unknown) => {
      fromServer(error);
      // What is wrong with the form is said there.
      if (!isOnlyOf(error, 'sendAt')) setLater(false);
    };
    create.mutate({ form, key: crypto.randomUUID(), sendAt }, { onError });
  };
  return (
    <Form onSubmit={submit} className="flex max-w-3xl flex-col gap-4">
      <ErrorSummary problems={problems} labels={labels} />
      <KindPanel {...panel} />
      <fieldset
        onBlur={look}
        onPaste={(event) => pasteMany(event, (email) => draft.change({ email }))}
        className="flex min-w-0 flex-col gap-2"
      >
        <PersonPanel {...panel} />
        <ManyAddresses email={form.email} />
        {taken.map((one) => (
          <TakenNote key={one.field} org={slug} taken={one} />
        ))}
      </fieldset>
      {form.kind === 'company' ? <CompanyPanel {...panel} /> : null}
      <MessagePanel {...panel} />
      {unplaced(create.error) ? <InvitationRefused error={create.error} org={slug} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <ButtonLink to="/console/$org/invitations" params={{ org: slug }} onClick={draft.clear}>
          {t('common.action.cancel')}
        </ButtonLink>
        <Button onClick={() => whenRight(() => setPreviewed(true))}>{t('console.invite.preview')}</Button>
        <Button icon="clock" onClick={() => whenRight(() => setLater(true))}>
          {t('console.invite.later')}
        </Button>
        <Button type="submit" look="primary" icon="mail" busy={create.isPending}>
          {create.isPending ? t('console.invite.sending') : t('console.invite.send')}
        </Button>
      </div>
      <Suspense>
        {previewed ? <PreviewDrawer org={slug} form={form} open={previewed} onOpenChange={setPreviewed} /> : null}
        {later ? (
          <SendLaterDialog
            open={later}
            onOpenChange={setLater}
            busy={create.isPending}
            error={field('sendAt').error}
            refused={null}
            onChoose={sendLater}
          />
        ) : null}
      </Suspense>
    </Form>
  );
}

const SendLaterDialog = lazy(() => import('./send-later.tsx').then((parts) => ({ default: parts.SendLaterDialog })));
const PreviewDrawer = lazy(() =>
  import('./invitation-preview.tsx').then((parts) => ({ default: parts.InvitationPreviewDrawer })),
);

/** A refusal of this one field, and of nothing else. */
function isOnlyOf(error: unknown, path: string): boolean {
  return error instanceof ApiProblem && error.errors.length > 0 && error.errors.every((one) => one.path === path);
}

/** Who here has the address or the number already: looked at when it was typed, told before anything is sent. */
function useTaken(org: string, form: InvitationForm) {
  const { to } = toRequest(form);
  const typed = JSON.stringify(to);
  const [asked, setAsked] = useState('');
  const { data, mutate } = useMutation({
    mutationFn: () => call(invitationPreviewRoutes.preview, { params: { org }, body: { kind: 'company', to } }),
  });
  return {
    taken: typed === asked ? (data?.taken ?? []) : [],
    look(): void {
      if (typed === asked || !createInvitationSchema.shape.to.safeParse(to).success) return;
      setAsked(typed);
      mutate();
    },
  };
}
