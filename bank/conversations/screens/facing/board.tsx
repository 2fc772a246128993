import { Trans, useLingui } from '@lingui/react/macro';
import style from './facing.module.css';
import type { Shown } from './following.ts';

type Called = Shown['board'];

/** Who is called and where to; below, who is next. Numbers, and first names of those who agreed. */
export function Board({ called }: { called: Called }) {
  const { t } = useLingui();
  const now = called.filter((one) => one.called);
  const next = called.filter((one) => !one.called);
  return (
    <div className={style.board}>
      <h1>
        <Trans>Please come in</Trans>
      </h1>
      {now.length === 0 ? (
        <p className={style.nobody}>
          <Trans>We call your number here in a moment.</Trans>
        </p>
      ) : (
        <ul className={style.now}>
          {now.slice(0, 8).map(({ queueNumber, firstName, goTo }) => (
            <li key={`${queueNumber} ${goTo}`}>
              <strong>{queueNumber}</strong>
              <span>{firstName}</span>
              <span className={style.where}>{goTo ?? t`We come to you`}</span>
            </li>
          ))}
        </ul>
      )}
      {next.length > 0 && (
        <section aria-labelledby="next">
          <h2 id="next">
            <Trans>Next</Trans>
          </h2>
          <ol className={style.next}>
            {next.slice(0, 24).map(({ queueNumber, firstName }) => (
              <li key={queueNumber}>
                {queueNumber}
                {firstName && <small>{firstName}</small>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
