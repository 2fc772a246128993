import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type Simulation, useOpeningExample } from './reading.ts';
import style from './rules.module.css';
import { aspectWords, useWordTitle } from './words.ts';

type Result = NonNullable<Simulation['result']>;

/** "412 would gain, 37 would lose", of each option, level, stage or need. */
export function About({ about }: Pick<Result, 'about'>) {
  const { t } = useLingui();
  const named = useAboutTitle();
  const figure = useFigure();
  if (about.length === 0)
    return <p className={style.nothing}>{t`Nobody, or only a few, would gain or lose anything.`}</p>;
  return (
    <>
      <p className={style.nothing}>
        <Trans>
          Figures are in fives, and at least so many: so that nobody is found by asking again a little
          differently.
        </Trans>
      </p>
      <Table
        caption={t`Who would gain and who would lose`}
        rows={about}
        keyOf={(one) => one.about}
        columns={[
          { title: t`What`, cell: (one) => <strong>{named(one)}</strong> },
          { title: t`would gain`, figures: true, cell: ({ gains }) => figure(gains) },
          { title: t`would lose`, figures: true, cell: ({ loses }) => figure(loses) },
        ]}
      />
    </>
  );
}

/** At least so many; a few are not told from nobody. */
function useFigure() {
  const { t } = useLingui();
  const formats = useFormats();
  return (count: number | null) => (count === null ? t`few or none` : formats.number(count));
}

/** The same by level, stage and branch. */
export function Groups({ groups }: Pick<Result, 'groups'>) {
  const { t } = useLingui();
  const worded = useWordTitle();
  const figure = useFigure();
  const titles = { level: t`By level`, stage: t`By stage of life`, branch: t`By branch` };
  const name = (one: Result['groups'][number]) =>
    one.name === null ? t`not known` : one.of === 'branch' ? one.name : worded(one.name);
  return (
    <div className={style.groups}>
      {(['level', 'stage', 'branch'] as const).map((of) => (
        <section key={of}>
          <h3>{titles[of]}</h3>
          <Table
            caption={titles[of]}
            rows={groups.filter((one) => one.of === of).slice(0, 40)}
            keyOf={(one) => `${one.name}`}
            columns={[
              { title: t`Who`, cell: name },
              { title: t`customers`, figures: true, cell: ({ looked }) => figure(looked) },
              { title: t`would gain`, figures: true, cell: ({ gains }) => figure(gains) },
              { title: t`would lose`, figures: true, cell: ({ loses }) => figure(loses) },
            ]}
          />
        </section>
      ))}
    </div>
  );
}

/** Some of them, without a name: what would be, and by which row. */
export function Examples({ simulation: { examples, simulationId } }: { simulation: Simulation }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const navigate = useNavigate();
  const named = useAboutTitle();
  const row = useRowTitle();
  const opening = useOpeningExample(simulationId);
  const open = async (number: number) => {
    const reply = await opening.run(number);
    if (reply) await navigate({ to: `/customers/${reply.customerId}` });
  };
  const mayOpen = may('customer.file.read');
  return (
    <section>
      <h3 className={style.heading}>{t`Some of them`}</h3>
      {opening.problem !== undefined && <ProblemNotice problem={told(opening.problem)} />}
      <p className={style.nothing}>
        <Trans>
          Drawn by lot among those who share the very same change with others, and shown without a name.
          Whoever has a reason to open that file may; nobody else learns whose it is.
        </Trans>
      </p>
      <Table
        caption={t`Some of them`}
        rows={examples}
        keyOf={({ number }) => `${number}`}
        columns={[
          { title: t`Somebody`, cell: ({ number }) => t`Customer ${number}` },
          {
            title: t`What`,
            cell: (one) => <Changed gains={one.gains} says={named(one)} />,
          },
          { title: t`Before`, cell: ({ before }) => row(before) },
          { title: t`Then`, cell: ({ after }) => row(after) },
          ...(mayOpen
            ? [
                {
                  title: t`File`,
                  cell: ({ number }: { number: number }) => (
                    <Button size="small" busy={opening.busy} onClick={() => void open(number)}>
                      {t`Open`}
                      <span className="unseen">: {number}</span>
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

function Changed({ gains, says }: { gains: boolean; says: string }) {
  const { t } = useLingui();
  return (
    <>
      <Badge tone={gains ? 'sea' : 'amber'}>{gains ? t`would gain` : t`would lose`}</Badge> {says}
    </>
  );
}

function useAboutTitle() {
  const { t } = useLingui();
  const spoken = useSpoken();
  const worded = useWordTitle();
  return ({ about, title }: Pick<Result['about'][number], 'about' | 'title'>) => {
    if (title !== null) return spoken(title);
    const [of, value = ''] = about.split(': ');
    const says = worded(value);
    if (of === 'level') return t`Level: ${says}`;
    return of === 'stage' ? t`Stage: ${says}` : t`Need: ${says}`;
  };
}

/** "suitability: overdrawn" in words as far as there are some. */
function useRowTitle() {
  const { t } = useLingui();
  return (settled: string | null) => {
    if (settled === null) return t`no row`;
    if (settled === 'too little known') return t`too little known`;
    const [aspect = '', name = ''] = settled.split(': ');
    if (aspect === 'order') return name === 'help.first' ? t`help comes first` : t`three fit better`;
    if (!Object.hasOwn(aspectWords, aspect)) return settled;
    const of = t(aspectWords[aspect as keyof typeof aspectWords]);
    return t`${of}: ${name}`;
  };
}
