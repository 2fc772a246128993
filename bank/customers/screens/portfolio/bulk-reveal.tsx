import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { nothingElse, useApprovals } from '#bank/privacy/screens/approvals/approvals.ts';
import { AskApproval } from '#bank/privacy/screens/approvals/ask.tsx';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { CheckField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { bulkReveal, leftOutBecause } from '../../bulk-revealing-contract.ts';
import type { Card } from '../finding/finder.ts';
import style from './bulk-reveal.module.css';

type Shown = Reply<typeof bulkReveal>;

/** Contact details of many at once: chosen, agreed to by a second person, and shown once for two minutes. */
export default function BulkReveal(props: { cards: readonly Card[]; onClose: () => void }) {
  const [shown, setShown] = useState<Shown>();
  if (shown !== undefined) return <List shown={shown} {...props} />;
  return <Approved {...props} onShown={setShown} />;
}

function Approved(props: { cards: readonly Card[]; onClose: () => void; onShown: (shown: Shown) => void }) {
  const { t } = useLingui();
  const { cards, onClose, onShown } = props;
  const told = useProblemWords();
  const { place } = useMe();
  const approvals = useApprovals();
  const revealing = useAction(async (body: { approvalId: string; customerIds: string[] }) =>
    onShown(await call<typeof bulkReveal>('POST /api/bulk-reveals', { body, again: false })),
  );
  const mine = approvals.data?.approvals.filter((one) => one.mine && one.action === 'bulk reveal') ?? [];
  const approved = mine.find(({ state }) => state === 'approved');
  const waits = mine.find(({ state }) => state === 'asked');
  if (approvals.data !== undefined && approved === undefined && waits === undefined)
    return <Ask cards={cards} onClose={onClose} onAsked={() => void approvals.refetch()} />;
  const atCounter = place === 'open counter';
  const show = () =>
    approved &&
    void revealing.run({ approvalId: approved.approvalId, customerIds: approved.customerIds ?? [] });
  return (
    <Dialog
      title={t`Contact details of several`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Close`}</Button>
          {approved && (
            <Button look="primary" busy={revealing.busy} disabled={atCounter} onClick={show}>
              {t`Show them, once`}
            </Button>
          )}
        </>
      }
    >
      {approvals.isPending && <LoadingShape rows={2} kind="text" />}
      {approvals.isError && (
        <ProblemNotice problem={told(approvals.error)} again={() => void approvals.refetch()} />
      )}
      {revealing.problem !== undefined && <ProblemNotice problem={told(revealing.problem)} />}
      {atCounter && (
        <Notice tone="amber">
          <Trans>They are never shown at an open counter: go to a private room or the back office.</Trans>
        </Notice>
      )}
      {waits && !approved && (
        <p role="status">
          <Trans>
            It waits for somebody else to approve it. You can close this; it comes up here, and under
            Approvals, for a quarter of an hour.
          </Trans>
        </p>
      )}
      {approved && (
        <p role="status">
          <Trans>
            {approved.decidedByName} has approved it. Each value that is shown goes on record, and the
            customers may see that it was.
          </Trans>
        </p>
      )}
      <p className={style.names}>{(approved ?? waits)?.customerNames.join(' · ')}</p>
    </Dialog>
  );
}

/** As many as one request may name. */
const most = 50;

function Ask(props: { cards: readonly Card[]; onClose: () => void; onAsked: () => void }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { length } = chosen;
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <AskApproval
      title={t`Contact details of several`}
      what={length === 0 ? undefined : { ...nothingElse, action: 'bulk reveal', customerIds: [...chosen] }}
      onClose={props.onClose}
      onAsked={() => {
        say(t`Asked. It comes up here when it is approved.`);
        props.onAsked();
      }}
    >
      <fieldset className={style.choice}>
        <legend>
          <Plural
            value={length}
            _0="Whose? Fifty at most"
            one="# chosen, fifty at most"
            other="# chosen, fifty at most"
          />
        </legend>
        {props.cards.map((card) => (
          <CheckField
            key={card.customerId}
            label={card.fullName}
            {...(card.restricted
              ? { hint: t`Restricted: left out. It opens by two people alone, by itself.` }
              : {})}
            disabled={card.restricted || (length >= most && !chosen.includes(card.customerId))}
            checked={chosen.includes(card.customerId)}
            onChange={() => toggle(card.customerId)}
          />
        ))}
      </fieldset>
    </AskApproval>
  );
}

function List({ shown, cards, onClose }: { shown: Shown; cards: readonly Card[]; onClose: () => void }) {
  const { t } = useLingui();
  const { hideAfterSeconds } = shown;
  useEffect(() => {
    const hide = setTimeout(onClose, hideAfterSeconds * 1000);
    return () => clearTimeout(hide);
  }, [hideAfterSeconds, onClose]);
  const nameOf = (id: string) => cards.find(({ customerId }) => customerId === id)?.fullName ?? t`Somebody`;
  return (
    <Dialog
      title={t`Contact details of several`}
      width="wide"
      onClose={onClose}
      actions={<Button look="primary" onClick={onClose}>{t`Hide them`}</Button>}
    >
      <p>
        <Plural
          value={hideAfterSeconds}
          one="They are hidden again after # second."
          other="They are hidden again after # seconds."
        />
      </p>
      <ul className={style.list}>
        {shown.customers.map(({ customerId, fullName, points }) => (
          <li key={customerId}>
            <strong>{fullName}</strong>
            {points.map(({ contactPointId, value, verified }) => (
              <span key={contactPointId} className={style.value}>
                {value} {!verified && <small>{t`not verified`}</small>}
              </span>
            ))}
          </li>
        ))}
        {shown.leftOut.map(({ customerId, because }) => (
          <li key={customerId}>
            <strong>{nameOf(customerId)}</strong> <small>{t(leftOutWords[because])}</small>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const leftOutWords: Record<(typeof leftOutBecause)[number], MessageDescriptor> = {
  restricted: msg`Left out: the file is restricted by now`,
  'no ground': msg`Left out: nothing gives you a reason any more`,
  training: msg`Left out: your privacy certificate has lapsed`,
  'nothing safe': msg`Left out: nothing is safe to use`,
};
