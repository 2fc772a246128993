import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { HelpLines } from '#bank/needs/screens/help.tsx';
import { Button, buttonClass } from '#design/button.tsx';
import { Columns, Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { beginConversation, readConversation } from '../contract.ts';
import style from './conversation.module.css';
import { EndIt } from './end.tsx';
import { Questions } from './questions.tsx';
import { WhatFollows } from './what-follows.tsx';
import { type Conversation, type Occasion, occasionWords, type Reading } from './words.ts';

/** A guided talk: a few good questions, answers kept as they are given, what fits beside them. */
export default function ConversationPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { customerId = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['conversation', customerId],
    queryFn: ({ signal }) =>
      call<typeof readConversation>('GET /api/customers/:customerId/conversation', {
        ...{ params: { customerId }, signal },
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [newest, setNewest] = useState<Conversation>();
  const open = newest ?? data?.open ?? undefined;
  const again = async () => {
    setNewest(undefined);
    await refetch();
  };
  return (
    <Page
      title={t`Conversation`}
      actions={
        <Link className={buttonClass} to="/customers/$customerId" params={{ customerId }}>
          {t`Back to the file`}
        </Link>
      }
    >
      {isPending && <LoadingShape rows={6} />}
      {error && <ProblemNotice problem={told(error)} again={() => void again()} />}
      {data?.overheard && (
        <Notice tone="amber">
          <Trans>
            Others may hear: what is private is not asked here, and what fits is not shown. Move to a private
            room for it.
          </Trans>
        </Notice>
      )}
      {data !== undefined && data.adaptations.length > 0 && (
        <Notice>
          <HelpLines kinds={data.adaptations} />
        </Notice>
      )}
      {data !== undefined && open !== undefined && (
        <Talk customerId={customerId} open={open} onAnswer={setNewest} onChange={again} />
      )}
      {data !== undefined && open === undefined && (
        <Columns
          main={<Begin customerId={customerId} reading={data} onBegun={again} />}
          aside={<Earlier earlier={data.earlier} />}
        />
      )}
    </Page>
  );
}

function Talk(props: {
  customerId: string;
  open: Conversation;
  onAnswer: (now: Conversation) => void;
  onChange: () => Promise<void>;
}) {
  const spoken = useSpoken();
  const { open, customerId } = props;
  return (
    <Columns
      main={
        <Panel title={spoken(open.title)} flush>
          <Questions {...props} />
        </Panel>
      }
      aside={
        <>
          <WhatFollows open={open} />
          <EndIt customerId={customerId} open={open} onEnded={props.onChange} />
        </>
      }
    />
  );
}

/** What is worth asking now, and on which occasions one may begin. */
function Begin(props: { customerId: string; reading: Reading; onBegun: () => Promise<void> }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const spoken = useSpoken();
  const { customerId, reading } = props;
  const beginning = useAction((occasion: Occasion, key) =>
    call<typeof beginConversation>('POST /api/customers/:customerId/conversations', {
      ...{ params: { customerId }, body: { occasion }, key },
    }),
  );
  const begin = async (occasion: Occasion) => {
    if ((await beginning.run(occasion)) !== undefined) await props.onBegun();
  };
  const telling = [...new Set(reading.ask.map(({ occasion }) => occasion))];
  const others = (Object.keys(occasionWords) as Occasion[]).filter((one) => !telling.includes(one));
  const button = (occasion: Occasion, look: 'primary' | 'plain') => (
    <Button key={occasion} look={look} busy={beginning.busy} onClick={() => void begin(occasion)}>
      {t(occasionWords[occasion])}
    </Button>
  );
  return (
    <>
      <Panel title={t`Worth asking now`}>
        {beginning.problem !== undefined && <ProblemNotice problem={told(beginning.problem)} />}
        {reading.ask.length === 0 ? (
          <p>
            <Trans>Nothing that could be answered now would change what fits.</Trans>
          </p>
        ) : (
          <ol className={style.questions}>
            {reading.ask.map((one) => (
              <li key={one.questionId} className={style.ask}>
                <strong>{spoken(one.ask)}</strong>
                <span className={style.soft}>{spoken(one.why)}</span>
                {one.moves.length > 0 && (
                  <span className={style.soft}>{t`It may change: ${one.moves.map(spoken).join(', ')}`}</span>
                )}
              </li>
            ))}
          </ol>
        )}
        <div className={style.occasions}>
          {telling.map((occasion, at) => button(occasion, at === 0 ? 'primary' : 'plain'))}
        </div>
      </Panel>
      <Panel title={t`Other occasions`}>
        <div className={style.occasions}>{others.map((occasion) => button(occasion, 'plain'))}</div>
      </Panel>
    </>
  );
}

function Earlier({ earlier }: { earlier: Reading['earlier'] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const how = { done: t`Talked through`, left: t`Broken off`, withdrawn: t`Taken back by the customer` };
  return (
    <Panel title={t`Earlier conversations`}>
      {earlier.length === 0 ? (
        <EmptyState title={t`None yet`}>
          <Trans>
            What is talked about here stays with the customer’s file, and they can read its summary.
          </Trans>
        </EmptyState>
      ) : (
        <ul className={style.questions}>
          {earlier.map((one) => (
            <li key={one.conversationId} className={style.ask}>
              <strong>{t(occasionWords[one.occasion])}</strong>
              <span className={style.soft}>
                {formats.dateTime(one.endedAt)} · {one.begunByName} · {how[one.state]}
              </span>
              {one.summary !== null && <p>{one.summary}</p>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
