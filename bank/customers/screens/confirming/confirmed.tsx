import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge, type Tone } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Masked } from '#design/masked.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { settleConfirmation } from '../../confirming-contract.ts';
import { type File, type Revealer, useAmend } from '../file/opening.ts';
import style from './confirming.module.css';
import type { Field } from './what.ts';

type Confirmation = File['confirmations'][number];

/** What the customer has confirmed, and what waits to be put right; the values stay where they are. */
export function Confirmed({ file, revealer }: { file: File; revealer: Revealer }) {
  const { t } = useLingui();
  if (file.confirmations.length === 0) return null;
  return (
    <Panel title={t`Confirmed without a word`} flush>
      <ul>
        {file.confirmations.map((one) => (
          <Line
            key={one.confirmationId}
            one={one}
            customerId={file.customer.customerId}
            revealer={revealer}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ one, customerId, revealer }: { one: Confirmation; customerId: string; revealer: Revealer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const may = useMay();
  const told = useProblemWords();
  const settling = useSettling(customerId, one);
  const what = t(fieldWords[one.field]);
  const isOpen = one.state !== 'right' && one.settledAt === null;
  const state = states[one.state];
  return (
    <li className={style.line}>
      <div>
        <p>
          {what}{' '}
          <Badge tone={isOpen ? state.tone : one.state === 'right' ? 'sea' : 'neutral'}>
            {t(state.says)}
          </Badge>
        </p>
        {one.terms !== null && <p>{one.terms}</p>}
        {one.termsHidden && (
          <p>
            <Masked label={what} value={null} reveal={revealer.text('terms', one.confirmationId)} />
          </p>
        )}
        {one.state === 'typed' && (
          <Masked
            label={t`What they typed`}
            value={null}
            reveal={revealer.text('typed answer', one.confirmationId)}
          />
        )}
        <p className={style.soft}>
          {[t(wayWords[one.shownOn]), one.askedByName, formats.dateTime(one.answeredAt ?? one.askedAt)].join(
            ' · ',
          )}
        </p>
        {settling.problem !== undefined && <ProblemNotice problem={told(settling.problem)} />}
      </div>
      {isOpen && may('customer.file.change') && (
        <Button
          size="small"
          busy={settling.busy}
          aria-label={t`Dealt with: ${what}`}
          onClick={() => void settling.run(undefined)}
        >
          {t`Dealt with`}
        </Button>
      )}
    </li>
  );
}

function useSettling(customerId: string, { confirmationId, version }: Confirmation) {
  const { t } = useLingui();
  const amend = useAmend(customerId);
  return useAction(async () => {
    const route = 'POST /api/customers/:customerId/confirmations/:confirmationId/settlements';
    const params = { customerId, confirmationId };
    const reply = await call<typeof settleConfirmation>(route, { params, version });
    const settledAt = new Date().toISOString();
    amend(({ confirmations }) => ({
      confirmations: confirmations.map((one) =>
        one.confirmationId === confirmationId ? { ...one, settledAt, ...reply } : one,
      ),
    }));
    say(t`Dealt with.`);
  });
}

const fieldWords: Record<Field, MessageDescriptor> = {
  'contact point': msg`Telephone or e-mail`,
  address: msg`Address`,
  name: msg`Name`,
  balance: msg`Amount`,
  promise: msg`Promise`,
  terms: msg`What we agreed`,
  question: msg`A question`,
};

const wayWords: Record<Confirmation['shownOn'], MessageDescriptor> = {
  'own screen': msg`read on our screen`,
  'second screen': msg`answered on the second screen`,
  'own phone': msg`answered on their telephone`,
};

const states: Record<Confirmation['state'], { tone: Tone; says: MessageDescriptor }> = {
  right: { tone: 'sea', says: msg`Right` },
  'not right': { tone: 'amber', says: msg`Not right` },
  typed: { tone: 'amber', says: msg`Typed instead` },
  asked: { tone: 'neutral', says: msg`Asked` },
  withdrawn: { tone: 'neutral', says: msg`Taken back` },
  lapsed: { tone: 'neutral', says: msg`Not answered` },
};
