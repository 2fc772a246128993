import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '#design/button.tsx';
import { Notice } from '#design/states.tsx';
import type { seeNotices } from '#platform/auth/factors-contract.ts';
import { call } from '../api.ts';
import { useFormats } from '../formats.tsx';
import { noticeWords } from './notice-words.ts';
import { useOwnSignIn } from './own-sign-in.ts';
import style from './signing.module.css';

const aMinute = 60_000;

/**
 * What changed about one's sign-in: was it you? Told on each device, also on a page that lies open, until
 * somebody says so there.
 * @param elsewhere a link to the page where one does something about it
 */
export default function SignInNews(props: { elsewhere: ReactNode; className?: string | undefined }) {
  const { elsewhere, className } = props;
  const { t } = useLingui();
  const formats = useFormats();
  const { own, again } = useOwnSignIn(aMinute);
  const news = own?.notices.filter(({ seen }) => !seen) ?? [];
  if (news.length === 0) return null;
  const seen = async () => {
    await call<typeof seeNotices>('POST /api/sign-in-notices/seen').catch(() => undefined);
    await again();
  };
  return (
    <div role="status" className={[style.news, className].filter(Boolean).join(' ')}>
      <Notice tone="amber">
        <p className={style.name}>
          <Trans>Was this you?</Trans>
        </p>
        <ul>
          {news.slice(0, 5).map(({ noticeId, kind, about, at }) => (
            <li key={noticeId}>
              {[t(noticeWords[kind]), about].filter(Boolean).join(': ')}, {formats.dateTime(at)}
            </li>
          ))}
        </ul>
        <div className={style.deeds}>
          <Button size="small" onClick={() => void seen()}>
            <Trans>Yes, that was me</Trans>
          </Button>
          {elsewhere}
        </div>
      </Notice>
    </div>
  );
}
