import { Trans, useLingui } from '@lingui/react/macro';
import { IconBuildingStore, IconLock } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { CheckIn } from '#bank/conversations/screens/check-in.tsx';
import { useDesk, useStanding } from '#bank/conversations/screens/visits.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Monogram } from '#design/monogram.tsx';
import style from './customer-card.module.css';
import type { Card } from './finder.ts';

/** One customer among those found: enough to tell two people apart, nothing that could be sold. */
export function CustomerCard({ card, first }: { card: Card; first: boolean }) {
  const { t } = useLingui();
  const may = useMay();
  const [checkingIn, setCheckingIn] = useState(false);
  const visit = useVisitOf(card.customerId);
  const opens = may('customer.file.read');
  const file = { to: `/customers/${card.customerId}`, ...(visit?.ground ? { search: { ground: visit.ground } } : {}) };
  const look = first ? 'primary' : 'plain';
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
        {card.matchedName && (
          <p className={style.matched}>
            <Trans>found as {card.matchedName}</Trans>
          </p>
        )}
        <CardFacts card={card} />
      </div>
      <div className={style.actions}>
        {visit?.ground && opens ? (
          <OpenFile {...file} customerId={card.customerId} look={look} />
        ) : (
          <>
            {opens && (
              <Link {...file} className={buttonClass} data-look="quiet" data-size="small" aria-label={t`Open the file of ${card.fullName}`}>
                <Trans>Open file</Trans>
              </Link>
            )}
            {may('visit.check in') && visit === undefined && (
              <Button
                size="small"
                look={look}
                data-customer={card.customerId}
                aria-label={t`Check in ${card.fullName}`}
                onClick={() => setCheckingIn(true)}
              >
                <Trans>Check in</Trans>
              </Button>
            )}
            {visit && (
              <Link to="/desk" className={buttonClass} data-look={look} data-size="small" data-customer={card.customerId}>
                <Trans>Welcome desk</Trans>
              </Link>
            )}
          </>
        )}
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

function OpenFile(props: { to: string; search?: { ground: string }; customerId: string; look: 'primary' | 'plain' }) {
  const navigate = useNavigate();
  const { to, search } = props;
  return (
    <Button size="small" look={props.look} data-customer={props.customerId} onClick={() => void navigate({ to, ...(search ? { search } : {}) })}>
      <Trans>Open file</Trans>
    </Button>
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
      {card.madeUp && <Badge>{t`Made up`}</Badge>}
    </>
  );
}

function CardFacts({ card }: { card: Card }) {
  const { t } = useLingui();
  const { preferredName, bornYear, customerSince } = card;
  const called = preferredName && preferredName !== card.fullName.split(' ')[0] ? t`called ${preferredName}` : null;
  const facts = [
    called,
    bornYear && t`born ${bornYear}`,
    card.town,
    card.phoneHint,
    card.emailHint,
    card.homePremises,
    customerSince && t`customer since ${customerSince}`,
  ].filter(Boolean);
  return (
    <p className={style.facts}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}

/** Is this customer here now? With whom, and does that give the signed-in person a reason to open the file? */
function useVisitOf(customerId: string): { says: string; ground?: string } | undefined {
  const { t } = useLingui();
  const desk = useDesk();
  const standing = useStanding();
  const visit = desk.data?.visits.find((each) => each.customerId === customerId);
  if (visit === undefined) return undefined;
  const number = visit.queueNumber;
  if (visit.state === 'waiting') return { says: t`waits, number ${number}` };
  return standing(visit).mine ? { says: t`with you, number ${number}`, ground: visit.visitId } : { says: t`being served, number ${number}` };
}
