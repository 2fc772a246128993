import { Trans, useLingui } from '@lingui/react/macro';
import { IconDoorExit, IconEyeOff, IconLock, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { IconButton } from '#design/button.tsx';
import { KeyHint } from '#design/key-hint.tsx';
import { useKey, useKeyListener } from '#design/keys.tsx';
import type { AppFinder, AppPage } from '#platform/browser/pages.ts';
import { usePreferences } from '#platform/browser/preferences.ts';
import { usePresence } from '#platform/browser/presence.ts';
import { useMay, useSignedIn } from '../me.tsx';
import { Cover } from './cover.tsx';
import style from './frame.module.css';
import { Navigation, PersonMenu } from './navigation.tsx';
import { PrivacyBand } from './privacy-band.tsx';
import { useQuietAlarm } from './quiet-alarm.ts';
import { Removable } from './removable.tsx';
import { SessionEnd } from './session-end.tsx';

/** Keys that the whole workspace listens to. */
export const keys = {
  palette: 'mod+k',
  list: '?',
  search: '/',
  lock: 'mod+shift+l',
  stepAway: 'F8',
  stepAwayToo: 'mod+.',
  badgeOut: 'mod+F8',
};

/** Two minutes, ten minutes: design, section Earshot mode. */
const limits = { coverAfter: 120_000, lockAfter: 600_000 };

/** What stands around every page: place and privacy, where to go, search, and the cover. */
export function Frame(props: {
  pages: readonly AppPage[];
  finder: AppFinder;
  inBand: { permission: string; Corner: ComponentType };
  children: ReactNode;
}) {
  const { t } = useLingui();
  const { lock } = useSignedIn();
  const may = useMay();
  const { singleKeys } = usePreferences();
  const presence = usePresence(limits, lock);
  const [open, setOpen] = useState<Opened>();
  const pages = props.pages.filter((page) => page.entry && may(page.permission));
  useKeyListener(singleKeys === 'on' && !presence.covered);
  useFrameKeys(setOpen, presence.stepAway);
  const turn = useQuietAlarm(presence.stepAway);
  const close = () => setOpen(undefined);
  return (
    <>
      <Removable away={presence.covered}>
        <div key={turn} className={style.frame}>
          <a className={style.skip} href="#content">
            <Trans>Skip to the page</Trans>
          </a>
          <PrivacyBand>
            <Suspense>{may(props.inBand.permission) && <props.inBand.Corner />}</Suspense>
          </PrivacyBand>
          <Navigation pages={pages} />
          {pages.map((page) => page.entry && <GoKey key={page.path} page={page} entry={page.entry} />)}
          <div className={style.middle}>
            <header className={style.top}>
              <button type="button" className={style.search} onClick={() => setOpen('palette')}>
                <IconSearch aria-hidden="true" />
                <span>{may(props.finder.permission) ? t`Find a customer, or go to…` : t`Go to…`}</span>
                <KeyHint keys={keys.palette} />
              </button>
              <Tools onKeys={() => setOpen('keys')} onStepAway={presence.stepAway} />
            </header>
            <SessionEnd />
            <News />
            <main id="content" className={style.content} tabIndex={-1}>
              {props.children}
            </main>
          </div>
          <Suspense>
            {open === 'palette' && (
              <Palette
                pages={pages}
                finder={props.finder}
                onKeys={() => setOpen('keys')}
                onStepAway={presence.stepAway}
                onClose={close}
              />
            )}
            {open === 'keys' && <KeysDialog onClose={close} />}
          </Suspense>
        </div>
      </Removable>
      {presence.covered && <Cover onBack={presence.comeBack} />}
      <p className={style.unprinted}>
        <Trans>Pages are not printed: what leaves on paper leaves as an export, on record.</Trans>
      </p>
    </>
  );
}

/** What changed about one's own sign-in, until one has seen it. */
function News() {
  return (
    <Suspense>
      <SignInNews
        className={style.news}
        elsewhere={
          <Link to="/sign-in-and-devices">
            <Trans>No: see what can be done</Trans>
          </Link>
        }
      />
    </Suspense>
  );
}

type Opened = 'palette' | 'keys' | undefined;

function useFrameKeys(open: (what: Opened) => void, stepAway: () => void) {
  const { t } = useLingui();
  const { lock, badgeOut } = useSignedIn();
  useKey(keys.palette, t`Find a customer, go somewhere, do something`, () => open('palette'));
  useKey(keys.search, t`Search`, () => open('palette'));
  useKey(keys.list, t`Show the keys`, () => open('keys'));
  useKey(keys.stepAway, t`Step away: cover the screen at once`, stepAway);
  useKey(keys.stepAwayToo, t`Step away: cover the screen at once`, stepAway);
  useKey(keys.lock, t`Lock the workspace`, lock);
  useKey(keys.badgeOut, t`Badge out: leave every station at once`, badgeOut);
}

/** Stepping away, locking, leaving: always at the same place. */
function Tools({ onKeys, onStepAway }: { onKeys: () => void; onStepAway: () => void }) {
  const { t } = useLingui();
  const { lock, badgeOut } = useSignedIn();
  return (
    <div className={style.tools}>
      <IconButton says={t`Step away: cover the screen (F8)`} icon={<IconEyeOff />} onClick={onStepAway} />
      <IconButton says={t`Lock`} icon={<IconLock />} onClick={lock} />
      <IconButton
        says={t`Badge out: leave every station at once (Ctrl F8)`}
        icon={<IconDoorExit />}
        onClick={badgeOut}
      />
      <PersonMenu onKeys={onKeys} />
    </div>
  );
}

const SignInNews = lazy(() => import('#platform/browser/signing/news.tsx'));
const Palette = lazy(() => import('./palette.tsx'));
const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

function GoKey({ page, entry }: { page: AppPage; entry: NonNullable<AppPage['entry']> }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const title = t(entry.title);
  useKey(`g ${entry.letter}`, t`Go to ${title}`, () => void navigate({ to: page.path }));
  return null;
}
