import { msg, plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Mark } from '#design/mark.tsx';
import { EmptyState, LoadingShape, Notice } from '#design/states.tsx';
import { follow, go, useAddress } from '#platform/browser/address.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { usePresence } from '#platform/browser/presence.ts';
import type { home } from '../contract.ts';
import { Confirming } from './confirming.tsx';
import type { Own } from './door.tsx';
import { kindWords } from './kind-words.ts';
import { PublicContent, PublicLinks, type PublicPage } from './outside.tsx';
import style from './portal.module.css';

/** The server ends a session after ten minutes of silence; a minute before, the page asks. */
const limits = { coverAfter: 9 * 60_000, lockAfter: 10 * 60_000 };

/** The first page: what I have, and who has looked. */
export function Home({ own, onLeave }: { own: Own; onLeave: (why: 'left' | 'ended') => void }) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  const presence = usePresence(limits, () => onLeave('ended'));
  const name = own.calledName;
  const at = pages[useAddress()] ?? 'home';
  const [answersRead, setAnswersRead] = useState(false);
  useEffect(() => {
    if (at !== 'home' && at !== 'sign-in') return;
    document.title = `${at === 'home' ? t`Home` : t`Sign-in and devices`} · Earshot`;
    heading.current?.focus();
  }, [t, at]);
  const stay = () => {
    presence.comeBack();
    void call<typeof home>('GET /api/home').catch(() => undefined);
  };
  return (
    <>
      <a className={style.skip} href="#content">
        <Trans>Skip to the page</Trans>
      </a>
      <header className={style.top}>
        <p className={style.brand}>
          <Mark />
          <span>Earshot</span>
        </p>
        <div className={style.deeds}>
          <Button look="quiet" onClick={() => go(at === 'home' ? '/sign-in' : '/')}>
            {at === 'home' ? <Trans>Sign-in and devices</Trans> : <Trans>Home</Trans>}
          </Button>
          <Button onClick={() => onLeave('left')}>
            <Trans>Sign out</Trans>
          </Button>
        </div>
      </header>
      <main id="content" className={style.page} tabIndex={-1}>
        {presence.covered && (
          <div role="alert">
            <Notice tone="amber">
              <p>
                <Trans>
                  Are you still there? In a minute we sign you out, so that nobody else can read this.
                </Trans>
              </p>
              <Button onClick={stay}>
                <Trans>I am still here</Trans>
              </Button>
            </Notice>
          </div>
        )}
        <Confirming />
        {(at === 'home' || at === 'sign-in') && (
          <h1 ref={heading} tabIndex={-1}>
            {at === 'home' ? t`Hello, ${name}` : t`Sign-in and devices`}
          </h1>
        )}
        <Suspense>
          <SignInNews
            elsewhere={
              at !== 'sign-in' && (
                <Button size="small" look="quiet" onClick={() => go('/sign-in')}>
                  <Trans>No: see what can be done</Trans>
                </Button>
              )
            }
          />
        </Suspense>
        <Suspense fallback={<LoadingShape rows={4} />}>
          {at === 'home' && <FirstPage own={own} answersRead={answersRead} />}
          {at === 'sign-in' && <OwnSignInParts />}
          {at === 'looks' && <Looks customerId={own.customerId} />}
          {(at === 'bank' || at === 'branches' || at === 'trust') && <PublicContent page={at} signedIn />}
          {at === 'questions' && <Questions onRead={() => setAnswersRead(true)} />}
          {at === 'my-data' && <MyData />}
          {at === 'understanding' && <OwnUnderstanding />}
          {at === 'choices' && <Choices />}
        </Suspense>
      </main>
    </>
  );
}

type Place = PublicPage | 'looks' | 'questions' | 'sign-in' | 'my-data' | 'understanding' | 'choices';
const pages: Record<string, Place> = {
  '/branches': 'branches',
  '/is-this-my-bank': 'bank',
  '/trust': 'trust',
  '/looks': 'looks',
  '/questions': 'questions',
  '/sign-in': 'sign-in',
  '/my-data': 'my-data',
  '/understanding': 'understanding',
  '/choices': 'choices',
};

const Looks = lazy(() => import('#bank/privacy/screens/looks/page.tsx'));
const Questions = lazy(() => import('#bank/privacy/screens/looks/questions.tsx'));
const MyData = lazy(() => import('#bank/privacy/screens/my-data/page.tsx'));
const Choices = lazy(() => import('./choices.tsx'));
const OwnUnderstanding = lazy(() => import('./understanding.tsx'));
const OwnSignInParts = lazy(() => import('#platform/browser/signing/own-parts.tsx'));
const SignInNews = lazy(() => import('#platform/browser/signing/news.tsx'));

