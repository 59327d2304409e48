import { type InvitationPreview, invitationPreviewRoutes } from '@gatehouse/contract/invitation-preview';
import { LOCALE_NAMES, LOCALES } from '@gatehouse/contract/locales';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type InvitationForm, toRequest } from './invitation-form.ts';

const LANGUAGES = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));

type Props = { org: string; form: InvitationForm; open: boolean; onOpenChange: (open: boolean) => void };

/** What the invited person will read, in any language, made by the server from what is typed. */
export function InvitationPreviewDrawer({ org, form, open, onOpenChange }: Props) {
  const t = useText();
  const [chosen, setChosen] = useState<InvitationForm['locale'] | null>(null);
  const body = toRequest({ ...form, locale: chosen ?? form.locale });
  const query = useQuery({
    queryKey: ['invitation-preview', org, body],
    queryFn: ({ signal }) => call(invitationPreviewRoutes.preview, { params: { org }, body, signal }),
    enabled: open,
    retry: false,
    placeholderData: (before) => before,
  });
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      title={t('console.invite.preview-title')}
      text={t('console.invite.preview-text')}
    >
      <SelectField
        id="preview-locale"
        label={t('console.invitation.language')}
        none={t('console.invite.language-default')}
        value={chosen ?? form.locale}
        onChange={(locale) => setChosen(locale as InvitationForm['locale'])}
        options={LANGUAGES}
      />
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ProblemNotice error={query.error} /> : null}
      {query.data?.messages.map((message) => (
        <Message key={message.channel} message={message} />
      ))}
    </Drawer>
  );
}

function Message({ message }: { message: InvitationPreview['messages'][number] }) {
  const t = useText();
  const { channel, locale, sender, subject, text, sms } = message;
  return (
    <section className="flex min-w-0 flex-col gap-2 border-t border-border pt-3">
      <h3 className="text-body font-semibold">{t(`common.channel.${channel}`)}</h3>
      {sender === null ? null : <p className="text-meta break-words text-muted">{sender}</p>}
      {subject === null ? null : (
        <p lang={locale} className="font-semibold break-words">
          {subject}
        </p>
      )}
      <pre lang={locale} className="font-[inherit] break-words whitespace-pre-wrap">
        {text}
      </pre>
      {sms ? <p className="text-meta text-muted">{t('branding.texts.parts', sms)}</p> : null}
    </section>
  );
}
