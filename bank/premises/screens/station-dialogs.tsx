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
import { useReadAgain } from './reading.ts';
import type { Station } from './stations.tsx';
import { wrongOf } from './words.ts';

export function AddStation({ premisesId, onClose }: { premisesId: string; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const [name, setName] = useState('');
  const [place, setPlace] = useState<Place>('open counter');
  const deed = useAction((body: Body<typeof addStation>, key) =>
    call<typeof addStation>('POST /api/premises/:premisesId/stations', { params: { premisesId }, body, key }),
  );
  const save = async () => {
    if ((await deed.run({ name: name.trim(), place })) === undefined) return;
    say(t`Registered. Who works in the branch can choose it now.`);
    again();
    onClose();
  };
  return (
    <StationDialog
      title={t`Register a work station`}
      says={t`Register`}
      {...{ name, place, onName: setName, onPlace: setPlace, onClose }}
      busy={deed.busy}
      problem={deed.problem}
      onSave={() => void save()}
    />
  );
}

/** Its name, and its place; where more would be shown, a second person is asked. */
export function ChangeStation({ station, onClose }: { station: Station; onClose: () => void }) {
  const { t } = useLingui();
  const again = useReadAgain();
  const { stationId, version, name: was } = station;
  const [name, setName] = useState(was);
  const [place, setPlace] = useState<Place>(station.place);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const showsMore = station.place === 'open counter' && place !== 'open counter';
  const changing = useAction((body: Body<typeof changeStation>) =>
    call<typeof changeStation>('PUT /api/stations/:stationId', { params: { stationId }, version, body }),
  );
  const asking = useAction((body: Body<typeof askPlace>, key) =>
    call<typeof askPlace>('POST /api/stations/:stationId/place-requests', {
      ...{ params: { stationId }, body, key },
    }),
  );
  const save = async () => {
    const rename = { name: name.trim(), place: showsMore ? station.place : place };
    const isNew = rename.name !== was || rename.place !== station.place;
    if (isNew && (await changing.run(rename)) === undefined) return;
    if (showsMore) {
      const request = { place, reference: reference.trim(), reason: reason.trim() };
      if ((await asking.run(request)) === undefined) return again();
      say(t`Asked. Somebody outside your line decides.`);
    } else say(t`Saved. Who works there sees it at once.`);
    again();
    onClose();
  };
  return (
    <StationDialog
      title={t`Change the work station ${was}`}
      says={showsMore ? t`Ask for approval` : t`Save`}
      {...{ name, place, onName: setName, onPlace: setPlace, onClose }}
      busy={changing.busy || asking.busy}
      problem={changing.problem ?? asking.problem}
      onSave={() => void save()}
    >
      {showsMore && (
        <>
          <p>
            <Trans>
              More is shown there than at an open counter, and somebody may be working there now: a second
              person decides, within a quarter of an hour.
            </Trans>
          </p>
          <CaseFields reference={reference} onReference={setReference} reason={reason} onReason={setReason} />
        </>
      )}
    </StationDialog>
  );
}

export function EndStation({ station, onClose }: { station: Station; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const again = useReadAgain();
  const { stationId, version, name } = station;
  const deed = useAction((_nothing: undefined) =>
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
  place: Place;
  busy: boolean;
  problem: unknown;
  onName: (name: string) => void;
  onPlace: (place: Place) => void;
  onSave: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const wrong = wrongOf(props.problem);
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
        <TextField
          label={t`Name`}
          hint={t`As people call it: Counter 2, Room Elm. The waiting board shows it.`}
          required
          maxLength={80}
          value={props.name}
          wrong={wrong?.field === 'name' ? t(wrong.words) : undefined}
          onChange={({ target }) => props.onName(target.value)}
        />
        <ChoiceField<Place>
          label={t`Where it stands`}
          shape="rows"
          value={props.place}
          onChoose={props.onPlace}
          options={(Object.keys(placeWords) as Place[]).map((value) => ({
            ...{ value, says: t(placeWords[value]), more: t(hiddenWords[value]) },
          }))}
        />
        {props.children}
      </form>
    </Dialog>
  );
}
