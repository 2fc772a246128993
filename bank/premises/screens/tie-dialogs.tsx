import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { tieStation, untieStation } from '../stations-contract.ts';
import { useDeed, useReadAgain } from './reading.ts';
import type { Station } from './stations.tsx';

/** Whether it is chosen in one browser only: the one in which an administrator says so. */
export function Tie({ station }: { station: Station }) {
  const { t } = useLingui();
  // What was asked for stays what is asked, whatever somebody else does to the station meanwhile.
  const [asked, setAsked] = useState<'tie' | 'untie'>();
  const { name, tied } = station;
  const close = () => setAsked(undefined);
  return (
    <>
      <Button
        size="small"
        aria-label={tied !== null ? t`Untie: ${name}` : t`Tie to this browser: ${name}`}
        onClick={() => setAsked(tied === null ? 'tie' : 'untie')}
      >
        {tied !== null ? t`Untie` : t`Tie to this browser`}
      </Button>
      {asked === 'tie' && <TieHere {...{ station, close }} />}
      {asked === 'untie' && <Untie {...{ station, close }} />}
    </>
  );
}

function TieHere({ station, close }: { station: Station; close: () => void }) {
  const { t } = useLingui();
  const { stationId, name, version, tied } = station;
  const tie = () =>
    call<typeof tieStation>('PUT /api/stations/:stationId/browser', { params: { stationId }, version });
  return (
    <Asking
      title={t`Tie ${name} to this browser?`}
      says={t`Tie it`}
      done={t`Tied: it is chosen in this browser alone.`}
      overtaken={
        tied !== null && t`Somebody has tied it meanwhile. Whoever shall tie it anew unties it first.`
      }
      {...{ act: tie, close }}
    >
      <Trans>
        Do this sitting there. From now on it is chosen in this browser alone. Whoever is there in another one
        stays signed in and sees values hidden, until they choose another place. A browser is tied to one work
        station: if this one was tied to another, that one is to be untied.
      </Trans>
    </Asking>
  );
}

function Untie({ station, close }: { station: Station; close: () => void }) {
  const { t } = useLingui();
  const { stationId, name, version, place, tied } = station;
  const untie = () =>
    call<typeof untieStation>('DELETE /api/stations/:stationId/browser', { params: { stationId }, version });
  const showsMore = place !== 'open counter';
  return (
    <Asking
      title={t`Untie ${name}?`}
      says={t`Untie it`}
      done={
        showsMore
          ? t`Untied: it can be chosen anywhere, as an open counter.`
          : t`Untied: it can be chosen anywhere.`
      }
      overtaken={tied === null && t`Somebody has untied it meanwhile.`}
      {...{ act: untie, close }}
    >
      {showsMore ? (
        <Trans>
          It can be chosen at any counter of the branch then, so it becomes an open counter: values are hidden
          there at once, and what is booked of it is given back. To have it show more again, ask a second
          person under “Change”.
        </Trans>
      ) : (
        <Trans>Whoever works in the branch can choose it again, anywhere.</Trans>
      )}
    </Asking>
  );
}

function Asking(props: {
  title: string;
  says: string;
  done: string;
  act: () => Promise<unknown>;
  /** What somebody else has done, after which there is nothing to ask. */
  overtaken: string | false;
  close: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const again = useReadAgain();
  const deed = useDeed((_nothing: undefined) => props.act().then(() => true as const));
  const run = async () => {
    if (!(await deed.run(undefined))) return;
    say(props.done);
    again();
    props.close();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.close}
      actions={
        <>
          <Button onClick={props.close}>{props.overtaken === false ? t`Cancel` : t`Close`}</Button>
          {props.overtaken === false && (
            <Button look="primary" busy={deed.busy} onClick={() => void run()}>
              {props.says}
            </Button>
          )}
        </>
      }
    >
      {props.overtaken === false && deed.problem !== undefined && (
        <ProblemNotice problem={told(deed.problem)} />
      )}
      <p>{props.overtaken === false ? props.children : props.overtaken}</p>
    </Dialog>
  );
}
