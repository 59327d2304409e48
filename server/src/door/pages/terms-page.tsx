import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'terms' }>;

/** Card D6: what the organization will see, what is agreed to, and what No means. */
export function termsPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const organization = step.organizationName;
  const { productName: product } = context.brand;
  return {
    heading: t('door.terms.heading'),
    flow,
    form: readForm(context, state, { fields: [] }),
    body: (
      <>
        <h2>{t('door.terms.sees', { organization, product })}</h2>
        <ul>
          {step.shares.map((share) => (
            <li key={share}>{t(`door.terms.share.${share}`)}</li>
          ))}
        </ul>
        <h2>{t('door.terms.agree-to')}</h2>
        <ul>
          {step.documents.map((document) => (
            <li key={document.kind}>
              <LegalText context={context} document={document} />
            </li>
          ))}
        </ul>
        <MainForm action={`/flow/${flow.id}/terms`}>
          <input type="hidden" name="accepted" value="true" />
          <input type="hidden" name="version" value={step.version} />
          <PrimaryButton>{t('common.action.agree')}</PrimaryButton>
        </MainForm>
        <details>
          <summary>{t('door.terms.no')}</summary>
          <p>{t('door.terms.no-effect', { organization, product })}</p>
        </details>
      </>
    ),
  };
}

function LegalText({ context, document }: { context: DoorContext; document: Step['documents'][number] }): ReactNode {
  const { t } = context;
  const title = t(`door.terms.document.${document.kind}`, { version: document.version });
  if (document.text !== null) {
    return (
      <details className="text">
        <summary>{title}</summary>
        <p className="legal">{document.text}</p>
      </details>
    );
  }
  const url = document.url ?? (document.kind === 'terms' ? context.brand.termsUrl : context.brand.privacyUrl);
  return (
    <a href={url} target="_blank" rel="noopener">
      {title} <span className="unseen">{t('door.new-tab')}</span>
    </a>
  );
}
