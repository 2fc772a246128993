import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { Notice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { later } from '#platform/browser/later.ts';
import { onceMore } from '#platform/browser/queries.ts';
import type { Reply } from '#platform/contract.ts';
import type { notices } from '../glass-contract.ts';

type Told = Reply<typeof notices>['notices'][number];

/**
 * What concerns the signed-in person now; nothing at all on a quiet day.
 * @param besideApprovals leaves out what that page says itself
 */
export function Notices({ besideApprovals = false }: { besideApprovals?: boolean }) {
  const { t } = useLingui();
  const query = useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) => call<typeof notices>('GET /api/notices', { signal }),
    refetchInterval: 30_000,
    retry: onceMore,
  });
  const all = (query.data?.notices ?? []).filter(
    ({ kind }) => !(besideApprovals && (kind.startsWith('approval') || kind === 'restriction waits')),
  );
  if (all.length === 0) return null;
  return (
    <Panel title={t`To know`}>
      {all.map((told) => (
        <Notice key={`${told.kind} ${told.at} ${told.who}`} tone={isUrgent(told) ? 'amber' : 'sea'}>
          <Told told={told} />
        </Notice>
      ))}
    </Panel>
  );
}

function isUrgent({ kind, howMany, more }: Told): boolean {
  if (kind === 'certificate') return howMany === null || howMany <= 7;
  return (
    kind === 'alarm' ||
    kind === 'come to the back' ||
    kind === 'glass broken' ||
    kind === 'restriction overdue' ||
    kind.endsWith('limit reached') ||
    more === 'refused'
  );
}

function Told({ told }: { told: Told }): ReactNode {
  const { t } = useLingui();
  const formats = useFormats();
  const { reference, more } = told;
  const who = told.who ?? t`Somebody`;
  const when = formats.dateTime(told.at);
  const count = told.howMany ?? 0;
  const day = told.onDay === null ? '' : formats.date(told.onDay);
  const named = reference ?? t`hidden here`;
  const why = more !== null && more in reasons ? t(reasons[more] as MessageDescriptor) : '';
  const about = [why, reference].filter(Boolean).join(', ');
  switch (told.kind) {
    case 'alarm':
      return <Alarm told={told} />;
    case 'come to the back':
      return <Trans>Something waits for you in the back office: look there now.</Trans>;
    case 'glass broken':
      return (
        <Trans>
          {who} opened a file without a reason of work, {when}: {about}. The privacy office reviews it.
        </Trans>
      );
    case 'limit reached':
      return (
        <Trans>
          {who} opened {count} different customers within an hour, until {when}.
        </Trans>
      );
    case 'find limit reached':
      return (
        <Trans>
          {who} was shown {count} different people in Find within an hour, until {when}.
        </Trans>
      );
    case 'record limit reached':
      return (
        <Trans>
          {who} was shown {count} different customers in the record of looks within a day, until {when}.
        </Trans>
      );
    case 'glass to review':
      return (
        <Link to="/privacy-office/break-glass">
          <Plural
            value={count}
            one={`One break-glass to review, by ${day}`}
            other={`# break-glasses to review, the first by ${day}`}
          />
        </Link>
      );
    case 'inquiries':
      return (
        <Link to="/privacy-office/inquiries">
          <Plural
            value={count}
            one={`A customer’s question waits for an answer, by ${day}`}
            other={`# customers’ questions wait for an answer, the first by ${day}`}
          />
        </Link>
      );
    case 'codes made up':
      return (
        <>
          <Plural
            value={count}
            one="One code that is none of ours was typed in the portal within a day."
            other="# codes that are none of ours were typed in the portal within a day."
          />{' '}
          <Trans>Somebody may call customers as the bank.</Trans>
        </>
      );
    case 'portfolio received':
    case 'portfolio passed on':
    case 'left without a banker':
      return <Given {...{ kind: told.kind, who: told.who, count, day }} />;
    case 'restriction waits':
    case 'restriction overdue':
    case 'investigation waits':
      return <Unconfirmed {...{ kind: told.kind, count, who, day }} />;
    case 'approval waits':
      return <Asked {...{ who, named, became: null }} />;
    case 'approval decided':
      return <Asked {...{ who, named, became: more }} />;
    case 'certificate':
      if (told.onDay === null || count < 0)
        return <Trans>You have no valid privacy certificate, so no file opens. Ask your manager.</Trans>;
      return <Trans>Your privacy certificate counts until {day}. After that no file opens.</Trans>;
  }
}

