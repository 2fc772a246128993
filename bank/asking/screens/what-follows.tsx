import { Trans, useLingui } from '@lingui/react/macro';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { needWords } from '#bank/needs/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Panel } from '#design/page.tsx';
import style from './conversation.module.css';
import type { Conversation } from './words.ts';

/** Needs as they are stated, and what fits with them: both change with each answer. */
export function WhatFollows({ open, overheard }: { open: Conversation; overheard: boolean }) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const needs = open.needs.filter(({ strength }) => strength > 0);
  return (
    <div className={style.following} aria-live="polite">
      <Panel title={t`Needs, as told`}>
        {needs.length === 0 ? (
          <p className={style.soft}>
            {overheard ? <Trans>What is private is not shown here.</Trans> : <Trans>None yet.</Trans>}
          </p>
        ) : (
          <ul className={style.list}>
            {needs.map(({ category, strength, questionId, notUsed }) => (
              <li key={`${questionId} ${category}`}>
                <span>
                  {category in needWords ? t(needWords[category as keyof typeof needWords]) : category}
                </span>
                <span className={style.soft}>
                  {notUsed
                    ? t`asked us not to use this`
                    : strength >= 70
                      ? t`strong`
                      : strength >= 40
                        ? t`middling`
                        : t`slight`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t`What fits now`}>
        {open.fits.length === 0 ? (
          <p className={style.soft}>
            {open.result === null && <Trans>Not shown where others may hear.</Trans>}
            {open.result === 'nothing needed' &&
              (open.underWay.length > 0 ? (
                <Trans>Nothing more needed, as far as we can say.</Trans>
              ) : (
                <Trans>Nothing needed, as far as we can say.</Trans>
              ))}
            {open.result === 'too little known' && (
              <Trans>Too little is known to say: nothing is suggested on a guess.</Trans>
            )}
          </p>
        ) : (
          <ol className={style.list}>
            {open.fits.map(({ code, title }) => (
              <li key={code}>
                <span>{spoken(title)}</span>
                {!open.fitted.includes(code) && <Badge>{t`new`}</Badge>}
              </li>
            ))}
          </ol>
        )}
        {open.underWay.length > 0 && (
          <p className={style.soft}>
            <Trans>Accepted, under way:</Trans> {open.underWay.map(({ title }) => spoken(title)).join(', ')}
          </p>
        )}
      </Panel>
    </div>
  );
}

/** Where there is one column it stays above the questions in a line; whoever listens is told by the panel. */
export function FitsAtHand({ open: { fits } }: { open: Conversation }) {
  const spoken = useSpoken();
  if (fits.length === 0) return null;
  return (
    <p className={style.atHand} aria-hidden>
      <strong>
        <Trans>What fits now</Trans>
      </strong>{' '}
      {fits.map(({ title }) => spoken(title)).join(' · ')}
    </p>
  );
}
