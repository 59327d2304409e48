import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import { useQuery } from '@tanstack/react-query';
import { createPortal } from 'react-dom';
import { IntlProvider } from 'react-intl';
import { loadCatalogue, useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Journey J1d: what is handed over, seen once. The sheet is in the language of whoever gets it; printed, it is alone on the paper. */
export function PrintedDialog({ sheet, onClose }: { sheet: PrintedSheet; onClose: () => void }) {
  const t = useText();
  const { data: messages } = useQuery({
    queryKey: ['texts', sheet.locale, 'people'],
    queryFn: () => loadCatalogue(sheet.locale, 'people'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!messages) return null;
  const paper = (
    <IntlProvider locale={sheet.locale} messages={messages}>
      <Paper sheet={sheet} />
    </IntlProvider>
  );
  return (
    <>
      <FormDialog
        open
        onOpenChange={onClose}
        title={t('people.sheet.dialog', { name: sheet.name })}
        text={t('people.password.printed-risk')}
        action={t('people.sheet.print')}
        close={t('common.action.close')}
        busy={false}
        onSubmit={() => window.print()}
      >
        <Notice tone="warning" title={t('people.sheet.shown')} />
        <div className="rounded-control border border-border bg-canvas p-4">{paper}</div>
      </FormDialog>
      {createPortal(
        <div className="print-only" aria-hidden="true">
          {paper}
        </div>,
        document.body,
      )}
    </>
  );
}

function Paper({ sheet }: { sheet: PrintedSheet }) {
  const t = useText();
  const { locale } = sheet;
  const timeZone = sheet.timeZone ?? undefined;
  const end = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  return (
    <section lang={locale} className="flex flex-col gap-4">
      <p className="font-semibold text-muted">{sheet.productName}</p>
      <div>
        <h3 className="text-title leading-tight">{t('people.sheet.title')}</h3>
        <p>{[sheet.name, sheet.organizationName].join(' · ')}</p>
      </div>
      <p>{t('people.sheet.intro')}</p>
      <p className="rounded-control border-2 border-control p-3 text-center font-mono text-title tracking-widest whitespace-nowrap">
        {sheet.code}
      </p>
      <ol className="flex list-decimal flex-col gap-2 pl-6">
        <li>
          {t('people.sheet.step-open')} <strong className="block break-all">{sheet.url}</strong>
        </li>
        <li>
          {t('people.sheet.step-identifier')} <strong className="block break-all">{sheet.identifier}</strong>
        </li>
        <li>{t('people.sheet.step-code')}</li>
        <li>{t('people.sheet.step-password')}</li>
      </ol>
      <p className="font-semibold">{t('people.sheet.ends', { at: end.format(new Date(sheet.expiresAt)) })}</p>
      <p className="text-muted">{t('people.sheet.safe')}</p>
    </section>
  );
}
