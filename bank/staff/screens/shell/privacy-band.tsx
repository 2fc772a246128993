import { useLingui } from '@lingui/react/macro';
import { IconBuildingBank, IconChevronDown, IconDoor, IconEyeOff, IconHeadset } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { Menu } from '#design/menu.tsx';
import { say } from '#design/say.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { chooseStation, Place } from '../../contract.ts';
import { useSignedIn } from '../me.tsx';
import { hiddenWords, placeWords } from '../words.ts';
import style from './privacy-band.module.css';

/** Always in sight: where one works, what is hidden there, and how to say that one is somewhere else. */
export function PrivacyBand({ children }: { children?: ReactNode }) {
  const { t } = useLingui();
  const { me } = useSignedIn();
  const station = me.stations.find(({ stationId }) => stationId === me.stationId);
  const move = useMove();
  const Icon = icons[me.place];
  return (
    <aside className={style.band} data-place={me.place} aria-label={t`Where you are and what is hidden`}>
      <Icon aria-hidden="true" />
      <p>
        <strong>{t(placeWords[me.place])}</strong>
        <span>{t(hiddenWords[me.place])}</span>
      </p>
      {children}
      {me.stations.length > 0 && (
        <Menu
          label={t`Work stations of this branch`}
          align="end"
          className={style.station}
          items={me.stations.map(({ stationId, name, place }) => ({
            says: name,
            more: t(placeWords[place]),
            chosen: stationId === me.stationId,
            onPick: () => void move(stationId),
          }))}
        >
          <span>{station?.name ?? t`Choose your place`}</span>
          <IconChevronDown aria-hidden="true" />
        </Menu>
      )}
    </aside>
  );
}

/**
 * Moves to another registered work station; everything on the page is asked for again, as that place may show
 * it.
 */
export function useMove() {
  const { setMe } = useSignedIn();
  const told = useProblemWords();
  const moving = useAction((stationId: string) =>
    call<typeof chooseStation>('PUT /api/station', { body: { stationId } }).catch((problem: unknown) => {
      const { title, next } = told(problem);
      say(`${title} ${next}`);
      throw problem;
    }),
  );
  return async (stationId: string) => {
    const me = await moving.run(stationId);
    if (me) setMe(me);
  };
}

const icons: Record<Place, ComponentType> = {
  'open counter': IconEyeOff,
  'private room': IconDoor,
  phone: IconHeadset,
  'back office': IconBuildingBank,
};
