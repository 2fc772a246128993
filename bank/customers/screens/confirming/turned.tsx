import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { CardFace } from '#bank/conversations/screens/facing/card.tsx';
import { Button } from '#design/button.tsx';
import { useWhenCovered } from '#platform/browser/presence.ts';
import { type Asked, useBeside, useKeep } from './asking.ts';
import style from './confirming.module.css';

/** This screen turned round: the card alone, as large as it goes. Stepping away takes it back. */
export function Turned({
  customerId,
  asked,
  onClose,
}: {
  customerId: string;
  asked: Asked;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  const beside = useBeside(customerId, asked);
  const keep = useKeep(customerId);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const takeBack = () => {
    void beside.run('withdrawn');
    onClose();
  };
  useWhenCovered(takeBack);
  useEffect(() => {
    const over = setTimeout(onClose, asked.secondsLeft * 1000);
    return () => clearTimeout(over);
  }, []);
  const note = async (answer: 'right' | 'not right') => {
    if ((await beside.run(answer)) === undefined) return;
    keep(asked, answer);
    onClose();
  };
  return (
    <dialog
      ref={dialog}
      className={style.turned}
      aria-label={t`For the customer to read`}
      onCancel={(event) => {
        event.preventDefault();
        takeBack();
      }}
    >
      <CardFace card={asked}>
        <div className={style.beside}>
          <Button look="primary" size="large" busy={beside.busy} onClick={() => void note('right')}>
            <Trans>They nodded</Trans>
          </Button>
          <Button size="large" busy={beside.busy} onClick={() => void note('not right')}>
            <Trans>Not right</Trans>
          </Button>
          <Button size="large" look="quiet" onClick={takeBack}>
            <Trans>Take it back</Trans>
          </Button>
        </div>
        {beside.problem !== undefined && (
          <p role="alert">
            <Trans>It was not written down. Try again in a moment.</Trans>
          </p>
        )}
      </CardFace>
    </dialog>
  );
}
