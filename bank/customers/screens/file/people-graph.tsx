import { useLingui } from '@lingui/react/macro';
import { Monogram } from '#design/monogram.tsx';
import style from './people.module.css';
import type { Related } from './people-words.ts';

/** More than this is no picture any more; the list has them all. */
const most = 12;

/**
 * The customer in the middle, the others around them by circle. Lines are drawn, people are buttons:
 * choosing one
 * shows who it is in the list beside. What has ended is dashed.
 */
export function PeopleGraph(props: {
  middle: { name: string; seed: string };
  people: readonly Related[];
  chosen: string | undefined;
  onChoose: (otherId: string) => void;
}) {
  const { t } = useLingui();
  const shown = props.people.slice(0, most);
  const places = placesFor(shown.length);
  return (
    <div className={style.graph}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {shown.map((person, index) => {
          const [x, y] = places[index] ?? middle;
          const look = person.otherId === props.chosen ? style.lineChosen : style.line;
          return (
            <line
              key={person.otherId}
              {...{ x1: 50, y1: 50, x2: x, y2: y }}
              className={look}
              data-circle={person.circle}
              data-ended={person.endedOn !== null}
            />
          );
        })}
      </svg>
      <p className={style.middle}>
        <Monogram name={props.middle.name} seed={props.middle.seed} size="large" />
        <strong>{props.middle.name}</strong>
      </p>
      <ul>
        {shown.map((person, index) => {
          const [x, y] = places[index] ?? middle;
          return (
            <li key={person.otherId} style={{ insetInlineStart: `${x}%`, insetBlockStart: `${y}%` }}>
              <button
                type="button"
                className={style.node}
                aria-pressed={person.otherId === props.chosen}
                onClick={() => props.onChoose(person.otherId)}
              >
                <Monogram name={person.name} seed={person.otherId} />
                <span>
                  {person.name}
                  <small>{person.says.map(({ words }) => t(words)).join(' · ')}</small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const middle = [50, 50] as const;

/** Evenly around an ellipse from the top, in percent of the picture; two rings where there are many. */
function placesFor(count: number): (readonly [number, number])[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2 + (count === 2 ? Math.PI / 2 : 0);
    const reach = count > 7 && index % 2 === 1 ? 0.72 : 1;
    return [50 + 37 * reach * Math.cos(angle), 50 + 39 * reach * Math.sin(angle)] as const;
  });
}
