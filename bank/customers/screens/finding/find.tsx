import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { CheckInGuest } from '#bank/conversations/screens/check-in-guest.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { KeyHint } from '#design/key-hint.tsx';
import { Page, Panel } from '#design/page.tsx';
import { EmptyState, LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useDraft } from '#platform/browser/drafts.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { cardIn, mayBecomeCard, withoutCards } from '../../rules.ts';
import { ByNumber } from './by-number.tsx';
import { CustomerCard } from './customer-card.tsx';
import style from './find.module.css';
import { afterwards, cardPause, chosenDraft, forgetPicked, search, wordsDraft } from './finder.ts';

const enoughLetters = 2;

/**
 * Search as one types: masked cards, best first; from a card one checks in, or opens the file if there is a
 * reason.
 */
export default function Find() {
  const { t } = useLingui();
  const [words, setWords] = useWords();
  const results = useResults(words.trim());
  const found = results.cards.length;
  const told = useProblemWords();
  const around = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => forgetPicked, []);
  useChosenFocus(around, results.cards.length);
  const hidden = useHiddenCard(words, setWords);
  const clear = () => setWords('');
  const move = (event: KeyboardEvent) =>
    moveAmongCards(event, around.current, results.settled && hidden, clear);
  return (
    <Page title={t`Find`} width="reading">
      <search ref={around} className={style.search} onKeyDown={move}>
        <div className={style.field}>
          <IconSearch aria-hidden="true" />
          <input
            type="search"
            aria-label={t`Name, telephone, e-mail or last four digits`}
            placeholder={t`Name, telephone, e-mail or last four digits`}
            aria-describedby="find-help"
            maxLength={200}
            ref={field}
            autoComplete="off"
            spellCheck={false}
            value={words}
            onChange={(event) => {
              forgetPicked();
              setWords(event.target.value);
            }}
          />
        </div>
        <p id="find-help" className={style.help}>
          <Trans>Former names, nicknames and slips of the pen are found too. Each search is on record.</Trans>
          <span aria-hidden="true">
            <KeyHint keys="up" /> <KeyHint keys="down" /> <KeyHint keys="enter" />
          </span>
        </p>
        <p className="unseen" role="status">
          {results.settled && results.cards.length > 0
            ? t`${plural(found, { one: '# found', other: '# found' })}`
            : ''}
          {results.settled && results.withoutBirth !== null && ` ${t`No date of birth matches.`}`}
        </p>
        {results.problem !== undefined && (
          <ProblemNotice
            problem={told(results.problem)}
            kept={t`What you typed is still here.`}
            again={results.again}
          />
        )}
        {results.withoutBirth !== null && <WithoutBirth typed={results.withoutBirth} />}
        {results.cards.length > 0 && (
          <ol className={style.cards} aria-label={t`Customers found`} data-old={!results.settled}>
            {results.cards.map((card, index) => (
              <CustomerCard key={card.customerId} card={card} first={index === 0} />
            ))}
          </ol>
        )}
        {results.loading && (
          <Panel flush>
            <LoadingShape rows={3} />
          </Panel>
        )}
        {results.settled && results.cards.length === 0 && results.problem === undefined && (
          <Nobody card={cardIn(words) !== undefined} />
        )}
      </search>
      <ByNumber />
    </Page>
  );
}

/** That none of them has the age one asked for is said before the cards, not left to be noticed. */
function WithoutBirth({ typed }: { typed: string }) {
  return (
    <Notice tone="amber">
      <p>
        <Trans>No date of birth matches {typed}. These are found without it.</Trans>
      </p>
    </Notice>
  );
}

