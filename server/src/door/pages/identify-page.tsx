import type { Flow } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { forgotPath } from '../parts/begin-again.ts';
import { CannotGetIn } from '../parts/cannot-get-in.tsx';
import { MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { type ReadForm, readForm } from '../parts/read-form.ts';

/** Card D9 as a step of a flow. */
export function identifyPage(context: DoorContext, flow: Flow, form: FormState): PageModel {
  return identify(context, form, { action: `/flow/${flow.id}/identify`, hidden: {} }, flow);
}

/** The tabs of a door that has two. */
export type SignInWay = 'password' | 'sms';

/** `organization`: at whose door; empty for nobody's. `way`: the tab that is shown; null where there are none. */
export type SignInView = { returnTo: string; organization: string; way?: SignInWay | null };

/** Card D9 at the front: `POST /sign-in`. */
export function signInPage(context: DoorContext, form: FormState, view: SignInView): PageModel {
  const { way = null, ...hidden } = view;
  const { organization } = view;
  const here = organization ? { ...context, begin: { organization } } : context;
  return identify(here, form, { action: '/sign-in', hidden: way ? { ...hidden, way } : hidden });
}

type Target = { action: string; hidden: Record<string, string> };

function identify(context: DoorContext, state: FormState, target: Target, flow?: Flow): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['identifier'], problemField: 'identifier' });
  const page: PageModel = {
    heading: t('door.identify.heading'),
    form,
    body: (
      <>
        <Tabs context={context} hidden={target.hidden} />
        <IdentifyForm form={form} target={target} />
        <PasskeyButton
          context={context}
          flow={flow ?? null}
          purpose="sign-in"
          autofill={true}
          {...(target.hidden.returnTo ? { returnTo: target.hidden.returnTo } : {})}
        />
        <p>
          <a href={forgotPath(context)}>{t('door.forgot.link')}</a>
        </p>
        <p className="hint">
          {t.rich('door.identify.invited', {}, { a: (text: ReactNode) => <a href="/new-link">{text}</a> })}
        </p>
        <CannotGetIn context={context} />
      </>
    ),
  };
  return flow ? { ...page, flow } : page;
}

/** Password or text message, where an organization wants its people to choose: links, which work without script. */
function Tabs({ context, hidden }: { context: DoorContext; hidden: Record<string, string> }): ReactNode {
  const { t } = context;
  const { way, organization = '', returnTo = '' } = hidden;
  if (!way) return null;
  const href = (to: SignInWay) =>
    `/sign-in?${new URLSearchParams({ organization, way: to, ...(returnTo ? { returnTo } : {}) })}`;
  return (
    <nav aria-label={t('door.identify.tabs')}>
      <p>
        {way === 'password' ? <strong aria-current="page">{t('door.identify.tab.password')}</strong> : null}
        {way === 'sms' ? <a href={href('password')}>{t('door.identify.tab.password')}</a> : null}
        {' | '}
        {way === 'sms' ? <strong aria-current="page">{t('door.identify.tab.sms')}</strong> : null}
        {way === 'password' ? <a href={href('sms')}>{t('door.identify.tab.sms')}</a> : null}
      </p>
    </nav>
  );
}

function IdentifyForm({ form, target }: { form: ReadForm; target: Target }): ReactNode {
  const { t } = form.context;
  const isNumber = target.hidden.way === 'sms';
  return (
    <MainForm action={target.action}>
      {Object.entries(target.hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextField
        form={form}
        name="identifier"
        label={t(isNumber ? 'common.word.phone' : 'door.identify.any')}
        verbatim
        autoComplete="username webauthn"
        inputMode={isNumber ? 'tel' : 'email'}
        maxLength={254}
      />
      {/* Password managers fill both steps from here. It has no name: it is never submitted. */}
      <input type="password" autoComplete="current-password" className="unseen" tabIndex={-1} aria-hidden="true" />
      <PrimaryButton>{t(isNumber ? 'common.action.send-code' : 'common.action.continue')}</PrimaryButton>
    </MainForm>
  );
}
