import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { TextField } from '#design/field.tsx';
import { EmptyState, LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { listBranches } from '../branches-contract.ts';
import style from './for-anybody.module.css';
import { OpenHours } from './open-hours.tsx';
import { useOpeningWords } from './opening-words.ts';

export type Branch = Reply<typeof listBranches>['branches'][number];

/** Fewer than this one reads faster than one types. */
const fewEnough = 8;

/** For anybody: where the bank is, whether it is open now and until when, and how to call. */
export default function BranchesPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { branches, problem, again } = useBranches();
  const [words, setWords] = useState('');
  useEffect(() => {
    document.title = `${t`Branches and opening hours`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  const shown = branches?.filter((branch) => answers(branch, words)) ?? [];
  const machines = shown.filter(({ kind }) => kind === 'atm');
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        <Trans>Branches and opening hours</Trans>
      </h1>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={again} />}
      {branches === undefined && problem === undefined && <LoadingShape rows={5} />}
      {branches !== undefined && branches.length >= fewEnough && (
        <search>
          <TextField
            label={t`Town, street or name`}
            type="search"
            autoComplete="off"
            maxLength={80}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        </search>
      )}
      {branches !== undefined && shown.length === 0 && (
        <EmptyState title={branches.length === 0 ? t`No branch is entered yet` : t`None is called so`}>
          {branches.length > 0 && <Trans>Try fewer letters, or another town.</Trans>}
        </EmptyState>
      )}
      <Places title={t`Branches`} places={shown.filter(({ kind }) => kind === 'branch')} />
      <Places title={t`Cash machines`} places={machines} />
    </>
  );
}

function Places({ title, places }: { title: string; places: readonly Branch[] }) {
  if (places.length === 0) return null;
  return (
    <section className={style.places}>
      <h2>{title}</h2>
      <ul>
        {places.map((place) => (
          <Place key={place.premisesId} place={place} />
        ))}
      </ul>
    </section>
  );
}

function Place({ place }: { place: Branch }) {
  const formats = useFormats();
  const openingWords = useOpeningWords();
  const { name, telephone, opening, timeZone, week } = place;
  const country = place.country === null ? null : formats.country(place.country);
  const address = [...place.addressLines, place.postalCode, place.region, country].filter(Boolean);
  const always = opening.state === 'open' && opening.at === null;
  return (
    <li className={style.place}>
      <h3>{name}</h3>
      <p className={style.opening} data-open={opening.state === 'open'}>
        <i aria-hidden="true" />
        {openingWords(opening, timeZone)}
      </p>
      {address.length > 0 && <p className={style.address}>{address.join(', ')}</p>}
      {telephone !== null && (
        <p>
          <a href={`tel:${telephone.replaceAll(/[^+0-9]/g, '')}`}>{telephone}</a>
        </p>
      )}
      {!always && (week.length > 0 || place.days.length > 0) && <OpenHours place={place} />}
    </li>
  );
}

/** All words that were typed stand somewhere in its name or address; accents do not matter. */
function answers({ name, addressLines, postalCode, region }: Branch, words: string): boolean {
  const said = plain([name, ...addressLines, postalCode, region].join(' '));
  return plain(words)
    .split(/\s+/)
    .every((word) => said.includes(word));
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Pages that are read one after the other; a bank of more than a thousand places is not read to its end. */
const pagesMost = 10;
/** What is open now is asked again, as long as somebody sees the page. */
const againAfter = 120_000;

function useBranches() {
  const [branches, setBranches] = useState<readonly Branch[]>();
  const [problem, setProblem] = useState<unknown>();
  const read = useCallback(async () => {
    try {
      const all: Branch[] = [];
      let after: string | null = null;
      for (let page = 0; page < pagesMost; page += 1) {
        const query: { after?: string } = after === null ? {} : { after };
        const { branches: some, next }: Reply<typeof listBranches> = await call<typeof listBranches>(
          'GET /api/branches',
          { query },
        );
        all.push(...some);
        after = next;
        if (after === null) break;
      }
      setBranches(all);
      setProblem(undefined);
    } catch (found) {
      setProblem(found);
    }
  }, []);
  useEffect(() => {
    void read();
    const again = setInterval(() => {
      if (document.visibilityState === 'visible') void read();
    }, againAfter);
    return () => clearInterval(again);
  }, [read]);
  return { branches, problem, again: () => void read() };
}
