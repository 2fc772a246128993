import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { placeWords, roleWords } from '#bank/staff/screens/words.ts';
import { Badge, type Tone } from '#design/badge.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from '../asked.module.css';
import { restrictionWords } from '../restricted/reason-words.ts';
import { type Approval, isHoused } from './approvals.ts';
import { useSettingLines, useSettingWhat } from './setting-lines.tsx';
import { HiddenWords } from './words.tsx';

/** One request: what is asked in a sentence, by whom, for which case, and how it stands. */
export function RequestLine({ approval, children }: { approval: Approval; children?: ReactNode }) {
  const { t } = useLingui();
  const formats = useFormats();
  const what = useWhat();
  const { requesterName, requesterRole, decidedByName } = approval;
  const until =
    (isHoused(approval.action) && approval.station === null) || approval.action === 'file restriction'
      ? formats.dateTime(approval.expiresAt)
      : formats.time(approval.expiresAt);
  const [tone, says] = stateWords[approval.state];
  const open = approval.state === 'asked' || approval.state === 'approved';
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>{what(approval)}</span>
          <Badge tone={tone}>{t(says)}</Badge>
        </p>
        <p className={style.soft}>
          {[
            approval.mine ? t`asked by you` : requesterName,
            !approval.mine && t(roleWords[requesterRole]),
            approval.action !== 'file restriction' && approval.reference,
            decidedByName !== null && t`decided by ${decidedByName}`,
            open && t`until ${until}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <Details approval={approval} />
        <blockquote className={style.words}>
          {approval.wordsHidden ? <HiddenWords approval={approval} /> : approval.reason}
        </blockquote>
        {approval.draftId !== null && (
          <p>
            <Link to={`/rules/drafts/${approval.draftId}`}>
              <Trans>See what would change, and for how many</Trans>
            </Link>
          </p>
        )}
        {approval.draftId === null && isHoused(approval.action) && approval.station === null && (
          <p>
            <Link to={`/products/${approval.about}`}>
              <Trans>See its terms, and what it means</Trans>
            </Link>
          </p>
        )}
        {approval.words !== null && (
          <p className={style.words}>
            {decidedByName}: {approval.words}
          </p>
        )}
      </div>
      {children}
    </li>
  );
}

/** Whom a list names; or what stands of a setting or a member of staff, and what is asked for. */
export function Details({ approval }: { approval: Approval }) {
  const { t } = useLingui();
  const settingLines = useSettingLines();
  const { particulars, named, customerNames } = approval;
  if (customerNames.length > 0) return <p className={style.soft}>{customerNames.join(' · ')}</p>;
  if (approval.setting) return <Lines said={settingLines(approval)} />;
  if (particulars === undefined || named === null) return null;
  const lines: [string, string | null, string | null][] = [
    [t`Name`, named.beforeName, particulars.fullName],
    [t`Branch`, named.beforePremises, named.premises],
    [t`Reports to`, named.beforeManager, named.manager],
    [
      t`The same person as`,
      named.beforeSamePerson,
      particulars.apart ? t`nobody: from then on they may approve each other` : named.samePerson,
    ],
    [t`Customer number`, null, particulars.customerKey],
  ];
  return <Lines said={lines.filter(([, before, now]) => before !== now)} />;
}

/** What stands, and what it would be. */
function Lines({ said }: { said: readonly [string, string | null, string | null][] }) {
  const { t } = useLingui();
  const none = t`none`;
  if (said.length === 0) return null;
  return (
    <dl className={style.details}>
      {said.map(([name, before, now]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{before === null ? (now ?? none) : `${before} → ${now ?? none}`}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is asked, and what it is now, in plain words. */
export function useWhat(): (approval: Approval) => string {
  const { t } = useLingui();
  const restriction = useRestriction();
  const setting = useSettingWhat();
  const housed = useHousedWhat();
  const formats = useFormats();
  return (approval) => {
    const { action, about, before, role, customersPerHour, particulars, named } = approval;
    const { staffId, feed } = approval;
    const days = [approval.from, approval.to].map((day) => (day ? formats.date(day) : '')).join(' – ');
    const whom = about ?? t`somebody`;
    const now = before.role === null ? '' : t(roleWords[before.role]);
    const then = role === null ? '' : t(roleWords[role]);
    const { fullName: name = whom, userName = '' } = particulars ?? {};
    const was = named?.beforeName ?? whom;
    const proof = approval.presence === null ? '' : t(presenceOf(approval.presence));
    const perHourNow = before.customersPerHour ?? 0;
    const perHour = customersPerHour ?? 0;
    if (action === 'file restriction' || action === 'file release') return restriction(approval);
    const ofSetting = setting(approval);
    if (ofSetting !== undefined) return ofSetting;
    switch (action) {
      case 'restricted file':
        return t`Open the restricted file of ${whom}, once, for half an hour`;
      case 'export':
        return t`Export a copy of the data of ${whom}, to hand it to them`;
      case 'key destruction':
        return t`Erase ${whom} for good: destroy the keys and delete the file`;
      case 'rejects export':
        return t`Export rejected lines of the feed ${feed ?? ''}, with customers' values`;
      case 'bulk reveal': {
        const many = approval.customerIds?.length ?? 0;
        return t`Show telephone numbers and e-mail addresses of a list of customers (${many}), once`;
      }
      case 'people export': {
        const looks = approval.occasions ?? 0;
        return t`Export the list of people whose files ${whom} opened without a reason (${looks})`;
      }
      case 'record export':
        return staffId === null
          ? t`Export the list of who opened the file of ${whom}, ${days}`
          : t`Export the list of customers whose files ${whom} opened, ${days}`;
      case 'role change':
        return t`Change the role of ${whom}: ${now} → ${then}`;
      case 'limit change':
        return t`${then}: ${perHourNow} → ${perHour} different customers an hour`;
      case 'sign-in reset':
        return t`Shut the ways in which ${whom} signs in, and give a link for new ones`;
      case 'customer sign-in reset':
        return t`Shut every way in which ${whom} signs in to the portal; a link for new ones (${proof})`;
      case 'portal invitation':
        return t`A first sign-in to the portal for ${whom}, on a new or unverified contact point (${proof})`;
      case 'staff entry':
        return t`Enter ${name} (${userName}) as ${then}`;
      case 'staff change':
        return t`Change what the bank says of ${was}`;
      default:
        return housed(approval);
    }
  };
}

