import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import { useCitation } from '../looks/citation.ts';
import { type Listed, useRequests, useTaking } from './asking.ts';
import { EnterRequest } from './enter.tsx';
import { Erased } from './erased.tsx';
import { RequestDialog } from './request.tsx';
import { aboutWords, channelWords, identityWords, kindWords, lawWords, stateWords } from './words.ts';

/** What customers asked about their own data: by when it is due, and in whose hands it is. */
export default function Requests() {
  const { t } = useLingui();
  const [part, setPart] = useState<'open' | 'decided' | 'erased'>('open');
  const [entering, setEntering] = useState(false);
  const [turn, setTurn] = useState(0);
  return (
    <Page
      title={t`Requests`}
      says={
        <Trans>
          What customers asked about their own data. Whoever takes one may read it and that file; each look is
          on record.
        </Trans>
      }
      actions={<Button look="primary" onClick={() => setEntering(true)}>{t`Enter a request`}</Button>}
    >
      <Tabs
        label={t`Requests`}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { value: 'open', says: t`Open` },
          { value: 'decided', says: t`Decided` },
          { value: 'erased', says: t`Erased` },
        ]}
      >
        {part === 'erased' ? <Erased /> : <Queue key={`${part} ${turn}`} decided={part === 'decided'} />}
      </Tabs>
      {entering && (
        <EnterRequest
          onClose={() => setEntering(false)}
          onEntered={() => {
            setEntering(false);
            setPart('open');
            setTurn(turn + 1);
            say(t`It is entered, and in your hands.`);
          }}
        />
      )}
    </Page>
  );
}

function Queue({ decided }: { decided: boolean }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useRequests(decided);
  const taking = useTaking();
  const [shown, setShown] = useState<Listed>();
  const again = () => void query.refetch();
  const open = async (one: Listed) => {
    if (one.mine || (await taking.run(one))) setShown(one);
  };
  if (query.isPending) {
    return (
      <Panel flush>
        <LoadingShape rows={4} />
      </Panel>
    );
  }
  if (query.data === undefined) return <ProblemNotice problem={told(query.error)} again={again} />;
  const { requests, waiting, late, law } = query.data;
  const overdue = plural(late, { one: '# is overdue', other: '# are overdue' });
  const count = plural(waiting, { one: '# waits', other: '# wait' });
  return (
    <Panel
      flush
      title={decided ? t`Decided in the last year` : t`Due first`}
      aside={decided ? t(lawWords[law]) : [count, late > 0 && overdue].filter(Boolean).join(' · ')}
    >
      {taking.problem !== undefined && <ProblemNotice problem={told(taking.problem)} />}
      {requests.length === 0 && (
        <EmptyState title={decided ? t`Nothing was decided yet` : t`Nobody waits for an answer`}>
          {!decided && (
            <Trans>
              What customers ask in the portal comes up here. What comes by letter or at a branch, you enter.
            </Trans>
          )}
        </EmptyState>
      )}
      <ul>
        {requests.map((one) => (
          <RequestLine key={one.requestId} one={one} busy={taking.busy} onOpen={() => void open(one)} />
        ))}
      </ul>
      {shown && (
        <RequestDialog
          listed={shown}
          onClose={() => {
            setShown(undefined);
            again();
          }}
        />
      )}
    </Panel>
  );
}

function RequestLine({ one, busy, onOpen }: { one: Listed; busy: boolean; onOpen: () => void }) {
  const { t } = useLingui();
  const cited = useCitation();
  const formats = useFormats();
  const { customerName, holderName } = one;
  const what = [t(kindWords[one.kind]), one.about && t(aboutWords[one.about])].filter(Boolean).join(' ');
  const due = formats.date(one.dueOn);
  const received = formats.date(one.receivedOn);
  const [tone, state] = stateWords[one.state];
  return (
    <li className={style.line}>
      <div>
        <p className={style.title}>
          <span>
            {what}: {customerName}
          </span>
          {one.state === 'open' ? (
            <Badge tone={one.overdue ? 'red' : 'amber'}>
              {one.overdue ? t`overdue since ${due}` : t`by ${due}`}
            </Badge>
          ) : (
            <Badge tone={tone}>{t(state)}</Badge>
          )}
          {one.extended && <Badge>{t`extended`}</Badge>}
        </p>
        <p className={style.soft}>
          {[
            t`received ${received} ${t(channelWords[one.channel])}`,
            one.channel !== 'portal' && t(identityWords[one.identity]),
            one.state === 'open' && (holderName === null ? t`nobody has it yet` : t`held by ${holderName}`),
            one.decidedAt && formats.dateTime(one.decidedAt),
            cited(one.citation),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {one.state === 'open' && (
        <Button size="small" look={one.mine ? 'primary' : 'plain'} busy={busy} onClick={onOpen}>
          {one.mine ? t`Work on it` : holderName === null ? t`Take it` : t`Take it over`}
          <span className="unseen">: {customerName}</span>
        </Button>
      )}
    </li>
  );
}