/** Customers who come to me, go to a colleague, or were left behind by one. */
function Given(props: { kind: Told['kind']; who: string | null; count: number; day: string }) {
  const { kind, who, count, day } = props;
  if (kind === 'left without a banker')
    return (
      <Link to="/portfolio/branch">
        <Plural
          value={count}
          one={`${who} has left: one customer has nobody now. Give them to somebody`}
          other={`${who} has left: # customers have nobody now. Give them to somebody`}
        />
      </Link>
    );
  if (kind === 'portfolio passed on')
    return (
      <Plural
        value={count}
        one={`From ${day} on ${who} looks after one customer of yours; what you promised goes along.`}
        other={`From ${day} on ${who} looks after # customers of yours; what you promised goes along.`}
      />
    );
  return (
    <Link to="/portfolio">
      {who === null ? (
        <Plural
          value={count}
          one={`From ${day} on you look after one customer who had nobody`}
          other={`From ${day} on you look after # customers who had nobody`}
        />
      ) : (
        <Plural
          value={count}
          one={`From ${day} on you look after one customer of ${who}, and keep what was promised`}
          other={`From ${day} on you look after # customers of ${who}, and keep what was promised`}
        />
      )}
    </Link>
  );
}

/** What a second person has to say is right. Whose files these are is told where that is on record. */
function Unconfirmed(props: { kind: Told['kind']; count: number; who: string; day: string }) {
  const may = useMay();
  const { kind, count, who, day } = props;
  if (kind === 'restriction waits')
    return (
      <Link to="/approvals">
        <Trans>
          {who} has shut a file: somebody else confirms it, by {day}.
        </Trans>
      </Link>
    );
  if (kind === 'investigation waits')
    return (
      <Link to="/investigations">
        <Plural
          value={count}
          one={`An investigation waits for your word, by ${day}`}
          other={`# customers of investigations wait for your word, the first by ${day}`}
        />
      </Link>
    );
  const says = (
    <>
      <Plural
        value={count}
        one="A file was shut three days ago, and nobody has confirmed it."
        other="# files were shut three days ago, and nobody has confirmed them."
      />{' '}
      <Trans>It stays so: shut once more, a second person is asked again.</Trans>
    </>
  );
  return may('restriction.read') ? <Link to="/privacy/restricted">{says}</Link> : says;
}

/** A second person is asked, or has answered. */
function Asked({ who, named, became }: { who: string; named: string; became: string | null }) {
  return (
    <Link to="/approvals">
      {became === null && (
        <Trans>
          {who} asks for your approval: {named}
        </Trans>
      )}
      {became === 'approved' && (
        <Trans>
          {who} has approved what you asked for: {named}
        </Trans>
      )}
      {became !== null && became !== 'approved' && (
        <Trans>
          {who} has refused what you asked for: {named}
        </Trans>
      )}
    </Link>
  );
}

/** Somebody is forced at their work station; until it is over, nothing opens there. */
function Alarm({ told: { who, station, at, alarmId } }: { told: Told }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [ending, setEnding] = useState(false);
  const when = formats.time(at);
  const where = station ?? t`an unknown station`;
  return (
    <>
      <p>
        <strong>
          <Trans>
            Quiet alarm: {who}, {where}, since {when}.
          </Trans>
        </strong>{' '}
        <Trans>
          Say nothing near them and do not go there alone; do what the bank has laid down. No file opens there
          until you say that it is over.
        </Trans>
      </p>
      <Button size="small" onClick={() => setEnding(true)}>{t`It is over …`}</Button>
      {ending && alarmId !== null && (
        <Suspense>
          <EndAlarm alarmId={alarmId} onClose={() => setEnding(false)} />
        </Suspense>
      )}
    </>
  );
}

const EndAlarm = later(async () => (await import('./end-alarm.tsx')).EndAlarm);

/** The reasons for breaking glass, shortly; a page that comes first brings few words. */
const reasons: Record<string, MessageDescriptor> = {
  danger: msg`danger`,
  fraud: msg`fraud`,
  'urgent instruction': msg`an urgent instruction`,
  complaint: msg`a complaint`,
  'system failure': msg`a system that failed`,
};
