import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { CaseFields } from '#bank/privacy/screens/case-fields.tsx';
import type { Place } from '#bank/staff/contract.ts';
import { hiddenWords, placeWords } from '#bank/staff/screens/words.ts';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { addStation, askPlace, changeStation, endStation } from '../stations-contract.ts';
import style from './premises.module.css';
import { useDeed, useReadAgain, wasFaster } from './reading.ts';
import type { Station } from './stations.tsx';
import { wrongOf } from './words.ts';

/** An open counter from the first moment; where it shall show more, a second person is asked. */
export function AddStation({ premisesId, onClose }: { premisesId: string; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const [name, setName] = useState('');
  const [added, setAdded] = useState<string>();
  const request = usePlaceRequest('open counter');
  const adding = useAction((body: Body<typeof addStation>, key) =>
    call<typeof addStation>('POST /api/premises/:premisesId/stations', { params: { premisesId }, body, key }),
  );
  const save = async () => {
    const stationId = added ?? (await adding.run({ name: name.trim() }))?.stationId;
    if (stationId === undefined) return;
    setAdded(stationId);
    again();
    if (!(await request.ask(stationId))) return;
    say(
      request.showsMore
        ? t`Registered as an open counter. Somebody outside your line decides about the place.`
        : t`Registered. Who works in the branch can choose it now.`,
    );
    again();
    onClose();
  };
  return (
    <StationDialog
      title={t`Register a work station`}
      says={request.showsMore ? t`Register, and ask for approval` : t`Register`}
      {...{ name, request, onName: setName, onClose }}
      isNamed={added !== undefined}
      busy={adding.busy || request.busy}
      problem={adding.problem ?? request.problem}
      onSave={() => void save()}
    >
      <Trans>
        More is shown there than at an open counter. It is registered as one, and becomes what you ask for
        when a second person has agreed, within a quarter of an hour.
      </Trans>
    </StationDialog>
  );
}

/** Its name, and its place; where more would be shown, a second person is asked. */
export function ChangeStation({ station, onClose }: { station: Station; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const { stationId, version, name: was } = station;
  const [name, setName] = useState(was);
  const request = usePlaceRequest(station.place);
  const { place, showsMore } = request;
  const changing = useDeed((body: Body<typeof changeStation>) =>
    call<typeof changeStation>('PUT /api/stations/:stationId', { params: { stationId }, version, body }),
  );
  const save = async () => {
    const rename = { name: name.trim(), place: showsMore ? station.place : place };
    const isNew = rename.name !== was || rename.place !== station.place;
    if (isNew && (await changing.run(rename)) === undefined) return;
    if (!(await request.ask(stationId))) return again();
    say(
      showsMore ? t`Asked. Somebody outside your line decides.` : t`Saved. Who works there sees it at once.`,
    );
    again();
    onClose();
  };
  return (
    <StationDialog
      title={t`Change the work station ${was}`}
      says={showsMore ? t`Ask for approval` : t`Save`}
      {...{ name, request, onName: setName, onClose }}
      busy={changing.busy || request.busy}
      problem={changing.problem ?? request.problem}
      now={station}
      onSave={() => void save()}
    >
      <Trans>
        More is shown there than at an open counter, and somebody may be working there now: a second person
        decides, within a quarter of an hour.
      </Trans>
    </StationDialog>
  );
}

/** The place that is chosen, and what a second person is asked where it shows more than it did. */
function usePlaceRequest(was: Place) {
  const [place, setPlace] = useState<Place>(was);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const showsMore = was === 'open counter' && place !== 'open counter';
  const { run, busy, problem } = useAction(
    ({ stationId, ...body }: Body<typeof askPlace> & { stationId: string }, key) =>
      call<typeof askPlace>('POST /api/stations/:stationId/place-requests', {
        ...{ params: { stationId }, body, key },
      }),
  );
  const ask = async (stationId: string) =>
    !showsMore ||
    (await run({ stationId, place, reference: reference.trim(), reason: reason.trim() })) !== undefined;
  return { place, setPlace, reference, setReference, reason, setReason, showsMore, ask, busy, problem };
}

export function EndStation({ station, onClose }: { station: Station; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const again = useReadAgain();
  const { stationId, version, name } = station;
  const deed = useDeed((_nothing: undefined) =>
    call<typeof endStation>('DELETE /api/stations/:stationId', { params: { stationId }, version }).then(
      () => true as const,
    ),
  );
  const end = async () => {
    if (!(await deed.run(undefined))) return;
    say(t`The work station is no more.`);
    again();
    onClose();
  };
  return (
    <Dialog
      title={t`End the work station ${name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="harm" busy={deed.busy} onClick={() => void end()}>{t`End`}</Button>
        </>
      }
    >
      {deed.problem !== undefined && <ProblemNotice problem={told(deed.problem)} />}
      <p>
        <Trans>
          Who works there now stays signed in and sees values hidden, until they choose another place. Its
          second screen is unpaired, and what is booked of it is given back.
        </Trans>
      </p>
    </Dialog>
  );
}

function StationDialog(props: {
  title: string;
  says: string;
  name: string;
  /** It has its name already: only the place is still asked for. */
  isNamed?: boolean;
  request: ReturnType<typeof usePlaceRequest>;
  busy: boolean;
  problem: unknown;
  /** What is there, for whoever finds that somebody was faster. */
  now?: Station;
  onName: (name: string) => void;
  onSave: () => void;
  onClose: () => void;
  /** Why a second person is asked, where one is. */
  children: ReactNode;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const wrong = wrongOf(props.problem);
  const { request } = props;
  const save = (event: FormEvent) => {
    event.preventDefault();
    props.onSave();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={props.busy}>
            {props.says}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={save}>
        {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
        {props.now && wasFaster(props.problem) && <NowThere station={props.now} />}
        <TextField
          label={t`Name`}
          hint={t`As people call it: Counter 2, Room Elm. The waiting board shows it.`}
          required
          readOnly={props.isNamed === true}
          maxLength={80}
          value={props.name}
          wrong={wrong?.field === 'name' ? t(wrong.words) : undefined}
          onChange={({ target }) => props.onName(target.value)}
        />
        <ChoiceField<Place>
          label={t`Where it stands`}
          shape="rows"
          value={request.place}
          onChoose={request.setPlace}
          options={(Object.keys(placeWords) as Place[]).map((value) => ({
            ...{ value, says: t(placeWords[value]), more: t(hiddenWords[value]) },
          }))}
        />
        {request.showsMore && (
          <>
            <p>{props.children}</p>
            <CaseFields
              reference={request.reference}
              onReference={request.setReference}
              reason={request.reason}
              onReason={request.setReason}
            />
          </>
        )}
      </form>
    </Dialog>
  );
}

function NowThere({ station: { name, place } }: { station: Station }) {
  const { t } = useLingui();
  const itsPlace = t(placeWords[place]);
  return <p>{t`It is “${name}” now: ${itsPlace}. Saving makes it what stands here.`}</p>;
}
