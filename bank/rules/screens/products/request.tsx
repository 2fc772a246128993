import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel, Toolbar } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { Meaning } from './meaning.tsx';
import style from './products.module.css';
import { type Change, type Product, useEffectingTerms, useLeaving } from './reading.ts';
import { useTermsText } from './words.ts';

/** What is asked for: what it would be and means, how it stands, and what can be done. */
export function Request({ product, change }: { product: Product; change: Change }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words = useTermsText();
  const day = formats.date(change.appliesFrom);
  const { askedBy, reference, reason, undoes } = change;
  const what = {
    terms: t`New terms from ${day}`,
    withdrawal: t`Withdrawn from ${day}`,
    undoing: t`Version ${undoes} does not come on ${day}`,
  }[change.kind];
  const grown = change.meaning.suggestions !== product.meaning.suggestions;
  const then = formats.number(change.meaning.suggestions ?? 0);
  return (
    <Panel title={what} loud>
      <div className={style.form}>
        <Standing change={change} />
        {change.kind === 'terms' && change.terms && (
          <p>
            {words(product.terms)} → <strong>{words(change.terms)}</strong>
          </p>
        )}
        <Meaning kind={change.kind} meaning={product.meaning} appliesFrom={change.appliesFrom} />
        {grown && <p>{t`When it was asked for, there were ${then} open suggestions.`}</p>}
        <p>
          <Trans>
            {askedBy} asks for it, for {reference}: {reason}
          </Trans>
        </p>
        <Deeds change={change} />
      </div>
    </Panel>
  );
}

function Standing({ change: { state, decidedBy, words, expiresAt } }: { change: Change }) {
  const { t } = useLingui();
  const formats = useFormats();
  const may = useMay();
  const until = formats.dateTime(expiresAt);
  const says = {
    asked: t`Waits for somebody else to approve it, until ${until}.`,
    approved: t`${decidedBy} has approved it. Until ${until} it can be put in force.`,
    refused: t`${decidedBy} has refused it: ${words}`,
    expired: t`Nobody decided in time. Take it back, and ask again.`,
    used: t`${decidedBy} approved it, and it is in force.`,
  }[state];
  return (
    <Notice tone={state === 'refused' || state === 'expired' ? 'amber' : 'sea'}>
      <p>
        <strong>{says}</strong>
      </p>
      {state === 'asked' && may('approval.decide') && (
        <p>
          <Link to="/approvals">
            <Trans>Decide among the approvals</Trans>
          </Link>
        </p>
      )}
    </Notice>
  );
}

function Deeds({ change: { changeId, state, mine } }: { change: Change }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const leaving = useLeaving(changeId);
  const effecting = useEffectingTerms(changeId);
  if (!may('rules.draft')) return null;
  const leave = async () => {
    if (await leaving.run(null)) say(t`It is taken back.`);
  };
  const effect = async () => {
    const reply = await effecting.run(null);
    if (reply === undefined) return;
    const { version } = reply;
    say(t`It is put in force, as version ${version}.`);
  };
  const problem = leaving.problem ?? effecting.problem;
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={told(problem)} />}
      <Toolbar>
        {state === 'approved' && mine && (
          <Button
            look="primary"
            busy={effecting.busy}
            onClick={() => void effect()}
          >{t`Put in force`}</Button>
        )}
        <Button look="quiet" busy={leaving.busy} onClick={() => void leave()}>{t`Take it back`}</Button>
      </Toolbar>
    </>
  );
}