/** What is asked for by the pages of rules, products and branches. */
function useHousedWhat(): (approval: Approval) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return (approval) => {
    const { action, about, appliesFrom } = approval;
    const whom = about ?? t`somebody`;
    const from = appliesFrom === null ? '' : formats.date(appliesFrom);
    switch (action) {
      case 'terms change':
        return t`New terms of “${whom}” from ${from}`;
      case 'withdrawal':
        return t`Withdraw “${whom}” from ${from}`;
      case 'undoing of terms':
        return t`Undo what was to come for “${whom}” on ${from}`;
      case 'station place': {
        const [placeNow, placeThen] = placesOf(approval).map((place) => t(place));
        return t`Show more at the work station “${whom}”: ${placeNow} → ${placeThen}`;
      }
      default:
        return appliesFrom === null
          ? t`Change the rules “${whom}”, from when they are put in force`
          : t`Change the rules “${whom}” from ${from}`;
    }
  };
}

const placesOf = ({ station }: Approval): MessageDescriptor[] =>
  station === null ? [] : [placeWords[station.placeNow], placeWords[station.placeThen]];

/** That a file takes two people, or does no more. */
function useRestriction(): (approval: Approval) => string {
  const { t } = useLingui();
  return ({ action, about, why: reason }) => {
    const whom = about ?? t`somebody`;
    const why = reason === null ? t`reason hidden here` : t(restrictionWords[reason]);
    if (action === 'file restriction') return t`Confirm that the file of ${whom} takes two people (${why})`;
    return reason === null
      ? t`Open the file of ${whom} again to everybody with a reason`
      : t`Open the file of ${whom} again to everybody with a reason; it is shut for: ${why}`;
  };
}

const stateWords: Record<Approval['state'], [Tone, MessageDescriptor]> = {
  asked: ['amber', msg`Waits`],
  approved: ['sea', msg`Approved`],
  refused: ['red', msg`Refused`],
  used: ['neutral', msg`Done`],
  expired: ['neutral', msg`Too late`],
};

/** How a customer was shown to be here, to two people; only what a reset and a first sign-in take. */
function presenceOf(presence: string): MessageDescriptor {
  if (presence === 'card') return msg`a colleague has seen their card`;
  return presence === 'code to phone'
    ? msg`proven by a code to their telephone`
    : msg`a colleague has seen a document of theirs, too`;
}
