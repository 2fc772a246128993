import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#design/button.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { refuseOwn } from '../../contract.ts';
import { useRefusalText } from '../refused.ts';
import type { Refusal } from '../words.ts';
import style from './own.module.css';
import type { Reading } from './reading.ts';

/** Each thing of which she said "do not use this", also where it stands nowhere else any more. */
export function NotUsed({ reading }: { reading: Reading }) {
  const refusals = reading.own?.understanding.refusals.filter(({ of }) => of !== 'area') ?? [];
  if (refusals.length === 0) return null;
  return (
    <section className={style.section} aria-labelledby="not-used">
      <h2 id="not-used">
        <Trans>What you asked us not to use</Trans>
      </h2>
      <p>
        <Trans>
          It stays so until you take it back here, also when we hear of it again, and when it no longer stands
          above.
        </Trans>
      </p>
      <ul className={style.cards}>
        {refusals.map((one) => (
          <OneRefusal key={one.about} one={one} reading={reading} />
        ))}
      </ul>
    </section>
  );
}

function OneRefusal({ one, reading }: { one: Refusal; reading: Reading }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const title = useRefusalText()(one);
  const since = formats.date(one.since);
  const allowing = useAction(async (about: string) => {
    await call<typeof refuseOwn>('POST /api/understanding/refusals', { body: { about, refused: false } });
    await reading.again();
    say(t`It may be used again.`);
  });
  return (
    <li className={style.card}>
      <p className={style.title}>{title}</p>
      <p className={style.small}>{t`not used since ${since}`}</p>
      <div className={style.deeds}>
        <Button size="small" busy={allowing.busy} onClick={() => void allowing.run(one.about)}>
          {t`Take it back: you may use it`}
          <span className="unseen">: {title}</span>
        </Button>
      </div>
      {allowing.problem !== undefined && <ProblemNotice problem={told(allowing.problem)} />}
    </li>
  );
}
