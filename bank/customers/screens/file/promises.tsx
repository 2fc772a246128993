import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconDots } from '@tabler/icons-react';
import type { settlePromise } from '#bank/conversations/contract.ts';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Masked } from '#design/masked.tsx';
import { Menu } from '#design/menu.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type File, type OpenPromise, type Revealer, useAmend } from './opening.ts';
import { PromiseForm } from './promise-form.tsx';
import style from './promises.module.css';

/** What we promised and still owe, soonest first; what is settled is folded away. */
export function Promises({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  const may = useMay();
  const { customerId } = file.customer;
  const open = file.promises
    .filter(({ state }) => state === 'open')
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  const settled = file.promises.filter(({ state }) => state !== 'open');
  const settledCount = settled.length;
  return (
    <Panel title={t`What we promised`} flush>
      {open.length === 0 && (
        <p className={style.none}>
          <Trans>Nothing is owed. What you promise today will come back to you on its day.</Trans>
        </p>
      )}
      <ul>
        {open.map((promise) => (
          <PromiseLine key={promise.promiseId} {...{ customerId, promise, revealer }} />
        ))}
      </ul>
      {may('customer.file.change') && <PromiseForm customerId={customerId} />}
      {settled.length > 0 && (
        <details className={style.settled}>
          <summary>
            <Plural value={settledCount} one="# settled" other="# settled" />
          </summary>
          <ul>
            {settled.map((promise) => (
              <SettledLine key={promise.promiseId} {...{ promise, revealer }} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function PromiseLine(props: { customerId: string; promise: OpenPromise; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { customerId, promise, revealer } = props;
  const may = useMay();
  const told = useProblemWords();
  const settling = useSettling(customerId, promise);
  const day = formats.date(promise.dueOn);
  // said to screen readers, and to nobody where the words are hidden
  const which = promise.body.value ?? t`due ${day}`;
  return (
    <li className={style.promise}>
      <div>
        <p className={style.body}>
          <Words promise={promise} revealer={revealer} />
        </p>
        <Due promise={promise} />
      </div>
      {may('customer.file.change') && (
        <div className={style.deeds}>
          <Button
            size="small"
            icon={<IconCheck />}
            busy={settling.busy}
            onClick={() => void settling.run('kept')}
          >
            {t`Kept`}
            <span className="unseen">: {which}</span>
          </Button>
          <Menu
            label={t`More for: ${which}`}
            className={style.more}
            align="end"
            items={[
              {
                says: t`Withdraw it`,
                more: t`It stays on record.`,
                onPick: () => void settling.run('withdrawn'),
              },
            ]}
          >
            <IconDots aria-hidden="true" />
            <span className="unseen">{t`More for: ${which}`}</span>
          </Menu>
        </div>
      )}
      {settling.problem !== undefined && <ProblemNotice problem={told(settling.problem)} />}
    </li>
  );
}

/** What was said; at a counter it is hidden, and shown while it is held. */
function Words({ promise: { promiseId, body, dueOn }, revealer }: LineProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const day = formats.date(dueOn);
  return (
    <Masked
      label={t`What was promised, due ${day}`}
      value={body.value}
      hint={t`Promise`}
      reveal={revealer.text('promise', promiseId)}
    />
  );
}

interface LineProps {
  promise: OpenPromise;
  revealer: Revealer;
}

function Due({ promise }: { promise: OpenPromise }) {
  const { t } = useLingui();
  const formats = useFormats();
  const me = useMe();
  const { dueOn, assignedTo, assignedToName } = promise;
  const when = formats.fromToday(dueOn, me.today);
  const who = assignedTo === me.staffId ? t`by you` : t`by ${assignedToName}`;
  return (
    <p className={style.due}>
      {dueOn < me.today ? (
        <Badge tone="red">{t`Was due ${when}`}</Badge>
      ) : dueOn === me.today ? (
        <Badge tone="amber">{t`Due today`}</Badge>
      ) : (
        <span title={formats.date(dueOn)}>{t`Due ${when}`}</span>
      )}{' '}
      {who}
    </p>
  );
}

function SettledLine({ promise, revealer }: LineProps) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <li className={style.promise}>
      <div>
        <p>
          <Words promise={promise} revealer={revealer} />
        </p>
        <p className={style.due}>
          {promise.state === 'kept' ? t`Kept` : t`Withdrawn`} · {promise.madeByName} ·{' '}
          {formats.date(promise.dueOn)}
        </p>
      </div>
    </li>
  );
}

function useSettling(customerId: string, { promiseId, version }: OpenPromise) {
  const { t } = useLingui();
  const amend = useAmend(customerId);
  return useAction(async (state: 'kept' | 'withdrawn') => {
    const route = 'POST /api/customers/:customerId/promises/:promiseId/settlements';
    const params = { customerId, promiseId };
    const reply = await call<typeof settlePromise>(route, { params, version, body: { state } });
    amend(({ promises }) => ({
      promises: promises.map((one) => (one.promiseId === promiseId ? { ...one, state, ...reply } : one)),
    }));
    say(state === 'kept' ? t`A promise kept.` : t`The promise is withdrawn.`);
  });
}
