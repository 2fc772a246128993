import { useLingui } from '@lingui/react/macro';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Mark } from '#design/mark.tsx';
import { Menu } from '#design/menu.tsx';
import { Monogram } from '#design/monogram.tsx';
import type { AppPage } from '#platform/browser/pages.ts';
import { prefer, usePreferences } from '#platform/browser/preferences.ts';
import { useSignedIn } from '../me.tsx';
import { roleWords } from '../words.ts';
import style from './navigation.module.css';

/**
 * Where this person's role may go: a column at the left, icons alone on a tablet, a bar at the thumb on a
 * phone.
 */
export function Navigation({ pages }: { pages: readonly AppPage[] }) {
  const { t } = useLingui();
  const { me } = useSignedIn();
  const groups = (['customers', 'house'] as const).map((name) =>
    pages.filter((page) => page.entry?.group === name),
  );
  return (
    <nav ref={useHereInSight()} className={style.navigation} aria-label={t`Pages`}>
      <p className={style.brand}>
        <Mark />
        <span>Earshot</span>
      </p>
      {groups.map(
        (group) =>
          group.length > 0 && (
            <ul key={group[0]?.entry?.group}>
              {group.map(({ path, entry }) => entry && <Entry key={path} path={path} entry={entry} />)}
            </ul>
          ),
      )}
      <p className={style.branch}>{me.premises?.name}</p>
    </nav>
  );
}

/** Whoever may do much has a bar wider than a phone: the place in it where one is comes into sight. */
function useHereInSight() {
  const bar = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    const links = [...(bar.current?.querySelectorAll('a') ?? [])];
    const here = links.findLast(({ pathname }) => path.startsWith(pathname));
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
  return bar;
}

/** Who is signed in, and what concerns only them: the look, the keys, leaving. */
export function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useLingui();
  const { me, signOut } = useSignedIn();
  const { theme } = usePreferences();
  const { fullName } = me;
  const navigate = useNavigate();
  return (
    <Menu
      label={t`You: ${fullName}`}
      align="end"
      className={style.person}
      items={[
        {
          says: t`Look as the system does`,
          chosen: theme === 'system',
          onPick: () => prefer({ theme: 'system' }),
        },
        { says: t`Light`, chosen: theme === 'light', onPick: () => prefer({ theme: 'light' }) },
        { says: t`Dark`, chosen: theme === 'dark', onPick: () => prefer({ theme: 'dark' }) },
        { says: t`Sign-in and devices`, onPick: () => void navigate({ to: '/sign-in-and-devices' }) },
        { says: t`Keys`, onPick: onKeys },
        { says: t`Sign out`, onPick: signOut },
      ]}
    >
      <Monogram name={me.fullName} seed={me.staffId} size="small" />
      <span className={style.who}>
        {me.fullName}
        <small>{t(roleWords[me.role])}</small>
      </span>
    </Menu>
  );
}

function Entry({ path, entry }: { path: string; entry: NonNullable<AppPage['entry']> }) {
  const { t } = useLingui();
  const Icon = entry.icon;
  return (
    <li>
      <Link to={path} className={style.entry} activeOptions={{ exact: path === '/' }} title={t(entry.title)}>
        <Icon />
        <span>{t(entry.title)}</span>
      </Link>
    </li>
  );
}
