import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, Notice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readPropensities } from '../../propensity-contract.ts';
import { useSpoken } from '../spoken.ts';
import { useFactWords } from '../words.ts';
import style from './outcomes.module.css';
import { ReadOnce } from './read-once.tsx';
import { useShares } from './shares.ts';

type Cards = Reply<typeof readPropensities>;
type Version = Cards['versions'][number];
type Option = Version['options'][number];

/** The model cards, newest first; reading them is on record. */
export function Likely() {
  return (
    <ReadOnce
      name="propensities"
      read={(signal) => call<typeof readPropensities>('GET /api/advice/propensities', { signal })}
    >
      {(data) => <Read data={data} />}
    </ReadOnce>
  );
}

function Read({ data }: { data: Cards }) {
  const { t } = useLingui();
  const [newest, ...before] = data.versions;
  return (
    <div className={style.stack}>
      <What cards={data} />
      {newest === undefined ? (
        <Panel>
          <EmptyState title={t`Nothing is learnt yet`}>
            <Trans>
              It is learnt each week from what became of suggestions. Until then it orders nothing.
            </Trans>
          </EmptyState>
        </Panel>
      ) : (
        <One version={newest} loud />
      )}
      {before.map((version) => (
        <details key={version.version} className={style.older}>
          <summary>
            <Summary version={version} />
          </summary>
          <One version={version} />
        </details>
      ))}
    </div>
  );
}

function What({ cards: { inForce, switchedOn, facts } }: { cards: Cards }) {
  return (
    <Notice tone={switchedOn ? 'sea' : 'amber'}>
      {!switchedOn ? (
        <Trans>Switched off by an administrator: it orders nothing.</Trans>
      ) : inForce === null ? (
        <Trans>None is in force: equals are ordered by what costs the customer less.</Trans>
      ) : (
        <Trans>Version {inForce} orders what is equally needed, and never goes before a need.</Trans>
      )}{' '}
      <Plural
        value={facts}
        one="It knows # fact; age, sex, family, sources of money and what stands in for them are none."
        other="It knows # facts; age, sex, family, sources of money and what stands in for them are none."
      />
    </Notice>
  );
}

function Summary({ version: { version, madeAt, setAsideAt, setAsideBecause } }: { version: Version }) {
  const { t } = useLingui();
  const formats = useFormats();
  const made = formats.date(madeAt.slice(0, 10));
  return (
    <>
      {t`Version ${version}, of ${made}`} {setAsideAt === null && <Badge tone="sea">{t`In force`}</Badge>}
      {setAsideBecause === 'drifted' && <Badge tone="amber">{t`Set aside: it drifted`}</Badge>}
      {setAsideBecause === 'a newer one' && <Badge>{t`A newer one took its place`}</Badge>}
    </>
  );
}

function One({ version, loud = false }: { version: Version; loud?: boolean }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const formats = useFormats();
  const { percent } = useShares();
  const { auc } = useAuc();
  const why: Record<Option['why'], string> = {
    learnt: t`Learnt`,
    'too few answers': t`Base rate: too few answers`,
    'no better than the base rate': t`Base rate: ranking did no better`,
  };
  return (
    <Panel title={<Summary version={version} />} flush {...(loud ? { loud } : {})}>
      <p className={style.quiet}>
        <Trans>
          How well it ranks: 0.50 is a coin. “Later” was learnt on the first four fifths in time and asked of
          the last: what falls there has moved with the season, and is trusted less.
        </Trans>
      </p>
      <Table
        caption={t`By option`}
        rows={version.options}
        keyOf={({ code }) => code}
        columns={[
          { title: t`What`, cell: ({ title }) => spoken(title) },
          { title: t`What it says`, cell: (one) => why[one.why] },
          { title: t`Answers`, figures: true, cell: ({ answers }) => formats.number(answers) },
          {
            title: t`Accepted`,
            figures: true,
            cell: ({ answers, accepted }) => percent(answers === 0 ? 0 : accepted / answers),
          },
          { title: t`Ranks`, figures: true, cell: (one) => auc(one.auc) },
          { title: t`Later`, figures: true, cell: (one) => auc(one.aucLater) },
        ]}
      />
      {version.options
        .filter(({ calibration }) => calibration.length > 0)
        .map((one) => (
          <Calibration key={one.code} option={one} />
        ))}
      <Watched version={version} />
    </Panel>
  );
}

function useAuc() {
  const formats = useFormats();
  return {
    auc: (value: number | null) => (value === null ? '–' : formats.number(Math.round(value * 100) / 100)),
  };
}

/** What was foreseen beside what came, by fifths; and what weighs most. */
function Calibration({ option }: { option: Option }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const fact = useFactWords();
  const { percent } = useShares();
  const title = spoken(option.title);
  const named = ({ feature }: Option['strongest'][number]) => fact(feature.split(' ')[0] ?? '');
  return (
    <details className={style.inside}>
      <summary>{t`${title}: what was foreseen, and what came`}</summary>
      <Table
        caption={t`${title}: what was foreseen, and what came`}
        rows={option.calibration.map((one, at) => ({ ...one, fifth: at + 1 }))}
        keyOf={({ fifth }) => String(fifth)}
        columns={[
          { title: t`Fifth`, cell: ({ fifth }) => fifth },
          { title: t`Foreseen`, figures: true, cell: ({ expected }) => percent(expected) },
          {
            title: t`Came`,
            figures: true,
            cell: ({ accepted, answers }) => percent(answers === 0 ? 0 : accepted / answers),
          },
        ]}
      />
      <p className={style.quiet}>
        <Trans>What weighs most:</Trans> {[...new Set(option.strongest.map(named))].join(', ')}.
      </p>
    </details>
  );
}

function Watched({ version: { months } }: { version: Version }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (months.length === 0)
    return (
      <p className={style.quiet}>
        <Trans>
          What became of its own suggestions comes here, month by month, once it is ninety days old.
        </Trans>
      </p>
    );
  return (
    <Table
      caption={t`Watched by month`}
      rows={months}
      keyOf={({ month }) => month}
      columns={[
        { title: t`Month`, cell: ({ month }) => formats.month(month) },
        { title: t`Answers`, figures: true, cell: ({ answered }) => formats.number(answered) },
        { title: t`Foreseen`, figures: true, cell: ({ expected }) => formats.number(Math.round(expected)) },
        { title: t`Accepted`, figures: true, cell: ({ accepted }) => formats.number(accepted) },
      ]}
    />
  );
}
