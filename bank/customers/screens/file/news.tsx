import { Trans, useLingui } from '@lingui/react/macro';
import type { TablerIcon } from '@tabler/icons-react';
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCake,
  IconCalendarDue,
  IconFlower,
  IconHome,
  IconId,
  IconLock,
  IconPlus,
  IconSeedling,
  IconStairs,
  IconTrendingDown,
  IconTrendingUp,
  IconX,
} from '@tabler/icons-react';
import { MoveToRoom } from '#bank/conversations/screens/rooms/move-to-room.tsx';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Panel } from '#design/page.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './news.module.css';
import { useNewsSentence } from './news-words.ts';
import type { File } from './opening.ts';

type News = File['news'][number];

/**
 * What changed lately, each as a sentence. The hard ones are not for an open counter: they show while they
 * are held.
 */
export function WhatChanged({ file }: { file: File }) {
  const { t } = useLingui();
  return (
    <Panel title={t`What changed`} loud>
      {file.news.length === 0 ? (
        <p className={style.quiet}>
          <Trans>Nothing new lately. A good moment to ask how things are.</Trans>
        </p>
      ) : (
        <ul className={style.news}>
          {file.news.map((news) => (
            <NewsLine key={`${news.code} ${news.onDate} ${news.about}`} news={news} />
          ))}
        </ul>
      )}
      {file.ground.kind === 'visit' && file.news.some(({ code }) => code === 'for a private room') && (
        <div className={style.room}>
          <MoveToRoom visitId={file.ground.groundId} size="small" />
        </div>
      )}
    </Panel>
  );
}

function NewsLine({ news }: { news: News }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { today } = useMe();
  const sentence = useNewsSentence()(news);
  const isHidden = news.code === 'for a private room';
  const Icon = icons[news.code];
  const amount = news.amount === null ? null : formats.money(news.amount);
  return (
    <li data-tone={tones[news.code]}>
      <Icon aria-hidden="true" />
      <p>
        {sentence}
        {amount !== null && <span className={style.amount}>{amount}</span>}
      </p>
      <time dateTime={news.onDate} title={formats.date(news.onDate)}>
        {isHidden || news.code === 'in arrears' ? t`now` : formats.fromToday(news.onDate, today)}
      </time>
    </li>
  );
}

const tones: Partial<Record<News['code'], 'red' | 'amber'>> = {
  'in arrears': 'red',
  'penalty interest': 'red',
  'income stopped': 'amber',
  'income fell': 'amber',
  'matures soon': 'amber',
};

const icons: Record<News['code'], TablerIcon> = {
  'new holding': IconPlus,
  'holding ended': IconX,
  'matures soon': IconCalendarDue,
  'in arrears': IconAlertTriangle,
  'income began': IconTrendingUp,
  'income stopped': IconTrendingDown,
  'income rose': IconTrendingUp,
  'income fell': IconTrendingDown,
  'large movement in': IconArrowDownLeft,
  'large movement out': IconArrowUpRight,
  'penalty interest': IconAlertTriangle,
  moved: IconHome,
  'new name': IconId,
  died: IconFlower,
  birthday: IconCake,
  'for a private room': IconLock,
  anniversary: IconCake,
  'level changed': IconStairs,
  'stage changed': IconSeedling,
};
