import { Trans, useLingui } from '@lingui/react/macro';
import { type Adaptation, HelpBadges } from '#bank/needs/screens/help.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import style from './check-in.module.css';

/** Shown, not said: the number stands large enough for the customer to read it from the other side. */
export function CheckedIn({
  number,
  calledName,
  kinds,
  onClose,
}: {
  number: number;
  calledName: string;
  /** What is done for them, to whoever checks in. */
  kinds: readonly Adaptation[];
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
      <div className={style.ticket} data-large={kinds.includes('large print')}>
        <p>
          <Trans>Your number</Trans>
        </p>
        <strong className="figures">{number}</strong>
        <p>
          {kinds.includes('clear speech') ? (
            <Trans>We come to you when it is your turn.</Trans>
          ) : (
            <Trans>We call the number, never your name with what you came for.</Trans>
          )}
        </p>
      </div>
      {kinds.length > 0 && (
        <p className={style.kinds}>
          <HelpBadges kinds={kinds} />
        </p>
      )}
    </Dialog>
  );
}