function Nobody({ card }: { card: boolean }) {
  const { t } = useLingui();
  const may = useMay();
  const [guest, setGuest] = useState(false);
  return (
    <Panel>
      <EmptyState
        title={card ? t`Nobody has this card` : t`Nobody found`}
        action={
          may('visit.check in') && (
            <Button look="primary" onClick={() => setGuest(true)}>
              <Trans>Check in as a guest</Trans>
            </Button>
          )
        }
      >
        {card ? (
          <Trans>Of its number the first six and the last four digits are compared. Try the name.</Trans>
        ) : (
          <Trans>
            Try fewer letters, a former name, a telephone number, or the last four digits of an account.
          </Trans>
        )}
      </EmptyState>
      {guest && <CheckInGuest onClose={() => setGuest(false)} />}
    </Panel>
  );
}

/** What stands in the field: nothing when one comes anew, or the words from the palette. */
function useWords(): [string, (words: string) => void] {
  const [handed, , forget] = useDraft(wordsDraft, '');
  const [words, setWords] = useState(handed);
  useEffect(() => {
    if (handed === '') return;
    setWords(handed);
    forget();
  }, [handed, forget]);
  return [words, setWords];
}

/** @returns whether no number of a card stands there */
function useHiddenCard(words: string, setWords: (words: string) => void): boolean {
  const hidden = afterwards(words);
  useEffect(() => {
    if (hidden === words) return;
    const soon = setTimeout(() => setWords(hidden), cardPause);
    return () => clearTimeout(soon);
  }, [words, hidden, setWords]);
  return hidden === words;
}

/**
 * The cards for these words, 120 ms after the last letter, later where it may become a card's number. Older
 * answers stay until newer ones come; a late one never wins.
 */
function useResults(typed: string) {
  const words = withoutCards(typed);
  const asked = useSettled(words, mayBecomeCard(typed) ? cardPause : 120);
  const enough = asked.length >= enoughLetters && words.length >= enoughLetters;
  const query = useQuery({
    queryKey: ['find', asked],
    queryFn: ({ signal }) => search(asked, 20, signal),
    enabled: enough,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  return {
    cards: enough ? (query.data?.cards ?? []) : [],
    withoutBirth: enough ? (query.data?.withoutBirth ?? null) : null,
    settled: enough && asked === words && !query.isFetching && !query.isPlaceholderData,
    loading: enough && query.data === undefined && query.isFetching,
    problem: enough && query.isError ? query.error : undefined,
    again: () => void query.refetch(),
  };
}

function useSettled(value: string, milliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const soon = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(soon);
  }, [value, milliseconds]);
  return settled;
}

/** Whoever was picked in the palette has the focus once their card is there. */
function useChosenFocus(around: React.RefObject<HTMLElement | null>, cards: number) {
  const [chosen, , forget] = useDraft<string>(chosenDraft, '');
  useEffect(() => {
    if (chosen === '' || cards === 0) return;
    const card = buttonsIn(around.current).find((button) => button.dataset.customer === chosen);
    card?.focus();
    if (card) forget();
  }, [chosen, cards, around, forget]);
}

function buttonsIn(around: HTMLElement | null): HTMLElement[] {
  return [...(around?.querySelectorAll<HTMLElement>('[data-customer]') ?? [])];
}

/**
 * Down and up between the field and the cards; Enter in the field takes the first, once it is of the words
 * that stand there. The Enter with which a card's reader ends checks nobody in. Escape goes back and clears.
 */
function moveAmongCards(
  event: KeyboardEvent,
  around: HTMLElement | null,
  settled: boolean,
  clear: () => void,
) {
  if ((event.target as HTMLElement).closest('dialog, [role=menu]')) return;
  const field = around?.querySelector('input');
  const cards = buttonsIn(around);
  const at = cards.indexOf(
    (document.activeElement?.closest('li')?.querySelector('[data-customer]') ?? null) as HTMLElement,
  );
  const inField = document.activeElement === field;
  if (event.key === 'ArrowDown') cards[Math.min(at + 1, cards.length - 1)]?.focus();
  else if (event.key === 'ArrowUp' && !inField) (at <= 0 ? field : cards[at - 1])?.focus();
  else if (event.key === 'Enter' && inField) settled && cards[0]?.click();
  else if (event.key === 'Escape') {
    if (inField) clear();
    field?.focus();
  } else return;
  event.preventDefault();
}
