import { Trans, useLingui } from '@lingui/react/macro';
import { Dialog } from '#design/dialog.tsx';
import { CheckField } from '#design/field.tsx';
import { KeyHint } from '#design/key-hint.tsx';
import { useKeyList } from '#design/keys.tsx';
import { prefer, usePreferences } from '#platform/browser/preferences.ts';
import style from './keys-dialog.module.css';

/** Exactly the keys that work on this page now. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { singleKeys } = usePreferences();
  const keys = [...useKeyList()].sort(
    (a, b) => a.says.localeCompare(b.says) || b.keys.length - a.keys.length,
  );
  return (
    <Dialog title={t`Keys`} onClose={onClose}>
      <dl className={style.keys}>
        {keys.map(({ keys: chord, says }) => (
          <div key={chord}>
            <dt>{says}</dt>
            <dd>
              <KeyHint keys={chord} />
            </dd>
          </div>
        ))}
        <div>
          <dt>
            <Trans>See a hidden value: hold it</Trans>
          </dt>
          <dd>
            <KeyHint keys="enter" />
          </dd>
        </div>
      </dl>
      <CheckField
        label={t`Single keys`}
        hint={t`Keys without Ctrl, such as “?” and “g f”. Switch them off if you dictate your text.`}
        checked={singleKeys === 'on'}
        onChange={(event) => prefer({ singleKeys: event.target.checked ? 'on' : 'off' })}
      />
    </Dialog>
  );
}
