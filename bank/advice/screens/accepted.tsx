import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './panel.module.css';
import { Refer } from './refer.tsx';
import type { OwnReferral } from './referral-words.ts';
import { useSpoken } from './spoken.ts';
import type { Advice } from './words.ts';

type UnderWay = Advice['underWay'][number];

/** What was accepted leads somewhere: to a colleague, or to a promise with a day. */
export function Accepted(props: {
  customerId: string;
  one: UnderWay;
  /** Begins a promise with these words; undefined where none can be made. */
  onPromise: ((words: string) => void) | undefined;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const client = useQueryClient();
  const [referring, setReferring] = useState(false);
  const { customerId, one, onPromise } = props;
  const topic = topics[one.code];
  const on = formats.date(one.since);
  const title = spoken(one.title);
  return (
    <div className={style.accepted}>
      <p>
        <Badge tone="sea">{t`Accepted on ${on}`}</Badge> {t(nextWords[one.sort])}
      </p>
      <div className={style.answers}>
        {one.sort === 'referral' && (
          <Button size="small" look="primary" onClick={() => setReferring(true)}>{t`Refer them now`}</Button>
        )}
        {onPromise !== undefined && (
          <Button size="small" onClick={() => onPromise(title)}>
            {t`Promise the next step`}
            <span className="unseen">: {title}</span>
          </Button>
        )}
      </div>
      {referring && (
        <Refer
          customerId={customerId}
          topic={topic}
          onClose={() => setReferring(false)}
          done={() => {
            setReferring(false);
            void client.invalidateQueries({ queryKey: ['referrals', customerId] });
          }}
        />
      )}
    </div>
  );
}

/** What a referral that is suggested is about. */
const topics: Readonly<Record<string, OwnReferral['topic']>> = {
  ...{ 'referral.mortgage': 'home', 'referral.investing': 'investing' },
  ...{ 'referral.protection': 'protection', 'referral.business': 'business' },
};

const nextWords: Record<UnderWay['sort'], MessageDescriptor> = {
  help: msg`Agree on the first step now, and promise it with a day.`,
  waiver: msg`Ask for it to be given back, and promise when they hear of it.`,
  cheaper: msg`Look through what they pay for together, and promise when it is changed.`,
  'check-in': msg`Agree when you speak, and promise that day.`,
  education: msg`Say when they get it, and promise that day.`,
  referral: msg`Refer them to a colleague, who sees the file only if they agree.`,
  product: msg`Say how it goes on, and promise when they hear from you.`,
};
