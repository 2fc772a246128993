import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import RoomInBand from '#bank/conversations/screens/rooms/room-in-band.tsx';
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
import { FitsAtHand, WhatFollows } from './what-follows.tsx';
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
  const calledName = data?.calledName;
  return (
    <Page
      title={calledName === undefined ? t`Conversation` : t`Conversation with ${calledName}`}
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
          <div className={style.room}>
            <RoomInBand />
          </div>
        </Notice>
      )}
      {data !== undefined && data.adaptations.length > 0 && (
        <Notice>
          <HelpLines kinds={data.adaptations} />
        </Notice>
      )}
      {data !== undefined && open !== undefined && (
        <Talk
          key={open.conversationId}
          customerId={customerId}
          open={open}
          overheard={data.overheard}
          worthAsking={data.ask.map(({ questionId }) => questionId)}
          onAnswer={setNewest}
          onChange={again}
        />
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
  overheard: boolean;
  /** Those by whose answers most would change. */
  worthAsking: readonly string[];
  onAnswer: (now: Conversation) => void;
  onChange: () => Promise<void>;
}) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const { open, customerId, overheard } = props;
  return (
    <Columns
      follows
      main={
        <>
          <FitsAtHand open={open} />
          <Panel title={open.title === null ? t`A talk for a private room` : spoken(open.title)} flush>
            <Questions {...props} />
          </Panel>
        </>
      }
      aside={
        <>
          <WhatFollows open={open} overheard={overheard} />
          <EndIt customerId={customerId} open={open} overheard={overheard} onEnded={props.onChange} />
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
  // the moment's own occasion first, then those of the questions
  const asked = reading.ask.map(({ occasion }) => occasion);
  const telling = [...new Set([...reading.occasions.slice(0, 1), ...asked])];
  const others = (Object.keys(occasionWords) as Occasion[]).filter((one) => !telling.includes(one));
  const button = (occasion: Occasion, look: 'primary' | 'plain') => (
    <Button key={occasion} look={look} busy={beginning.busy} onClick={() => void begin(occasion)}>
      {t(occasionWords[occasion])}
    </Button>
  );
  if (reading.minor)
    return (
      <Panel title={t`Worth asking now`}>
        <p>
          <Trans>
            They are not of age: what an adult answers is not asked of them. Talk with whoever acts for them,
            in that person’s own file.
          </Trans>
        </p>
      </Panel>
    );
  return (
    <>
      <Panel title={t`Worth asking now`}>
        {beginning.problem !== undefined && <ProblemNotice problem={told(beginning.problem)} />}
        {reading.ask.length === 0 ? (
          <p>
            {reading.overheard ? (
              <Trans>Nothing that may be asked here. In a private room there may be more.</Trans>
            ) : (
              <Trans>Nothing that could be answered now would change what fits.</Trans>
            )}
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
                <span className={style.soft}>{t`Asked in: ${t(occasionWords[one.occasion])}`}</span>
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
              <strong>{one.occasion === null ? t`A private talk` : t(occasionWords[one.occasion])}</strong>
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
