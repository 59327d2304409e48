import type { MemberRecord } from '@gatehouse/contract/members';
import { useIntl } from 'react-intl';
import { useText } from '../../lib/i18n.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReceiptState } from '../../ui/receipt-state.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { useMethodNames } from '../sign-in/method-names.tsx';

/** The first of these texts that exists, else the last word itself. */
function useFirstText() {
  const intl = useIntl();
  return (keys: readonly string[], otherwise: string): string => {
    const id = keys.find((key) => intl.messages[key]);
    return id ? intl.formatMessage({ id }) : otherwise;
  };
}

export function MemberProfile({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  return (
    <Panel title={t('people.tab.profile')}>
      <FactList
        facts={[
          ...member.identifiers.map(({ kind, value, verifiedAt }) => ({
            label: t(`people.identifier.${kind}`),
            value: `${value} · ${t(verifiedAt ? 'people.verified' : 'people.unverified')}`,
          })),
          { label: t('people.identifier.username'), value: member.username ? `${member.username}@${org}` : null },
          { label: t('common.word.role'), value: member.roles.map((role) => t(`common.role.${role}`)).join(' · ') },
          { label: t('people.joined'), value: <Time at={member.joinedAt} stacked={false} /> },
          { label: t('people.invited-by'), value: member.invitedBy },
          {
            label: t('people.removed-at'),
            value: member.removedAt ? <Time at={member.removedAt} stacked={false} /> : null,
          },
        ]}
      />
    </Panel>
  );
}

export function MemberSignIn({ member }: { member: MemberRecord }) {
  const t = useText();
  const methodNames = useMethodNames();
  const text = useFirstText();
  const { passwordSetAt, emailCode, smsCode } = member.methods;
  return (
    <>
      <Panel title={t('people.methods.title')}>
        <FactList
          facts={[
            {
              label: t('common.method.password'),
              value: passwordSetAt ? (
                <span>
                  {t('people.methods.set')} <Time at={passwordSetAt} stacked={false} />
                </span>
              ) : (
                t('people.methods.no-password')
              ),
            },
            { label: t('common.method.email-code'), value: t(emailCode ? 'people.methods.yes' : 'people.methods.no') },
            {
              label: t('common.method.sms-code'),
              value: t(smsCode ? 'people.methods.yes' : 'people.methods.no-number'),
            },
          ]}
        />
      </Panel>
      <Panel title={t('people.sign-ins.title')}>
        {member.signIns.length === 0 ? <p className="text-muted">{t('people.sign-ins.none')}</p> : null}
        <ul className="divide-y divide-border">
          {member.signIns.map(({ id, at, methods, result, reason, ip }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
              <span className="flex flex-col items-start gap-1">
                <State
                  tone={result === 'success' ? 'success' : 'danger'}
                  icon={result === 'success' ? 'check' : 'cross'}
                >
                  {t(`common.result.${result}`)}
                </State>
                <span className="text-meta text-muted">{`${methodNames(methods)} · ${ip}`}</span>
                {reason ? <span className="text-meta">{text([`console.reason.${reason}`], reason)}</span> : null}
              </span>
              <Time at={at} />
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

export function MemberTimeline({ member }: { member: MemberRecord }) {
  const t = useText();
  const text = useFirstText();
  return (
    <Panel title={t('people.tab.timeline')}>
      <ol className="divide-y divide-border">
        {member.timeline.map(({ at, event, actor, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two equal events may share a moment
          <li key={`${at} ${index}`} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3">
            <span className="flex min-w-0 flex-col">
              <span className="font-semibold">
                {text([`people.event.${event}`, `console.timeline.${event}`], event)}
              </span>
              {actor ? <span className="text-muted">{actor}</span> : null}
              {reason ? <q className="text-meta">{reason}</q> : null}
            </span>
            <Time at={at} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

export function MemberMessages({ member }: { member: MemberRecord }) {
  const t = useText();
  const text = useFirstText();
  return (
    <Panel title={t('people.tab.messages')} text={t('people.messages.text')}>
      {member.messages.length === 0 ? <p className="text-muted">{t('people.messages.none')}</p> : null}
      <ul className="divide-y divide-border">
        {member.messages.map(({ id, channel, template, state, response, receipt, at }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3">
            <span className="flex min-w-0 flex-col">
              <span className="font-semibold">{text([`people.template.${template}`], template)}</span>
              <span className="text-muted">{`${t(`common.channel.${channel}`)} · ${t(`common.delivery.${state}`)}`}</span>
              <ReceiptState receipt={receipt} />
              {response ? <q className="font-mono text-meta">{response}</q> : null}
            </span>
            <Time at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
