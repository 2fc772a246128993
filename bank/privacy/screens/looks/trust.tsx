import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { trust } from '../../trust-contract.ts';
import { useCitation } from './citation.ts';
import style from './looks.module.css';

type Trust = Reply<typeof trust>;

/** For anybody: how data is kept here, made of what is really set and done. */
export default function TrustPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [facts, setFacts] = useState<Trust>();
  const [problem, setProblem] = useState<unknown>();
  const read = useCallback(async () => {
    setProblem(undefined);
    await call<typeof trust>('GET /api/trust').then(setFacts, setProblem);
  }, []);
  useEffect(() => void read(), [read]);
  useEffect(() => {
    document.title = `${t`How we keep your data`} · Earshot`;
    heading.current?.focus();
  }, [t]);
  return (
    <>
      <div className={style.head}>
        <h1 ref={heading} tabIndex={-1}>
          <Trans>How we keep your data</Trans>
        </h1>
        <p>
          <Trans>Made just now of what is really set up and done here, not written by an advertiser.</Trans>
        </p>
      </div>
      {problem !== undefined && <ProblemNotice problem={told(problem)} again={() => void read()} />}
      {facts === undefined && problem === undefined && <LoadingShape rows={6} kind="text" />}
      {facts && <Facts facts={facts} />}
    </>
  );
}

function Facts({ facts }: { facts: Trust }) {
  const { t } = useLingui();
  return (
    <>
      <Part title={t`Nobody looks without a reason`}>
        <p>
          <Trans>
            The database itself shows a customer's file only to somebody with a reason: the customer is there,
            something was promised, somebody looks after them. It writes each look down before it shows
            anything. Every customer sees who looked, and can ask about each look.
          </Trans>
        </p>
        {facts.limits.customersPerHour !== null && (
          <p>
            <Plural
              value={facts.limits.customersPerHour}
              one="Nobody opens more than one customer's file in an hour."
              other="Nobody opens the files of more than # customers in an hour."
            />
          </p>
        )}
        <p>
          <Trans>
            While the bank looks into a suspicion, the law may have it keep a look back for a time.
          </Trans>{' '}
          {facts.keptBack === null ? (
            <Trans>In the whole bank fewer than ten looks are kept back now.</Trans>
          ) : (
            <Plural
              value={facts.keptBack}
              one="In the whole bank one look is kept back now."
              other="In the whole bank # looks are kept back now."
            />
          )}
        </p>
        <Answers answers={facts.answers} />
      </Part>
      <Part title={t`What is sensitive is locked`}>
        <p>
          <Trans>
            Identifying numbers, sensitive notes and your questions to us are encrypted (AES-256-GCM), for
            each customer with a key of their own. Whoever steals the database cannot read them.
          </Trans>
        </p>
        <p>
          <WhereKeysAre keys={facts.keys} />
        </p>
        <p>
          <Trans>
            When a person is erased, these keys are destroyed: what they locked cannot be read in old copies
            either.
          </Trans>
        </p>
      </Part>
      <Part title={t`How long we keep it`}>
        {facts.keeping === null ? (
          <p>
            <Trans>No law that we know of has us keep a file after the last agreement has ended.</Trans>
          </p>
        ) : (
          <Keeping keeping={facts.keeping} />
        )}
        <p>
          <Trans>Who looked is kept longer than the file: it names nobody once a person is erased.</Trans>
        </p>
      </Part>
      <Part title={t`How you sign in`}>
        <p>
          <Trans>
            With a passkey, or with a password and a one-time code; we tell you of each new device. We never
            ask for a password or a code by telephone, e-mail or letter.
          </Trans>
        </p>
      </Part>
      <Part title={t`The record is sealed`}>
        <Sealed record={facts.record} />
      </Part>
    </>
  );
}

function WhereKeysAre({ keys }: Pick<Trust, 'keys'>) {
  if (keys === 'vault')
    return (
      <Trans>
        The keys that open these keys stay in a separate system for keys (Vault), outside the database.
      </Trans>
    );
  if (keys === 'kms')
    return (
      <Trans>
        The keys that open these keys are locked themselves: only a separate system for keys (AWS KMS) opens
        them.
      </Trans>
    );
  return <Trans>The keys that open these keys stay in a file of our servers, outside the database.</Trans>;
}

function Answers({ answers: { months, citation: law, answered, late } }: { answers: Trust['answers'] }) {
  const citation = useCitation()(law ?? '');
  if (months === null) return null;
  return (
    <p>
      <Plural
        value={months}
        one={`Questions about a look must be answered within a month (${citation}).`}
        other={`Questions about a look must be answered within # months (${citation}).`}
      />{' '}
      {answered === 0 && late === 0 ? (
        <Trans>In the last twelve months none was answered or late.</Trans>
      ) : (
        <Trans>
          In the last twelve months: {answered} answered, {late} late.
        </Trans>
      )}
    </p>
  );
}

function Keeping({ keeping: { months, citation: law } }: { keeping: NonNullable<Trust['keeping']> }) {
  const citation = useCitation()(law);
  return (
    <p>
      <Plural
        value={months}
        one={`The law has us keep a file for a month after the last agreement has ended (${citation}).`}
        other={`The law has us keep a file for up to # months after the last agreement (${citation}).`}
      />{' '}
      <Trans>After that you can be erased.</Trans>
    </p>
  );
}

function Sealed({ record }: { record: Trust['record'] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { sealedAt, witnesses, keyFingerprint, unsealedSeconds } = record;
  if (sealedAt === null)
    return (
      <p>
        <Trans>Nothing has been sealed yet.</Trans>
      </p>
    );
  const entries = formats.number(record.entries);
  const at = formats.dateTime(sealedAt);
  const names = witnesses.join(', ');
  return (
    <>
      <p>
        <Trans>
          Every look is an entry in one record that is signed again with each new entry, as a rule within a
          second. It has {entries} entries; the last signature is of {at}.
        </Trans>
      </p>
      {unsealedSeconds > 60 && (
        <p className={style.late}>
          <Trans>Just now entries have waited for more than a minute to be sealed. That should not be.</Trans>
        </p>
      )}
      <p>
        {witnesses.length === 0
          ? t`No witness has signed this one yet.`
          : t`Signed as well by a witness that keeps what it saw: ${names}.`}
      </p>
      {keyFingerprint !== null && (
        <>
          <p>
            <Trans>The key that signs has this fingerprint. Write it down, and compare it later:</Trans>
          </p>
          <p className={style.key}>{keyFingerprint.match(/.{4}/g)?.join(' ')}</p>
        </>
      )}
      <p>
        <a href="/api/trust/checkpoint" download>
          <Trans>Download the newest signature, to compare with later ones</Trans>
        </a>
      </p>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={style.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
