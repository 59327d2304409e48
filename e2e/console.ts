import type { Visit } from './visit.ts';

/** What an administrator does in the console: finds controls by the words of their own language. */
export function createConsole({ page, t }: Visit) {
  const button = (key: string) => page.getByRole('button', { name: t(key), exact: true });
  const link = (key: string) => page.getByRole('link', { name: t(key), exact: true });
  return {
    button,
    link,
    heading: (name: string) => page.getByRole('heading', { level: 1, name, exact: true }),
    field: (path: string) => page.locator(`#field-${path.replaceAll('.', '-')}`),
    /** Fills fields in, by the path that the contract gives them; lists of choices by their value. */
    fill: async (values: Readonly<Record<string, string>>) => {
      for (const [path, value] of Object.entries(values)) {
        const control = page.locator(`#field-${path.replaceAll('.', '-')}`);
        const isList = (await control.locator('option').count()) > 0;
        await (isList ? control.selectOption(value) : control.fill(value));
      }
    },
    /** A room of the navigation; on a narrow page it waits in a drawer. */
    enter: async (key: string) => {
      const drawer = page.getByRole('button', { name: t('portal.nav.open') });
      if (await drawer.isVisible()) await drawer.click();
      await page
        .getByRole('navigation', { name: t('portal.nav') })
        .getByRole('link', { name: t(key) })
        .click();
      await page.getByRole('heading', { level: 1, name: t(key) }).waitFor();
    },
  };
}
