import { Trans, useLingui } from '@lingui/react/macro';
import { IconBuildingStore, IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Monogram } from '#design/monogram.tsx';
import { Columns, Panel } from '#design/page.tsx';
import { EmptyState } from '#design/states.tsx';
import { calledName } from './called.ts';
import { useDayWords } from './day-words.ts';
import type { File } from './opening.ts';
import style from './people.module.css';
import { PeopleGraph } from './people-graph.tsx';
import { type Circle, circleWords, type Related, relatedOf } from './people-words.ts';

/** The people around them: a picture, and the list behind it. */
export function People({ file }: { file: File }) {
  const { t } = useLingui();
  const { today } = useMe();
  const [chosen, setChosen] = useState<string>();
  const people = relatedOf(file.relations, today);
  if (people.length === 0) {
    return (
      <Panel>
        <EmptyState title={t`We know of nobody around them.`}>
          <Trans>Households, guardians, attorneys and businesses come from the bank's own systems.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Columns
      main={
        <Panel title={t`The people around them`}>
          <PeopleGraph
            middle={{ name: calledName(file.customer), seed: file.customer.customerId }}
            people={people}
            chosen={chosen}
            onChoose={setChosen}
          />
        </Panel>
      }
      aside={
        <Panel title={t`As a list`} flush>
          {(Object.keys(circleWords) as Circle[]).map((circle) => (
            <CircleList
              key={circle}
              title={t(circleWords[circle])}
              people={people.filter((person) => person.circle === circle)}
              chosen={chosen}
            />
          ))}
        </Panel>
      }
    />
  );
}

function CircleList(props: { title: string; people: readonly Related[]; chosen: string | undefined }) {
  if (props.people.length === 0) return null;
  return (
    <section className={style.circle}>
      <h3>{props.title}</h3>
      <ul>
        {props.people.map((person) => (
          <PersonLine key={person.otherId} person={person} isChosen={person.otherId === props.chosen} />
        ))}
      </ul>
    </section>
  );
}

function PersonLine({ person, isChosen }: { person: Related; isChosen: boolean }) {
  const { t } = useLingui();
  const days = useDayWords();
  const { today } = useMe();
  /** Since when and until when: of somebody who acts for another it says whether they may today. */
  const between = ({ words, fromDate, toDate }: Related['says'][number]) => {
    const begins = fromDate && (fromDate > today ? days.from(fromDate) : days.since(fromDate));
    return [t(words), begins, toDate && days.until(toDate)].filter(Boolean).join(', ');
  };
  return (
    <li className={style.person} data-chosen={isChosen}>
      <Monogram name={person.name} seed={person.otherId} />
      <div>
        <p className={style.name}>
          {person.name}
          {person.kind === 'business' && <IconBuildingStore aria-label={t`Business`} />}
        </p>
        <p className={style.says}>{person.says.map(between).join(' · ')}</p>
      </div>
      {person.restricted ? (
        <Badge icon={<IconLock />}>{t`Restricted`}</Badge>
      ) : (
        <Link to="/customers/$customerId" params={{ customerId: person.otherId }}>
          <Trans>Open file</Trans>
          <span className="unseen">: {person.name}</span>
        </Link>
      )}
    </li>
  );
}