/** What I have, and who has looked. */
function FirstPage({ own, answersRead }: { own: Own; answersRead: boolean }) {
  const { t } = useLingui();
  const looks = own.looksLately;
  const looked =
    looks === 0
      ? t`Nobody at the bank has opened your file in the last 30 days.`
      : t`In the last 30 days, people at the bank opened your file ${plural(looks, { one: 'once', other: '# times' })}.`;
  return (
    <>
      {own.inquiries.answered > 0 && !answersRead && (
        <Notice>
          <a href="/questions" onClick={follow}>
            <Plural
              value={own.inquiries.answered}
              one="Your question about a look is answered"
              other="# of your questions about looks are answered"
            />
          </a>
        </Notice>
      )}
      <section className={style.section} aria-labelledby="holdings">
        <h2 id="holdings">
          <Trans>What you have with us</Trans>
        </h2>
        {own.holdings.length === 0 ? (
          <EmptyState title={t`Nothing here yet`}>
            <Trans>When you open an account, it stands here.</Trans>
          </EmptyState>
        ) : (
          <ul className={style.holdings}>
            {own.holdings.map((holding) => (
              <HoldingRow key={holding.agreementId} holding={holding} />
            ))}
          </ul>
        )}
      </section>
      <Understood />
      <section className={style.looks} aria-labelledby="looks">
        <h2 id="looks">
          <Trans>Who looked at your information</Trans>
        </h2>
        <p>{looked}</p>
        <p className={style.small}>
          <Trans>
            Whoever opens your file needs a reason. Each look is written down before anything is shown, and so
            is each search that showed your card.
          </Trans>
        </p>
        <p>
          <a href="/looks" onClick={follow}>
            <Trans>See each look, and check the record yourself</Trans>
          </a>
        </p>
        {own.inquiries.asked > 0 && (
          <p>
            <a href="/questions" onClick={follow}>
              <Trans>Your questions about looks</Trans>
            </a>
          </p>
        )}
      </section>
      <section className={style.section} aria-labelledby="my-data">
        <h2 id="my-data">
          <Trans>Your data</Trans>
        </h2>
        <p>
          <a href="/my-data" onClick={follow}>
            <Trans>Have a copy, put something right, or say what it may not be used for</Trans>
          </a>
        </p>
        <p>
          <a href="/choices" onClick={follow}>
            <Trans>Your choices: how we reach you, in which language, and what is not done</Trans>
          </a>
        </p>
      </section>
      <PublicLinks />
    </>
  );
}

function Understood() {
  return (
    <section className={style.section} aria-labelledby="understanding">
      <h2 id="understanding">
        <Trans>What we understand about you</Trans>
      </h2>
      <p>
        <Trans>What we believe of your life and your needs, and where each part came from.</Trans>
      </p>
      <p>
        <a href="/understanding" onClick={follow}>
          <Trans>See it, and put it right</Trans>
        </a>
      </p>
    </section>
  );
}

function HoldingRow({ holding }: { holding: Own['holdings'][number] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const kind = kindWords[holding.kind];
  const name = holding.productName ?? (kind ? t(kind) : holding.kind);
  const day = holding.balanceAsOf && formats.date(holding.balanceAsOf);
  const amount = holding.balance && formats.money(holding.balance);
  return (
    <li>
      <div>
        <p className={style.holding}>{name}</p>
        <p className={style.small}>
          {[holding.productName && kind ? t(kind) : null, holding.numberHint].filter(Boolean).join(' · ')}
        </p>
        {holding.standingOrders.map(({ orderId, every, amount: paid, payee }) => (
          <p key={orderId} className={style.small}>
            {[t`Standing order`, payee, formats.money(paid), t(everyWords[every])]
              .filter(Boolean)
              .join(' · ')}
          </p>
        ))}
      </div>
      {amount && (
        <div className={style.amount}>
          <p>{amount}</p>
          {day && <p className={style.small}>{t`on ${day}`}</p>}
        </div>
      )}
    </li>
  );
}

const everyWords = {
  week: msg`every week`,
  month: msg`every month`,
  quarter: msg`every quarter`,
  year: msg`every year`,
};
