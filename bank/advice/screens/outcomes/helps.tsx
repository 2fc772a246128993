import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, type Tone } from '#design/badge.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, Notice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import type { Reply } from '#platform/contract.ts';
import type { readOutcomes } from '../../following-contract.ts';
import { topicWords } from '../referral-words.ts';
import { useSpoken } from '../spoken.ts';
import style from './outcomes.module.css';
import { Quarters } from './quarters.tsx';
import { ReadOnce } from './read-once.tsx';
import { Difference, Share } from './shown-share.tsx';

type Outcomes = Reply<typeof readOutcomes>;
type Compared = Outcomes['options'][number];
type Measure = Compared['needsMet'];

/** Reading it is on record, so it is asked for once. */
export function Helps() {
  return (
    <ReadOnce
      name="outcomes of advice"
      read={(signal) => call<typeof readOutcomes>('GET /api/advice/outcomes', { signal })}
    >
      {(data) => <Read data={data} />}
    </ReadOnce>
  );
}

function Read({ data }: { data: Outcomes }) {
  const { t } = useLingui();
  return (
    <div className={style.stack}>
      <How outcomes={data} />
      <Panel title={t`All that is offered, together`} flush loud>
        <Measures rows={[{ code: 'all', says: t`All together`, ...data.all }]} caption={t`All together`} />
      </Panel>
      <Options outcomes={data} />
      <Quarters outcomes={data} />
      <Referrals rows={data.referrals} />
    </div>
  );
}

function How({ outcomes: { heldOut, days } }: { outcomes: Outcomes }) {
  const formats = useFormats();
  const share = formats.number(heldOut / 10);
  return (
    <Notice>
      {heldOut === 0 ? (
        <Trans>
          Nobody is held out now, so whether suggestions help cannot be said of what begins from today on.
        </Trans>
      ) : (
        <Trans>
          Of {share} in a hundred, chosen by lot for each option, nobody is reminded on Today. They get the
          same answers when they ask, and help is never held out.
        </Trans>
      )}{' '}
      <Trans>
        On both sides are those whom somebody looks after, each counted once, with what the list of Today
        would name first; whether they were then spoken to is not asked.
      </Trans>{' '}
      <Plural
        value={days}
        one="One looks after # day: is the need met, and are they customers still?"
        other="One looks after # days: is the need met, and are they customers still?"
      />
    </Notice>
  );
}

function Options({ outcomes: { options } }: { outcomes: Outcomes }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  if (options.length === 0)
    return (
      <Panel title={t`By option`} flush>
        <EmptyState title={t`Nothing is followed yet`}>
          <Trans>
            What is suggested tonight is followed from tomorrow on; in half a year there is an answer.
          </Trans>
        </EmptyState>
      </Panel>
    );
  const named = options.map((one) => ({ ...one, says: spoken(one.title) }));
  const [held, never] = [named.filter(({ mayHold }) => mayHold), named.filter(({ mayHold }) => !mayHold)];
  return (
    <>
      {held.length > 0 && (
        <Panel title={t`By option`} flush>
          <Measures rows={held} caption={t`By option`} />
        </Panel>
      )}
      {never.length > 0 && (
        <Panel title={t`Help, and what costs nothing`} flush>
          <p className={style.quiet}>
            <Trans>Never held out from anybody, so there is nobody to compare with.</Trans>
          </p>
          <Alone rows={never} />
        </Panel>
      )}
    </>
  );
}

type Row = Pick<Compared, 'following' | 'needsMet' | 'customersKept'> & { code: string; says: string };

function Measures({ rows, caption }: { rows: readonly Row[]; caption: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const both = rows.flatMap((row) => [
    { ...row, key: `${row.code} met`, what: t`needs met`, measure: row.needsMet },
    { ...row, key: `${row.code} kept`, what: t`customers kept`, measure: row.customersKept },
  ]);
  return (
    <Table
      caption={caption}
      rows={both}
      keyOf={({ key }) => key}
      columns={[
        {
          title: t`What`,
          cell: ({ says, what }) => (
            <>
              {says} <small className={style.soft}>{what}</small>
            </>
          ),
        },
        { title: t`On the list`, figures: true, cell: ({ measure }) => <Share of={measure.reminded} /> },
        { title: t`Held out`, figures: true, cell: ({ measure }) => <Share of={measure.heldOut} /> },
        { title: t`Difference`, cell: ({ measure }) => <Difference difference={measure.difference} /> },
        { title: t`It says`, cell: ({ measure }) => <Verdict of={measure.verdict} /> },
        { title: t`Running`, figures: true, cell: ({ following }) => formats.number(following) },
      ]}
    />
  );
}

function Alone({ rows }: { rows: readonly Row[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <Table
      caption={t`Help, and what costs nothing`}
      rows={rows}
      keyOf={({ code }) => code}
      columns={[
        { title: t`What`, cell: ({ says }) => says },
        { title: t`Needs met`, figures: true, cell: ({ needsMet }) => <Share of={needsMet.reminded} /> },
        {
          title: t`Customers kept`,
          figures: true,
          cell: ({ customersKept }) => <Share of={customersKept.reminded} />,
        },
        { title: t`Running`, figures: true, cell: ({ following }) => formats.number(following) },
      ]}
    />
  );
}

function Verdict({ of }: { of: Measure['verdict'] }) {
  const { t } = useLingui();
  const words = {
    helps: t`It helps`,
    harms: t`It harms`,
    'no difference seen': t`No difference seen`,
    'too little known': t`Too little known`,
  };
  const tones: Record<typeof of, Tone> = {
    ...{ helps: 'sea', harms: 'red', 'no difference seen': 'neutral', 'too little known': 'neutral' },
  };
  return <Badge tone={tones[of]}>{words[of]}</Badge>;
}

function Referrals({ rows }: { rows: Outcomes['referrals'] }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Referrals of a year`} flush>
      {rows.length === 0 ? (
        <EmptyState title={t`Nobody was referred yet`}>
          <Trans>
            From a customer's file, “What fits”: with their consent, to a colleague who knows more.
          </Trans>
        </EmptyState>
      ) : (
        <Table
          caption={t`Referrals of a year`}
          rows={rows}
          keyOf={({ topic }) => topic}
          columns={[
            { title: t`What about`, cell: ({ topic }) => t(topicWords[topic]) },
            { title: t`Asked`, figures: true, cell: ({ asked }) => asked },
            { title: t`It helped`, figures: true, cell: ({ helped }) => helped },
            { title: t`Nothing needed`, figures: true, cell: ({ nothingNeeded }) => nothingNeeded },
            { title: t`Not possible`, figures: true, cell: ({ notPossible }) => notPossible },
            { title: t`Passed back`, figures: true, cell: ({ passedBack }) => passedBack },
            { title: t`Consent taken back`, figures: true, cell: ({ takenBack }) => takenBack },
            { title: t`Open`, figures: true, cell: ({ open }) => open },
          ]}
        />
      )}
    </Panel>
  );
}
