import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { CaseFields } from '#bank/privacy/screens/case-fields.tsx';
import { Button } from '#design/button.tsx';
import { ChoiceField, TextField } from '#design/field.tsx';
import { Panel, Toolbar } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { type TermsChange, wrongWith } from '../../terms-rules.ts';
import { Meaning } from './meaning.tsx';
import style from './products.module.css';
import { type Asked, type Product, useAskingTerms, type Version } from './reading.ts';
import { wrongWords } from './words.ts';

/** New terms, or a withdrawal, from a day on: with what it means, before anybody is asked. */
export function ChangeIt({ product }: { product: Product }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<'terms' | 'withdrawal'>();
  const { withdrawn } = product;
  return (
    <Panel title={t`Change it`}>
      <div className={style.form}>
        <ChoiceField<'terms' | 'withdrawal'>
          label={t`What shall change`}
          shape="rows"
          value={kind}
          onChoose={setKind}
          options={[
            withdrawn
              ? { value: 'terms', says: t`Offer it again`, more: t`On new terms, or those that it had.` }
              : { value: 'terms', says: t`New terms`, more: t`They count from a day that you choose.` },
            {
              value: 'withdrawal',
              says: t`Withdraw it altogether`,
              more: t`From a day on nobody is suggested it.`,
            },
          ]}
        />
        {kind !== undefined && <AskChange key={kind} product={product} kind={kind} />}
      </div>
    </Panel>
  );
}

function AskChange({ product, kind }: { product: Product; kind: 'terms' | 'withdrawal' }) {
  const { t } = useLingui();
  const { terms, versions } = product;
  const [appliesFrom, setAppliesFrom] = useState('');
  const [margin, setMargin] = useState(`${terms.margin}`);
  const [share, setShare] = useState(percentOf(terms.instalmentShare));
  const hasShare = terms.instalmentShare !== null;
  const given = {
    margin: wholeOf(margin, 0, 200),
    instalmentShare: hasShare ? (wholeOf(share, 1, 100) ?? 0) / 100 : null,
  };
  const whole = given.margin !== undefined && given.instalmentShare !== 0;
  const asked: Parts = {
    ...{ kind, appliesFrom: appliesFrom || null, undoes: null },
    terms: kind === 'terms' ? { ...given, margin: given.margin ?? 0 } : null,
  };
  const wrong = whole && appliesFrom !== '' ? wrongOf(versions, asked) : undefined;
  const wrongAt = (field: 'appliesFrom' | 'terms') =>
    wrong?.field === field ? t(wrongWords[wrong.code]) : undefined;
  return (
    <AskForm product={product} asked={asked} mayAsk={whole && appliesFrom !== '' && wrong === undefined}>
      <div className={style.pair}>
        <TextField
          label={t`From which day`}
          type="date"
          required
          value={appliesFrom}
          wrong={wrongAt('appliesFrom')}
          onChange={(event) => setAppliesFrom(event.target.value)}
        />
        {kind === 'terms' && (
          <TextField
            label={t`The bank earns, in ‰ a year`}
            inputMode="numeric"
            required
            value={margin}
            wrong={given.margin === undefined ? t`A whole number from 0 to 200.` : wrongAt('terms')}
            onChange={(event) => setMargin(event.target.value)}
          />
        )}
        {kind === 'terms' && hasShare && (
          <TextField
            label={t`Instalment, in % of what comes in`}
            hint={t`With this it is reckoned whether it can be afforded.`}
            inputMode="numeric"
            required
            value={share}
            wrong={given.instalmentShare === 0 ? t`A whole number from 1 to 100.` : undefined}
            onChange={(event) => setShare(event.target.value)}
          />
        )}
      </div>
    </AskForm>
  );
}

export function AskUndoing(props: { product: Product; version: Version; onClose: () => void }) {
  const { t } = useLingui();
  const { version } = props.version;
  const asked: Parts = { kind: 'undoing', terms: null, appliesFrom: null, undoes: version };
  const wrong = wrongOf(props.product.versions, asked);
  return (
    <Panel title={t`Undo version ${version} before its day`}>
      {wrong !== undefined && <p role="alert">{t(wrongWords[wrong.code])}</p>}
      <AskForm
        product={props.product}
        asked={asked}
        day={props.version.appliesFrom}
        mayAsk={wrong === undefined}
        onClose={props.onClose}
      />
    </Panel>
  );
}

type Parts = Omit<Asked, 'reference' | 'reason'>;

/** What it means, for which case and why; then a second person is asked. */
function AskForm(props: {
  product: Product;
  asked: Parts;
  /** Of an undoing: the day that does not come. */
  day?: string | null;
  mayAsk: boolean;
  onClose?: () => void;
  children?: React.ReactNode;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const asking = useAskingTerms(props.product.code);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const { asked } = props;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const reply = await asking.run({ ...asked, reference: reference.trim(), reason: reason.trim() });
    if (reply !== undefined) say(t`Somebody outside your own line is asked.`);
  };
  return (
    <form className={style.form} onSubmit={(event) => void submit(event)}>
      {asking.problem !== undefined && (
        <ProblemNotice problem={told(asking.problem)}>
          {asking.problem instanceof Problem && (
            <ul>
              {asking.problem.fields.map(({ field, says }) => (
                <li key={`${field} ${says}`}>{says}</li>
              ))}
            </ul>
          )}
        </ProblemNotice>
      )}
      {props.children}
      <section aria-labelledby="means">
        <h3 id="means">
          <Trans>What it means</Trans>
        </h3>
        <Meaning
          kind={asked.kind}
          meaning={props.product.meaning}
          appliesFrom={props.day ?? asked.appliesFrom}
        />
      </section>
      <CaseFields reference={reference} onReference={setReference} reason={reason} onReason={setReason} />
      <Toolbar>
        <Button look="primary" type="submit" busy={asking.busy} disabled={!props.mayAsk}>
          {t`Ask for approval`}
        </Button>
        {props.onClose && <Button onClick={props.onClose}>{t`Cancel`}</Button>}
      </Toolbar>
    </form>
  );
}

/** As the server will see it, so that a day that cannot be is said while it is chosen. */
function wrongOf(versions: readonly Version[], { kind, terms, appliesFrom, undoes }: Parts) {
  const brought = versions.find(({ version }) => version === 0)?.terms ?? {
    margin: 0,
    instalmentShare: null,
  };
  const own = versions.flatMap((one) =>
    one.appliesFrom === null
      ? []
      : {
          ...{ version: one.version, appliesFrom: one.appliesFrom, withdrawn: one.withdrawn },
          ...{ terms: bare(one.terms), undone: one.state === 'undone' },
        },
  );
  const day = appliesFrom ?? '';
  const change: TermsChange =
    kind === 'undoing'
      ? { kind, undoes: undoes ?? 0 }
      : kind === 'withdrawal' || terms === null
        ? { kind: 'withdrawal', appliesFrom: day }
        : { kind, terms: bare(terms), appliesFrom: day };
  return wrongWith(bare(brought), own, change, new Date().toISOString().slice(0, 10));
}

const bare = ({ margin, instalmentShare }: Product['terms']) =>
  instalmentShare === null ? { margin } : { margin, instalmentShare };

const percentOf = (share: number | null) => (share === null ? '' : `${Math.round(share * 100)}`);

function wholeOf(text: string, from: number, to: number): number | undefined {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}
