import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useColleagues } from '#bank/conversations/screens/visits.ts';
import { FindSomebody, type Somebody } from '#bank/staff/screens/find-somebody.tsx';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { countGiving, give } from '../../giving-contract.ts';
import type { Holder } from './branch.tsx';
import { ChooseCustomers } from './choose-customers.tsx';
import style from './give.module.css';

type Meant = Body<typeof countGiving>;
type Counted = Reply<typeof countGiving>;

/** Some or all of somebody's customers to another colleague of the branch, from a day on. */
export function Give(props: { holder: Holder; onClose: () => void; onGiven: () => void }) {
  const { holder, onClose, onGiven } = props;
  const { t } = useLingui();
  const told = useProblemWords();
  const { today } = useMe();
  const [chosen, setChosen] = useState<readonly string[]>();
  const [taker, setTaker] = useState<Somebody>();
  const [fromDate, setFrom] = useState(today);
  const ready = taker !== undefined && fromDate >= today && chosen?.length !== 0;
  const meant = ready
    ? {
        ...{ fromStaffId: holder.staffId, toStaffId: taker.personId, fromDate },
        customerIds: chosen === undefined ? null : [...chosen],
      }
    : undefined;
  const counting = useCount(meant);
  const counted = meant && !counting.isPlaceholderData ? counting.data : undefined;
  const giving = useAction((body: Body<typeof give>, key) =>
    call<typeof give>('POST /api/portfolio-givings', { body, key }),
  );
  const send = async () => {
    if (meant === undefined || counted === undefined) return;
    const { customers: expectedCustomers, promises: expectedPromises } = counted;
    const given = await giving.run({ ...meant, expectedCustomers, expectedPromises });
    if (given === undefined) return void counting.refetch();
    const { name } = taker as Somebody;
    say(t`Given. ${name} sees it on Today.`);
    onGiven();
  };
  const changed = giving.problem instanceof Problem && giving.problem.code === 'not-now';
  const { fullName } = holder;
  return (
    <Dialog
      title={fullName === null ? t`Give customers without a banker` : t`Give customers of ${fullName}`}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            busy={giving.busy}
            disabled={!counted?.customers || counting.isFetching}
            onClick={() => void send()}
          >
            <GiveThem counted={counted} />
          </Button>
        </>
      }
    >
      {changed && (
        <Notice tone="amber">
          <Trans>It has changed meanwhile, and nothing was given. Look at the numbers below first.</Trans>
        </Notice>
      )}
      {giving.problem !== undefined && !changed && <ProblemNotice problem={told(giving.problem)} />}
      <Taker holder={holder} taker={taker} onChoose={setTaker} />
      <Which holder={holder} chosen={chosen} onChoose={setChosen} />
      <TextField
        label={t`From which day`}
        hint={t`Until the day before everything stays as it is.`}
        type="date"
        required
        min={today}
        value={fromDate}
        onChange={({ target }) => setFrom(target.value)}
      />
      {counting.isError && (
        <ProblemNotice problem={told(counting.error)} again={() => void counting.refetch()} />
      )}
      <div role="status">
        {meant && counting.isPending && <LoadingShape rows={1} kind="text" />}
        {counted && taker && <Outcome counted={counted} to={taker.name} from={fromDate} />}
      </div>
    </Dialog>
  );
}

function useCount(meant: Meant | undefined) {
  return useQuery({
    queryKey: ['giving', meant],
    queryFn: ({ signal }) =>
      call<typeof countGiving>('POST /api/portfolio-givings/counts', { body: meant as Meant, signal }),
    enabled: meant !== undefined,
    placeholderData: keepPreviousData,
    // what is about to be given, is asked anew each time
    gcTime: 0,
    staleTime: 0,
  });
}

function GiveThem({ counted }: { counted: Counted | undefined }) {
  const { t } = useLingui();
  const count = counted?.customers ?? 0;
  if (count === 0) return t`Give`;
  return <Plural value={count} one="Give # customer" other="Give # customers" />;
}

/** A colleague of the branch, by name. */
function Taker(props: { holder: Holder; taker: Somebody | undefined; onChoose: (one?: Somebody) => void }) {
  const { t } = useLingui();
  const me = useMe();
  const { takers } = useColleagues();
  const useFound = (name: string) => {
    const others = takers.filter(
      ({ staffId, fullName }) =>
        staffId !== props.holder.staffId && staffId !== me.staffId && isCalled(fullName, name),
    );
    const found = others.map(({ staffId, fullName, role }) => ({
      ...{ personId: staffId, name: fullName, more: [role] },
    }));
    return { data: name.length < 2 ? undefined : found.slice(0, 20), error: null };
  };
  const label = t`Who looks after them then`;
  return (
    <div>
      {props.taker && <p className={style.soft}>{label}</p>}
      <FindSomebody
        label={label}
        hint={t`A colleague of your branch: the first letters of a name.`}
        nobody={t`Nobody in the branch who looks after customers is called like that.`}
        chosen={props.taker}
        useFound={useFound}
        onChoose={props.onChoose}
      />
    </div>
  );
}

/** Some word of the name begins so, whatever its accents. */
function isCalled(fullName: string, typed: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${plain(fullName)}`.includes(` ${plain(typed)}`);
}

/** All of them, or those that are ticked. */
function Which(props: {
  holder: Holder;
  chosen: readonly string[] | undefined;
  onChoose: (chosen: readonly string[] | undefined) => void;
}) {
  const { t } = useLingui();
  const { holder, chosen, onChoose } = props;
  return (
    <>
      <ChoiceField
        label={t`Which of them`}
        options={[
          { value: 'all', says: t`All` },
          { value: 'some', says: t`Some, by name` },
        ]}
        value={chosen === undefined ? 'all' : 'some'}
        onChoose={(which) => onChoose(which === 'all' ? undefined : [])}
      />
      {chosen && <ChooseCustomers staffId={holder.staffId} chosen={chosen} onChoose={onChoose} />}
    </>
  );
}

/** What comes of it: how many go, and who stays and why. */
function Outcome({ counted, to, from }: { counted: Counted; to: string; from: string }) {
  const formats = useFormats();
  const day = formats.date(from);
  const { customers, promises } = counted;
  return (
    <div className={style.outcome}>
      <p>
        <strong>
          <Plural
            value={customers}
            _0={`Nobody goes to ${to}.`}
            one={`One customer goes to ${to}, from ${day} on.`}
            other={`# customers go to ${to}, from ${day} on.`}
          />
        </strong>{' '}
        {promises > 0 && (
          <Plural value={promises} one="One open promise goes along." other="# open promises go along." />
        )}
      </p>
      <Stay counted={counted} to={to} />
      <p className={style.soft}>
        <Trans>Both see it on Today. It is on record in each file.</Trans>
      </p>
    </div>
  );
}

function Stay({ counted: { restricted, ownPeople, remaining }, to }: { counted: Counted; to: string }) {
  return (
    <>
      {restricted > 0 && (
        <p>
          <Plural
            value={restricted}
            one="One file takes two people: no portfolio opens it, and it stays where it is."
            other="# files take two people: no portfolio opens them, and they stay where they are."
          />
        </p>
      )}
      {ownPeople > 0 && (
        <p>
          <Plural
            value={ownPeople}
            one={`One is close to ${to} or to you, and stays where they are.`}
            other={`# are close to ${to} or to you, and stay where they are.`}
          />
        </p>
      )}
      {remaining > 0 && (
        <p>
          <Plural
            value={remaining}
            one="One more is left: five thousand are given at once."
            other="# more are left: five thousand are given at once."
          />
        </p>
      )}
    </>
  );
}
