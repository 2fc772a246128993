import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import style from './check-in.module.css';

/** Shown, not said: the number stands large enough for the customer to read it from the other side. */
export function CheckedIn({
  number,
  calledName,
  onClose,
}: {
  number: number;
  calledName: string;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`${calledName} is checked in`}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose} autoFocus>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <div className={style.ticket}>
        <p>
          <Trans>Your number</Trans>
        </p>
        <strong className="figures">{number}</strong>
        <p>
          <Trans>We call the number, never your name with what you came for.</Trans>
        </p>
      </div>
    </Dialog>
  );
}
