import { Trans, useLingui } from '@lingui/react/macro';
import { IconBuildingStore, IconLock } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { CheckIn } from '#bank/conversations/screens/check-in.tsx';
import { useDesk, useMove, useStanding, type Visit } from '#bank/conversations/screens/visits.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Monogram } from '#design/monogram.tsx';
import { say } from '#design/say.tsx';
import { useDraft } from '#platform/browser/drafts.ts';
import style from './customer-card.module.css';
import { arrivedDraft, type Card } from './finder.ts';

/** One customer among those found: enough to tell two people apart, nothing that could be sold. */
export function CustomerCard({ card, first }: { card: Card; first: boolean }) {
  const [checkingIn, setCheckingIn] = useCheckingIn(card.customerId);
  const { matchedName } = card;
  const visit = useVisitOf(card.customerId);
  return (
    <li className={style.card}>
      {card.kind === 'business' ? (
        <span className={style.business} aria-hidden="true">
          <IconBuildingStore />
        </span>
      ) : (
        <Monogram name={card.fullName} seed={card.customerId} />
      )}
      <div className={style.words}>
        <p className={style.name}>
          <span>{card.fullName}</span>
          <CardBadges card={card} />
          {visit && <Badge tone="sea">{visit.says}</Badge>}
        </p>
        {matchedName && (
          <p className={style.matched}>
            <Trans>found as {matchedName}</Trans>
          </p>
        )}
        <CardFacts card={card} />
      </div>
      <div className={style.actions}>
        <CardActions
          card={card}
          look={first ? 'primary' : 'plain'}
          visit={visit}
          onCheckIn={() => setCheckingIn(true)}
        />
      </div>
      {checkingIn && (
        <CheckIn
          customerId={card.customerId}
          calledName={card.preferredName ?? card.fullName}
          onClose={() => setCheckingIn(false)}
        />
      )}
    </li>
  );
}

/** Being checked in: by the button of the card, or because they were picked in the palette. */
function useCheckingIn(customerId: string): [boolean, (checkingIn: boolean) => void] {
  const [checkingIn, setCheckingIn] = useState(false);
  const [arrived, , forget] = useDraft<string>(arrivedDraft, '');
  useEffect(() => {
    if (arrived !== customerId) return;
    setCheckingIn(true);
    forget();
  }, [arrived, customerId, forget]);
  return [checkingIn, setCheckingIn];
}

/**
 * One thing to do first: open the file where a visit gives the reason, start a visit that waits, else check
 * in.
 */
function CardActions(props: {
  card: Card;
  look: 'primary' | 'plain';
  visit: VisitNow | undefined;
  onCheckIn: () => void;
}) {
  const { card, look, visit } = props;
  const { t } = useLingui();
  const may = useMay();
  const navigate = useNavigate();
  const move = useMove();
  const { customerId, fullName } = card;
  const opens = may('customer.file.read');
  const main = { size: 'small', look, 'data-customer': customerId } as const;
  const open = (ground?: string) =>
    navigate({ to: `/customers/${customerId}`, ...(ground === undefined ? {} : { search: { ground } }) });
  const start = async (waiting: Visit) => {
    if (await move.run({ visit: waiting, what: 'start' })) await open(waiting.visitId);
    else say(t`It could not be started. Look at the welcome desk.`);
  };
  if (visit?.mine && opens) {
    return (
      <Button {...main} onClick={() => void open(visit.visit.visitId)}>
        <Trans>Open file</Trans>
      </Button>
    );
  }
  return (
    <>
      {opens && (
        <Button size="small" look="quiet" aria-label={t`Open file: ${fullName}`} onClick={() => void open()}>
          <Trans>Open file</Trans>
        </Button>
      )}
      {visit?.startable && (
        <Button
          {...main}
          busy={move.busy}
          aria-label={t`Start with ${fullName}`}
          onClick={() => void start(visit.visit)}
        >
          <Trans>Start</Trans>
        </Button>
      )}
      {visit && !visit.startable && (
        <Button {...main} look="plain" onClick={() => void navigate({ to: '/desk' })}>
          <Trans>Welcome desk</Trans>
        </Button>
      )}
      {visit === undefined && may('visit.check in') && (
        <Button {...main} aria-label={t`Check in ${fullName}`} onClick={props.onCheckIn}>
          <Trans>Check in</Trans>
        </Button>
      )}
    </>
  );
}

function CardBadges({ card }: { card: Card }) {
  const { t } = useLingui();
  return (
    <>
      {card.restricted && (
        <Badge tone="amber" icon={<IconLock />}>
          {t`Restricted`}
        </Badge>
      )}
      {card.died && <Badge>{t`Died`}</Badge>}
    </>
  );
}

function CardFacts({ card }: { card: Card }) {
  const { t } = useLingui();
  const { preferredName, bornYear, customerSince } = card;
  const called =
    preferredName && preferredName !== card.fullName.split(' ')[0] ? t`called ${preferredName}` : null;
  const facts = [
    called,
    bornYear && t`born ${bornYear}`,
    card.town,
    card.phoneHint,
    card.emailHint,
    card.homePremises,
    customerSince && t`customer since ${customerSince}`,
    card.madeUp ? t`made up` : null,
  ].filter(Boolean);
  return (
    <p className={style.facts}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}

interface VisitNow {
  visit: Visit;
  says: string;
  /** In progress with the signed-in person: a reason to open the file. */
  mine: boolean;
  startable: boolean;
}

/** Is this customer here now, and with whom? */
function useVisitOf(customerId: string): VisitNow | undefined {
  const { t } = useLingui();
  const desk = useDesk();
  const standing = useStanding();
  const visit = desk.data?.visits.find((each) => each.customerId === customerId);
  if (visit === undefined) return undefined;
  const number = visit.queueNumber;
  const { mine, startable } = standing(visit);
  if (visit.state === 'waiting') return { visit, says: t`waits, number ${number}`, mine: false, startable };
  return {
    visit,
    says: mine ? t`with you, number ${number}` : t`being served, number ${number}`,
    mine,
    startable,
  };
}
