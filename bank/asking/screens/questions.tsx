import { Trans, useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, useState } from 'react';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { CheckField, ChoiceField, TextArea, TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { decimal, money } from '#platform/money.ts';
import { wrongIn } from '../answering.ts';
import type { answerQuestion } from '../contract.ts';
import type { Asked } from '../definition.ts';
import style from './conversation.module.css';
import type { Conversation, Question } from './words.ts';

type Answer = Conversation['answers'][number]['answer'];
type Kept = Conversation['answers'][number];

/** The questions that are asked now; each answer is kept as it is given. */
export function Questions(props: {
  customerId: string;
  open: Conversation;
  worthAsking: readonly string[];
  onAnswer: (now: Conversation) => void;
  onChange: () => Promise<void>;
}) {
  const spoken = useSpoken();
  const { open, customerId, worthAsking } = props;
  return (
    <>
      {open.opening !== null && <p className={style.question}>{spoken(open.opening)}</p>}
      <ol className={style.questions}>
        {open.questions.map((question) => (
          <Ask
            key={question.questionId}
            ids={{ customerId, conversationId: open.conversationId }}
            question={question}
            isWorthIt={worthAsking.includes(question.questionId)}
            kept={open.answers.find((one) => one.questionId === question.questionId)}
            currency={open.currency}
            onAnswer={props.onAnswer}
            onChange={props.onChange}
          />
        ))}
      </ol>
      {open.left > 0 && (
        <p className={style.question}>
          <Trans>More is asked in a private place.</Trans>
        </p>
      )}
    </>
  );
}

interface Asking {
  ids: { customerId: string; conversationId: string };
  question: Question;
  isWorthIt: boolean;
  kept: Kept | undefined;
  currency: string;
  onAnswer: (now: Conversation) => void;
  onChange: () => Promise<void>;
}

function Ask({ ids, question, isWorthIt, kept, currency, onAnswer, onChange }: Asking) {
  const { t } = useLingui();
  const told = useProblemWords();
  const spoken = useSpoken();
  const formats = useFormats();
  const answering = useAction((answer: Answer | null) =>
    call<typeof answerQuestion>('POST /api/customers/:customerId/conversations/:conversationId/answers', {
      params: ids,
      body: { questionId: question.questionId, answer, version: kept?.version ?? 0 },
    }),
  );
  /** What she said of late stands there to be confirmed, until somebody says that it is another now. */
  const [isOther, setOther] = useState(false);
  const isEarlier = question.earlier !== null && kept === undefined && !isOther;
  const give = async (answer: Answer | null) => {
    const now = await answering.run(answer);
    if (now !== undefined) onAnswer(now);
  };
  /** The digits choose, so that one can go on looking at the person. */
  const byDigit = (event: KeyboardEvent) => {
    const option = question.options[Number(event.key) - 1];
    if (isEarlier) return;
    if (question.kind !== 'choice' || option === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void give(option.value);
  };
  return (
    <li className={style.question} data-answered={kept !== undefined} onKeyDown={byDigit}>
      {isEarlier && question.earlier ? (
        <Earlier
          question={question}
          earlier={question.earlier}
          currency={currency}
          busy={answering.busy}
          onSame={(answer) => void give(answer)}
          onOther={() => setOther(true)}
        />
      ) : (
        <Field question={question} kept={kept} currency={currency} give={give} />
      )}
      {answering.problem !== undefined && (
        <ProblemNotice problem={told(answering.problem)} again={() => void onChange()} />
      )}
      <p className={style.under}>
        {isWorthIt && kept === undefined && <Badge tone="sea">{t`worth asking now`}</Badge>}
        {question.notUsed && <Badge tone="amber">{t`asked us not to use this`}</Badge>}
        <span>{spoken(question.why)}</span>
        {kept !== undefined && (
          <>
            <span>{t`Kept: ${kept.byName}, ${formats.dateTime(kept.at)}`}</span>
            <Button size="small" look="quiet" busy={answering.busy} onClick={() => void give(null)}>
              {t`Take it back`}
            </Button>
          </>
        )}
      </p>
    </li>
  );
}

/** Confirmed instead of asked again. */
function Earlier(props: {
  question: Question;
  earlier: NonNullable<Question['earlier']>;
  currency: string;
  busy: boolean;
  onSame: (answer: Answer) => void;
  onOther: () => void;
}) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const formats = useFormats();
  const { question, earlier, currency } = props;
  const { answer } = earlier;
  const labelOf = (value: string) => {
    const option = question.options.find((one) => one.value === value);
    return option === undefined ? value : spoken(option.label);
  };
  const said = () => {
    if (typeof answer === 'boolean') return answer ? t`Yes` : t`No`;
    if (question.kind === 'money') return formats.money({ minor: String(answer), currency });
    if (question.kind === 'date') return formats.date(String(answer));
    return [answer].flat().map(String).map(labelOf).join(', ');
  };
  const [day, name] = [formats.date(earlier.at.slice(0, 10)), earlier.byName];
  return (
    <fieldset className={style.list}>
      <legend>{spoken(question.ask)}</legend>
      <p>
        <strong>{said()}</strong>
      </p>
      <p className={style.under}>
        <span>{t`Said on ${day}, to ${name}`}</span>
        <Button
          size="small"
          busy={props.busy}
          onClick={() => props.onSame(answer)}
        >{t`That is still so`}</Button>
        <Button size="small" look="quiet" onClick={props.onOther}>{t`It is another now`}</Button>
      </p>
    </fieldset>
  );
}

type FieldProps = Pick<Asking, 'question' | 'kept' | 'currency'> & {
  give: (answer: Answer | null) => Promise<void>;
};

function Field({ question, kept, currency, give }: FieldProps) {
  const { t } = useLingui();
  const spoken = useSpoken();
  const label = spoken(question.ask);
  switch (question.kind) {
    case 'choice':
      return (
        <ChoiceField
          label={label}
          shape="rows"
          options={question.options.map(({ value, label: says }) => ({ value, says: spoken(says) }))}
          value={kept === undefined ? undefined : String(kept.answer)}
          onChoose={(value) => void give(value)}
        />
      );
    case 'yes or no':
      return (
        <ChoiceField
          label={label}
          options={[
            { value: 'yes', says: t`Yes` },
            { value: 'no', says: t`No` },
          ]}
          value={kept === undefined ? undefined : kept.answer === true ? 'yes' : 'no'}
          onChoose={(value) => void give(value === 'yes')}
        />
      );
    case 'choices':
      return <Several question={question} kept={kept} give={give} label={label} />;
    default:
      return <Typed question={question} kept={kept} currency={currency} give={give} label={label} />;
  }
}

function Several({ question, kept, give, label }: Omit<FieldProps, 'currency'> & { label: string }) {
  const spoken = useSpoken();
  const given = Array.isArray(kept?.answer) ? (kept.answer as readonly string[]) : [];
  return (
    <fieldset className={style.list}>
      <legend>{label}</legend>
      {question.options.map(({ value, label: says }) => (
        <CheckField
          key={value}
          label={spoken(says)}
          checked={given.includes(value)}
          onChange={(event) => {
            const others = given.filter((one) => one !== value);
            const now = event.target.checked ? [...others, value] : others;
            void give(now.length === 0 ? null : now);
          }}
        />
      ))}
    </fieldset>
  );
}

/** What is typed is kept when one goes on; what the bank sees already only has to be confirmed. */
function Typed({ question, kept, currency, give, label }: FieldProps & { label: string }) {
  const { t } = useLingui();
  const shown = (answer: Answer | undefined) =>
    answer === undefined
      ? ''
      : question.kind === 'money'
        ? decimal({ minor: BigInt(String(answer)), currency })
        : String(answer);
  const [text, setText] = useState(shown(kept?.answer));
  const [wrong, setWrong] = useState<string>();
  const keep = () => {
    if (text.trim() === shown(kept?.answer)) return;
    const given = text.trim();
    const answer = given === '' ? null : answerIn(question, given, currency);
    // by the same code as the server: nothing is sent that it would not take
    const fits =
      answer === null || (answer !== undefined && wrongIn(askedBy(question), answer) === undefined);
    setWrong(fits ? undefined : wrongWords());
    if (fits) void give(answer);
  };
  const { from, to, most } = question;
  const wrongWords = () => {
    if (question.kind === 'number') return t`A number from ${from} to ${to}.`;
    if (question.kind === 'words') return t`At most ${most} letters.`;
    return question.kind === 'date' ? t`There is no such day.` : t`That does not fit: check it.`;
  };
  const known = question.known;
  const field = {
    ...{ label, value: text, wrong, onBlur: keep, maxLength: most ?? 40 },
    hint: question.kind === 'money' ? t`In ${currency}` : undefined,
  };
  return (
    <>
      {question.kind === 'words' ? (
        <TextArea {...field} rows={3} onChange={(event) => setText(event.target.value)} />
      ) : (
        <TextField
          {...field}
          type={question.kind === 'date' ? 'date' : 'text'}
          inputMode={question.kind === 'date' ? undefined : 'decimal'}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {known !== null && kept === undefined && (
        <p className={style.under}>
          <Trans>As we see it: {shown(known)}</Trans>
          <Button size="small" onClick={() => void give(question.kind === 'number' ? Number(known) : known)}>
            {t`That is right`}
          </Button>
        </p>
      )}
    </>
  );
}

/** What of a question on the wire says which answers it takes. */
function askedBy({ kind, options, from, to, most }: Question): Asked {
  if (kind === 'choice' || kind === 'choices') return { kind, options };
  if (kind === 'number') return { kind, from: from ?? 0, to: to ?? 0 };
  return kind === 'words' ? { kind, most: most ?? 0 } : { kind };
}

function answerIn({ kind }: Question, text: string, currency: string): Answer | undefined {
  if (kind === 'number') return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  if (kind !== 'money') return text;
  try {
    return money(text.replace(',', '.'), currency).minor.toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
