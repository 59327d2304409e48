import type { ReactNode } from 'react';
import { type DoorContext, emptyForm } from '../door-context.ts';
import { MainForm, PrimaryButton } from './form.tsx';
import type { PageModel } from './page.tsx';
import { readForm } from './read-form.ts';

type Texts = {
  readonly heading: string;
  readonly press: string;
  readonly done: string;
  readonly doneText: string;
  /** What leads on. */
  readonly next: string;
};

/** What a link of a notice leads to: something happens by a press of a person, never by the opening of the link. */
export type PressView = { readonly action: string } | { readonly isDone: true };

/** Before the press `children` say what it does; after it the person goes on at `next`. */
export function pressPage(
  context: DoorContext,
  view: PressView,
  { texts, next, children }: { readonly texts: Texts; readonly next: string; readonly children: ReactNode },
): PageModel {
  if ('isDone' in view) {
    return {
      heading: texts.done,
      body: (
        <>
          <p>{texts.doneText}</p>
          <p className="actions">
            <a href={next} className="primary">
              {texts.next}
            </a>
          </p>
        </>
      ),
    };
  }
  return {
    heading: texts.heading,
    form: readForm(context, emptyForm, { fields: [] }),
    body: (
      <>
        {children}
        <MainForm action={view.action}>
          <PrimaryButton>{texts.press}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
