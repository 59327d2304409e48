import { useText } from '../../lib/i18n.tsx';
import { SwitchField } from '../../ui/choice.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useSession, useUpdateSession } from '../sessions/session.ts';

/** Whether single keys do something for me. */
export function ShortcutsSwitch() {
  const t = useText();
  const { shortcuts } = useSession().account;
  const update = useUpdateSession();
  return (
    <>
      <SwitchField
        label={t('keys.switch')}
        hint={t('keys.switch-hint')}
        checked={update.isPending ? !shortcuts : shortcuts}
        onChange={(on) => update.mutate({ shortcuts: on })}
      />
      {update.isError ? <ProblemNotice error={update.error} /> : null}
    </>
  );
}
