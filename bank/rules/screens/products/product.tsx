import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { sortWords } from '#bank/advice/screens/words.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Badge, type Tone } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../rules.module.css';
import { AskUndoing, ChangeIt } from './asking.tsx';
import { type Product, useProduct, type Version } from './reading.ts';
import { Request } from './request.tsx';
import { stateWords, useTermsText } from './words.ts';

/** One product: its terms, what they were and will be, and what is asked for. */
export default function ProductPage() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { product: code = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useProduct(code);
  if (data === undefined) {
    return (
      <Page title={t`A product`}>
        {isPending ? (
          <Panel flush>
            <LoadingShape rows={6} />
          </Panel>
        ) : (
          <ProblemNotice problem={told(error)} again={() => void refetch()} />
        )}
      </Page>
    );
  }
  return <Shown key={code} product={data} />;
}

function Shown({ product }: { product: Product }) {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const may = useMay();
  const words = useTermsText();
  const [undoing, setUndoing] = useState<Version>();
  const { change, withdrawn, appliesFrom, terms } = product;
  const since = appliesFrom === null ? null : formats.date(appliesFrom);
  const mayAsk = may('rules.draft') && change === null;
  return (
    <Page
      title={t`A product`}
      heading={
        <span className={style.versionHead}>
          {spoken(product.title)}
          {withdrawn && <Badge tone="amber">{t`withdrawn since ${since}`}</Badge>}
        </span>
      }
      says={
        <>
          <Link to="/products">
            <Trans>Products</Trans>
          </Link>
          {' · '}
          {t(sortWords[product.sort])}
          {' · '}
          {withdrawn ? t`suggested to nobody` : words(terms)}
        </>
      }
    >
      {change !== null && <Request product={product} change={change} />}
      {mayAsk && undoing !== undefined && (
        <AskUndoing product={product} version={undoing} onClose={() => setUndoing(undefined)} />
      )}
      {mayAsk && undoing === undefined && <ChangeIt product={product} />}
      <Panel title={t`Versions`} flush>
        <ul className={style.history}>
          {product.versions.map((version) => (
            <VersionLine
              key={version.version}
              version={version}
              onUndo={mayAsk && version.state === 'coming' ? () => setUndoing(version) : undefined}
            />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

const tones: Record<Version['state'], Tone> = {
  ...{ now: 'sea', coming: 'amber', past: 'neutral', undone: 'neutral' },
};

function VersionLine({ version: one, onUndo }: { version: Version; onUndo: (() => void) | undefined }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useTermsText();
  const { version, appliesFrom, madeBy, approvedBy, reference, reason, undone } = one;
  const from = appliesFrom === null ? null : formats.date(appliesFrom);
  return (
    <li>
      <div className={style.versionHead}>
        <strong>{t`Version ${version}`}</strong>
        <Badge tone={tones[one.state]}>{t(stateWords[one.state])}</Badge>
        <span>{one.withdrawn ? t`withdrawn` : words(one.terms)}</span>
        <span className={style.soft}>{from === null ? t`as it came with Earshot` : t`from ${from}`}</span>
        {onUndo && (
          <Button size="small" onClick={onUndo}>
            {t`Undo it`}
            <span className="unseen">: {version}</span>
          </Button>
        )}
      </div>
      {madeBy !== null && (
        <p className={style.soft}>
          <Trans>
            {madeBy}, approved by {approvedBy}, for {reference}: {reason}
          </Trans>
        </p>
      )}
      {undone !== null && <Undone undone={undone} />}
    </li>
  );
}

function Undone({ undone }: { undone: NonNullable<Version['undone']> }) {
  const formats = useFormats();
  const { madeBy, approvedBy, reference, reason } = undone;
  const at = formats.dateTime(undone.at);
  return (
    <p className={style.soft}>
      <Trans>
        Undone on {at} by {madeBy}, approved by {approvedBy}, for {reference}: {reason}
      </Trans>
    </p>
  );
}
