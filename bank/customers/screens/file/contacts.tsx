import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCircleCheck, IconHome, IconMail, IconPhone } from '@tabler/icons-react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Masked } from '#design/masked.tsx';
import { Columns, Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { Confirmed } from '../confirming/confirmed.tsx';
import { addressLines } from './address-lines.ts';
import { Confidences } from './confidences.tsx';
import { addressWords, contactWords, identifierWords, nameWords, wordOr } from './contact-words.ts';
import style from './contacts.module.css';
import { useDayWords } from './day-words.ts';
import { InviteToPortal } from './invite.tsx';
import type { File, Revealer } from './opening.ts';

interface Shown {
  file: File;
  revealer: Revealer;
}

/** How to reach them, safely, and how the bank knows that it is them. */
export function Contacts(shown: Shown) {
  return (
    <Columns
      main={
        <>
          <ContactPoints {...shown} />
          <Addresses {...shown} />
        </>
      }
      aside={
        <>
          <Identifiers {...shown} />
          <Names file={shown.file} />
          <Confirmed {...shown} />
          <Confidences file={shown.file} />
        </>
      }
    />
  );
}

function ContactPoints({ file, revealer }: Shown) {
  const { t } = useLingui();
  return (
    <Panel title={t`How to reach them`} flush>
      {file.contactPoints.length === 0 && (
        <p className={style.none}>{t`No telephone and no e-mail address is known.`}</p>
      )}
      <ul>
        {file.contactPoints.map((point) => {
          const purpose = t(wordOr(contactWords, point.purpose));
          return (
            <li key={point.contactPointId} className={style.row}>
              {point.kind === 'phone' ? (
                <IconPhone aria-label={t`Telephone`} />
              ) : (
                <IconMail aria-label={t`E-mail`} />
              )}
              <div>
                <p className={style.value}>
                  <Masked
                    label={point.kind === 'phone' ? t`Telephone, ${purpose}` : t`E-mail, ${purpose}`}
                    value={point.value.value}
                    hint={point.value.hint}
                    reveal={revealer.text('contact point', point.contactPointId)}
                    figures
                  />
                </p>
                <p className={style.soft}>{purpose}</p>
                {!point.safeToUse && (
                  <p className={style.unsafe}>
                    <IconAlertTriangle aria-hidden="true" />
                    <span>
                      <Trans>
                        <strong>Not safe to use.</strong> Somebody else may see or answer it: say nothing
                        here.
                      </Trans>
                    </span>
                  </p>
                )}
              </div>
              {point.safeToUse && point.verified && (
                <Badge tone="sea" icon={<IconCircleCheck />}>{t`Verified`}</Badge>
              )}
            </li>
          );
        })}
      </ul>
      <InviteToPortal file={file} />
    </Panel>
  );
}

function Addresses({ file, revealer }: Shown) {
  const { t } = useLingui();
  const formats = useFormats();
  const days = useDayWords();
  const whole = ({ lines, postalCode, country }: File['addresses'][number]) =>
    lines &&
    [...addressLines({ lines, postalCode }), country && formats.country(country)].filter(Boolean).join('\n');
  return (
    <Panel title={t`Where they live`} flush>
      {file.addresses.length === 0 && <p className={style.none}>{t`No address is known.`}</p>}
      <ul>
        {file.addresses.map((address) => {
          const purpose = t(wordOr(addressWords, address.purpose));
          return (
            <li key={address.addressId} className={style.row}>
              <IconHome aria-hidden="true" />
              <div>
                <p className={style.value}>
                  <Masked
                    label={t`Address, ${purpose}`}
                    value={whole(address)}
                    hint={address.town ?? undefined}
                    reveal={revealer.text('address', address.addressId)}
                  />
                </p>
                <p className={style.soft}>
                  {purpose}
                  {address.toDate !== null
                    ? ` · ${days.until(address.toDate)}`
                    : address.fromDate !== null && ` · ${days.since(address.fromDate)}`}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Identifiers({ file, revealer }: Shown) {
  const { t } = useLingui();
  const formats = useFormats();
  const days = useDayWords();
  const { today } = useMe();
  return (
    <Panel title={t`Numbers that stand for them`} flush>
      <p className={style.none}>{t`Hidden everywhere. Each look is on record.`}</p>
      <ul>
        {file.identifiers.map(({ identifierId, kind, country, value, expiresOn }) => {
          const what = t(wordOr(identifierWords, kind));
          return (
            <li key={identifierId} className={style.pair}>
              <div>
                <p>{what}</p>
                <p className={style.soft}>
                  {country !== null && formats.country(country)}
                  {country !== null && expiresOn !== null && ' · '}
                  {expiresOn !== null &&
                    (expiresOn < today ? (
                      <Badge tone="amber">{days.expired(expiresOn)}</Badge>
                    ) : (
                      days.until(expiresOn)
                    ))}
                </p>
              </div>
              <Masked
                label={what}
                value={value.value}
                hint={value.hint}
                reveal={revealer.text('identifier', identifierId)}
                figures
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Names({ file: { customer } }: { file: File }) {
  const { t } = useLingui();
  const days = useDayWords();
  return (
    <Panel title={t`Names`} flush>
      <ul>
        <li className={style.pair}>
          <p className={style.soft}>{customer.kind === 'business' ? t`Registered name` : t`Full name`}</p>
          <p>{customer.fullName}</p>
        </li>
        {customer.preferredName !== null && (
          <li className={style.pair}>
            <p className={style.soft}>{t`Likes to be called`}</p>
            <p>{customer.preferredName}</p>
          </li>
        )}
        {customer.otherNames
          .filter(({ kind }) => kind !== 'preferred')
          .map(({ kind, fullName, toDate }) => (
            <li key={`${kind} ${fullName}`} className={style.pair}>
              <p className={style.soft}>
                {t(wordOr(nameWords, kind))}
                {toDate !== null && ` · ${days.until(toDate)}`}
              </p>
              <p dir="auto">{fullName}</p>
            </li>
          ))}
      </ul>
    </Panel>
  );
}
