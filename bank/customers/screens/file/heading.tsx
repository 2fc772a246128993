import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconHeartHandshake, IconUsers } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { HelpLines } from '#bank/needs/screens/help.tsx';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Masked } from '#design/masked.tsx';
import { Monogram } from '#design/monogram.tsx';
import { Notice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { calledName, yearsBetween } from './called.ts';
import { useDayWords } from './day-words.ts';
import { EditHelp } from './edit-help.tsx';
import { EditProfile } from './edit-profile.tsx';
import { GroundBadge } from './ground.tsx';
import style from './heading.module.css';
import type { File, Revealer } from './opening.ts';

/** What they like to be called, loudest; the whole name beside it. */
export function Who({ file: { customer } }: { file: File }) {
  const called = calledName(customer);
  return (
    <span className={style.who}>
      <Monogram name={customer.fullName} seed={customer.customerId} size="large" />
      <span>
        {called}
        {called !== customer.fullName && <small>{customer.fullName}</small>}
      </span>
    </span>
  );
}

/** Who they are to us, in one line, and what helps them. */
export function Facts({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const days = useDayWords();
  const { today } = useMe();
  const { customer, ground } = file;
  const { customerSince: since, homePremises, age, bornOn } = customer;
  const language = formats.language(customer.language);
  const years = since === null ? undefined : yearsBetween(since, today);
  return (
    <div className={style.facts}>
      <GroundBadge ground={ground} />
      {ground.topicHidden && (
        <Masked
          label={t`What it is about`}
          value={null}
          hint={t`What it is about`}
          reveal={ground.kind === 'acting for them' ? undefined : revealer.text('topic', ground.groundId)}
        />
      )}
      {file.companions.map(({ role, name }) => (
        <Badge key={`${role} ${name}`} icon={<IconUsers />}>
          {[t(withWords[role] ?? msg`With somebody`), name].filter(Boolean).join(': ')}
        </Badge>
      ))}
      {customer.endedOn !== null && (
        <Badge tone="amber">{t`No customer any more: ${formats.date(customer.endedOn)}`}</Badge>
      )}
      {file.restraints.map((kind) => (
        <Badge key={kind} tone="amber">
          {t(restraintWords[kind])}
        </Badge>
      ))}
      {customer.diedOn !== null && <Badge>{days.died(customer.diedOn)}</Badge>}
      {customer.kind === 'business' && <Badge>{t`Business`}</Badge>}
      {customer.madeUp && <Badge>{t`Made up`}</Badge>}
      <ul className={style.line}>
        {since !== null && years !== undefined && (
          <li title={formats.date(since)}>
            {years > 0 ? (
              <Plural value={years} one="With us for # year" other="With us for # years" />
            ) : (
              <Trans>New this year</Trans>
            )}
          </li>
        )}
        {homePremises !== null && <li>{homePremises}</li>}
        {age !== null && (
          <li>
            <Plural value={age} one="# year old" other="# years old" />
          </li>
        )}
        {customer.kind === 'person' && (age !== null || bornOn !== null) && (
          <li>
            <Trans>Born</Trans>{' '}
            <Masked
              label={t`Date of birth`}
              value={bornOn && formats.date(bornOn)}
              reveal={async () => formats.date(await revealer.text('birth date', null)())}
            />
          </li>
        )}
        <li>
          <Trans>Speaks {language}</Trans>
        </li>
        {customer.workHidden ? (
          <li>
            <Trans>Works</Trans>{' '}
            <Masked label={t`Occupation and employer`} value={null} reveal={revealer.text('work', null)} />
          </li>
        ) : (
          customer.occupation !== null && (
            <li>{[customer.occupation, customer.employer].filter(Boolean).join(', ')}</li>
          )
        )}
      </ul>
      <EditProfile file={file} />
      <EditHelp file={file} />
    </div>
  );
}

/** What makes a talk easier for them; said once, kept in sight. */
export function SupportNeeds({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const { adaptations, supportNeeds } = file.customer;
  const { count, needs, unavailable } = supportNeeds;
  if (count === 0 && adaptations.length === 0) return null;
  return (
    <section className={style.needs} aria-label={t`Support needs`}>
      <IconHeartHandshake aria-hidden="true" />
      <div>
        <HelpLines kinds={adaptations} />
        {count > 0 && (
          <p>
            <strong>
              <Trans>What helps:</Trans>
            </strong>{' '}
            <Masked
              label={t`Support needs`}
              value={needs?.join(' · ') ?? null}
              hint={unavailable ? t`Cannot be shown now` : '•••'}
              reveal={revealer.text('support needs', null)}
            />
          </p>
        )}
      </div>
    </section>
  );
}

/** From whom nothing may be said of them: in sight on every part of the file. */
export function KeptFrom({ file: { confidences } }: { file: File }) {
  const { t } = useLingui();
  if (confidences.length === 0) return null;
  const fromAll = confidences.some(({ otherId }) => otherId === null);
  const names = confidences.map(({ otherName }) => otherName ?? t`somebody close to them`).join(', ');
  return (
    <Notice tone="amber">
      {fromAll ? (
        <Trans>Say nothing of them to anybody, whoever asks and whatever they are to each other.</Trans>
      ) : (
        <Trans>Say nothing of them to {names}: not even that they were here.</Trans>
      )}
    </Notice>
  );
}

/**
 * Everything under the heading, with the name staying in sight while it scrolls. The bar says nothing that
 * the heading
 * did not, so screen readers skip it.
 */
export function UnderTheName({ file, children }: { file: File; children: ReactNode }) {
  const mark = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver(([seen]) => {
      if (seen) setGone(!seen.isIntersecting && seen.boundingClientRect.top < 120);
    });
    if (mark.current) watch.observe(mark.current);
    return () => watch.disconnect();
  }, []);
  const { customer, ground } = file;
  const called = calledName(customer);
  return (
    <div className={style.around}>
      <div ref={mark} aria-hidden="true" />
      <div className={style.stays} aria-hidden="true">
        <div className={style.bar} data-shown={gone}>
          <Monogram name={customer.fullName} seed={customer.customerId} size="small" />
          <strong>{called}</strong>
          {called !== customer.fullName && <span>{customer.fullName}</span>}
          <GroundBadge ground={ground} />
        </div>
      </div>
      <div className={style.under}>{children}</div>
    </div>
  );
}

const withWords: Record<string, MessageDescriptor> = {
  companion: msg`With a companion`,
  interpreter: msg`With an interpreter`,
  attorney: msg`With an attorney`,
  guardian: msg`With a guardian`,
};

const restraintWords: Record<File['restraints'][number], MessageDescriptor> = {
  'storage only': msg`Only kept: nothing is changed`,
  'no marketing': msg`No marketing`,
  'no profiling': msg`No profiling`,
};
