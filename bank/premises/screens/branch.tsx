import { useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { SpecialDays } from './days.tsx';
import { UsualHours } from './hours.tsx';
import { useOpeningWords } from './opening-words.ts';
import { ChangePremises } from './particulars.tsx';
import style from './premises.module.css';
import { type Premises, usePremises } from './reading.ts';
import { Stations } from './stations.tsx';
import { columnWords, kindWords } from './words.ts';

/** One branch, office or cash machine: when it is open, and where people work in it. */
export default function BranchPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const openingWords = useOpeningWords();
  const { premisesId = '' } = useParams({ strict: false }) as { premisesId?: string };
  const { data, error, isPending, refetch } = usePremises(premisesId);
  if (isPending)
    return (
      <Page title={t`Branch`}>
        <Panel>
          <LoadingShape rows={6} />
        </Panel>
      </Page>
    );
  if (data === undefined)
    return (
      <Page title={t`Branch`}>
        <ProblemNotice problem={told(error)} again={() => void refetch()} />
      </Page>
    );
  return (
    <Page title={data.name} says={openingWords(data.opening, data.timeZone)}>
      <FromFeed premises={data} />
      <Columns
        main={
          <>
            <UsualHours key={data.version} premises={data} />
            {data.kind !== 'atm' && <Stations premises={data} />}
          </>
        }
        aside={
          <>
            <Particulars premises={data} />
            <SpecialDays premises={data} />
          </>
        }
      />
    </Page>
  );
}

/** Where it comes from, and what was set here otherwise. */
function FromFeed({ premises: { feed, edited } }: { premises: Premises }) {
  const { t, i18n } = useLingui();
  if (feed === null) return null;
  const words = edited.map((column) => columnWords[column]).filter((word) => word !== undefined);
  const what = new Intl.ListFormat(i18n.locale).format(words.map((word) => t(word)));
  return (
    <Notice>
      {words.length === 0
        ? t`The feed “${feed}” brings it. What you set here stays until the feed says something new there.`
        : t`The feed “${feed}” brings it. Set here, until the feed says something new: ${what}.`}
    </Notice>
  );
}

function Particulars({ premises }: { premises: Premises }) {
  const { t } = useLingui();
  const may = useMay();
  const formats = useFormats();
  const [changing, setChanging] = useState(false);
  const { addressLines, postalCode, region, country, endedOn, telephone } = premises;
  const address = [...addressLines, postalCode, region, country && formats.country(country)];
  const ends = endedOn === null ? null : formats.date(endedOn);
  const facts: [string, string][] = [
    [t`What it is`, t(kindWords[premises.kind])],
    [t`Code`, premises.code],
    [t`Time zone`, premises.timeZone],
    [t`Address`, address.filter(Boolean).join(', ') || '–'],
    [t`Telephone`, telephone ?? '–'],
  ];
  return (
    <Panel title={t`Particulars`} aside={ends !== null && <Badge tone="amber">{t`ends on ${ends}`}</Badge>}>
      <div className={style.form}>
        <dl className={style.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {may('premises.set') && (
          <p>
            <Button onClick={() => setChanging(true)}>{t`Change the particulars`}</Button>
          </p>
        )}
      </div>
      {changing && <ChangePremises premises={premises} onClose={() => setChanging(false)} />}
    </Panel>
  );
}
