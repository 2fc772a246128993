import { Trans, useLingui } from '@lingui/react/macro';
import { IconDeviceMobile, IconDeviceTablet, IconEye, IconScreenShare } from '@tabler/icons-react';
import { type FormEvent, useId, useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, SelectField, TextArea } from '#design/field.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { File } from '../file/opening.ts';
import { type Asked, type Asking, useAsk, useWays } from './asking.ts';
import style from './confirming.module.css';
import { Standing } from './standing.tsx';
import { Turned } from './turned.tsx';
import { useShowables } from './what.ts';

/** Show, don't say: what has to be confirmed is read by the customer and not said aloud. */
export function ShowToCustomer({ file }: { file: File }) {
  const may = useMay();
  const [at, setAt] = useState<'shut' | 'asking' | Asked>('shut');
  const { customerId } = file.customer;
  const { kind } = file.ground;
  if (!may('customer.file.change') || (kind !== 'visit' && kind !== 'call')) return null;
  const close = () => setAt('shut');
  return (
    <>
      <Button icon={<IconEye />} onClick={() => setAt('asking')}>
        <Trans>Show, don't say</Trans>
      </Button>
      {at === 'asking' && <Ask file={file} onAsked={setAt} onClose={close} />}
      {typeof at === 'object' && at.way === 'own screen' && (
        <Turned customerId={customerId} asked={at} onClose={close} />
      )}
      {typeof at === 'object' && at.way !== 'own screen' && (
        <Standing customerId={customerId} asked={at} onClose={close} />
      )}
    </>
  );
}

function Ask({
  file,
  onAsked,
  onClose,
}: {
  file: File;
  onAsked: (asked: Asked) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const formId = useId();
  const told = useProblemWords();
  const { customerId } = file.customer;
  const showables = useShowables(file);
  const ways = useWays(customerId);
  const asking = useAsk(customerId);
  const [key, setKey] = useState(showables[0]?.key ?? '');
  const [words, setWords] = useState('');
  const [wanted, setWanted] = useState<Asking['way']>();
  const what = showables.find((one) => one.key === key) ?? showables[0];
  const isWritten = what?.field === 'terms' || what?.field === 'question';
  const open = waysOf(ways.data, file.ground.kind === 'call', what?.field === 'question');
  const way = open.find((one) => one === wanted) ?? open[0];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!what || !way || (isWritten && words.trim() === '')) return;
    const { field, subject } = what;
    const asked = await asking.run({ field, subject, way, words: isWritten ? words.trim() : null });
    if (asked) onAsked(asked);
    else void ways.refetch();
  };
  return (
    <Dialog
      title={t`Show, don't say`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" form={formId} look="primary" busy={asking.busy} disabled={way === undefined}>
            {t`Show it`}
          </Button>
        </>
      }
    >
      <form id={formId} className={style.form} onSubmit={(event) => void submit(event)}>
        {asking.problem !== undefined && <ProblemNotice problem={told(asking.problem)} />}
        <SelectField
          label={t`What shall they confirm?`}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        >
          {showables.map((one) => (
            <option key={one.key} value={one.key}>
              {one.says}
            </option>
          ))}
        </SelectField>
        {isWritten && (
          <TextArea
            label={what.field === 'terms' ? t`What was agreed, in plain words` : t`The question`}
            hint={t`It is kept with the visit.`}
            rows={3}
            maxLength={500}
            required
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </form>
      {ways.isPending && <LoadingShape rows={1} kind="text" />}
      {ways.isSuccess && open.length === 0 && (
        <Notice tone="amber">
          <Trans>
            There is nothing to show it on now: pair a second screen under Screens, or let them sign in on
            their telephone.
          </Trans>
        </Notice>
      )}
      {open.length > 0 && <WayField ways={open} value={way} onChoose={setWanted} />}
    </Dialog>
  );
}

type Way = Asking['way'];

function WayField(props: { ways: Way[]; value: Way | undefined; onChoose: (way: Way) => void }) {
  const { t } = useLingui();
  const words = {
    'second screen': [
      t`The second screen`,
      t`They touch an answer; you see a tick.`,
      <IconDeviceTablet key="i" />,
    ],
    'own phone': [t`Their own telephone`, t`They are signed in there now.`, <IconDeviceMobile key="i" />],
    'own screen': [
      t`This screen, turned round`,
      t`They read and nod; you write it down.`,
      <IconScreenShare key="i" />,
    ],
  } as const;
  return (
    <ChoiceField
      label={t`Where do they read it?`}
      shape="rows"
      value={props.value}
      onChoose={props.onChoose}
      options={props.ways.map((value) => {
        const [says, more, icon] = words[value];
        return { value, says, more, icon };
      })}
    />
  );
}

/** The surest way first: a screen of hers, then her telephone, then this screen turned round. */
function waysOf(
  known: { secondScreen: boolean; ownPhone: boolean } | undefined,
  isCall: boolean,
  isQuestion: boolean,
): Way[] {
  if (known === undefined) return [];
  return [
    ...(known.secondScreen ? (['second screen'] as const) : []),
    ...(known.ownPhone ? (['own phone'] as const) : []),
    ...(isCall || isQuestion ? [] : (['own screen'] as const)),
  ];
}
