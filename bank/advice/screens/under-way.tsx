import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#design/badge.tsx';
import { Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { Accepted } from './accepted.tsx';
import { Answer } from './answer.tsx';
import style from './panel.module.css';
import { useSpoken } from './spoken.ts';
import { type Advice, sortWords } from './words.ts';

/** What they accepted: it is being done, and is not suggested again. */
export function UnderWay(props: {
  advice: Advice;
  customerId: string;
  mayAnswer: boolean;
  /** Begins a promise with these words; undefined where none can be made. */
  onPromise: ((words: string) => void) | undefined;
  again: () => void;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const { advice, customerId, mayAnswer, onPromise, again } = props;
  if (advice.underWay.length === 0) return null;
  return (
    <Panel title={t`Accepted, under way`} flush>
      <ul>
        {advice.underWay.map((one) => {
          const on = formats.date(one.since);
          return (
            <li key={one.code} className={style.suggestion}>
              <header>
                <h3>{spoken(one.title)}</h3>
                <Badge tone={one.sort === 'help' ? 'amber' : 'neutral'}>{t(sortWords[one.sort])}</Badge>
              </header>
              {!mayAnswer && <p>{t`Accepted on ${on}`}</p>}
              {one.doubt !== null && (
                <p>
                  <Trans>It would not be suggested any more:</Trans> {spoken(one.doubt)}
                </p>
              )}
              {mayAnswer && <Accepted customerId={customerId} one={one} onPromise={onPromise} />}
              {mayAnswer && (
                <Answer
                  customerId={customerId}
                  code={one.code}
                  title={spoken(one.title)}
                  accepted
                  done={again}
                />
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
