import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { CaseFields } from '#bank/privacy/screens/case-fields.tsx';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Kept } from './keeping.ts';
import {
  type Draft,
  useEffecting,
  useProposing,
  useSettingAside,
  useSimulations,
  type Written,
} from './reading.ts';
import style from './rules.module.css';

/** What can be done with the draft as a whole. */
export function DraftDeeds({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const may = useMay();
  const navigate = useNavigate();
  const aside = useSettingAside(draft.draftId);
  const effecting = useEffecting(draft.draftId);
  if (!may('rules.draft') || draft.state === 'in force' || draft.state === 'left') return null;
  const leave = async () => {
    if (await aside.run('left')) await navigate({ to: '/rules' });
  };
  const effect = async () => {
    const reply = await effecting.run(null);
    if (reply === undefined) return;
    const { version } = reply;
    say(t`Version ${version} is put in force.`);
    await navigate({ to: '/rules/tables/$table', params: { table: draft.tableName } });
  };
  const problem = aside.problem ?? effecting.problem;
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={told(problem)} />}
      <Button look="quiet" busy={aside.busy} onClick={() => void leave()}>{t`Give the draft up`}</Button>
      {draft.state === 'proposed' && (
        <Button busy={aside.busy} onClick={() => void aside.run('draft')}>{t`Take back, to write on`}</Button>
      )}
      {draft.request?.state === 'approved' && draft.request.mine && (
        <Button look="primary" busy={effecting.busy} onClick={() => void effect()}>{t`Put in force`}</Button>
      )}
    </>
  );
}

/** How the request stands, and who says what. */
export function Standing({ draft: { request, state } }: { draft: Draft }) {
  const { t } = useLingui();
  const formats = useFormats();
  const may = useMay();
  if (request === null || state === 'draft') return null;
  const { requestedBy, reference, reason, decidedBy, words } = request;
  const until = formats.dateTime(request.expiresAt);
  const says = {
    asked: t`Waits for somebody else to approve it, until ${until}.`,
    approved: t`${decidedBy} has approved it. Until ${until} it can be put in force.`,
    refused: t`${decidedBy} has refused it: ${words}`,
    expired: t`Nobody decided in time. Take it back, and propose it again.`,
    used: t`${decidedBy} approved it, and it is in force.`,
  }[request.state];
  return (
    <Notice tone={request.state === 'refused' || request.state === 'expired' ? 'amber' : 'sea'}>
      <p>
        <strong>{says}</strong>
      </p>
      <p>
        <Trans>
          {requestedBy} asks for it, for {reference}: {reason}
        </Trans>
      </p>
      {request.state === 'asked' && may('approval.decide') && (
        <p>
          <Link to="/approvals">
            <Trans>Decide among the approvals</Trans>
          </Link>
        </p>
      )}
    </Notice>
  );
}

/** Asks a second person, once nothing is wrong. */
export function Ready({ draft, kept, written }: { draft: Draft; kept: Kept; written: Written | undefined }) {
  const { t, i18n } = useLingui();
  const told = useProblemWords();
  const proposing = useProposing(draft.draftId);
  const newest = useSimulations(draft.draftId, kept.version).data?.simulations ?? [];
  const simulated = newest.some((one) => one.isOfThis && !one.rulesChanged && one.state === 'finished');
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const cases = written?.cases.length ?? 0;
  const failing = kept.results.filter(({ passes }) => !passes).length;
  const missing = [
    kept.state !== 'kept' && t`everything that is written is kept`,
    kept.problems.length > 0 && t`nothing is wrong with a row`,
    cases === 0 && t`there is a test case`,
    failing > 0 && t`all test cases pass`,
    !simulated && t`just this draft is simulated`,
  ].filter((one) => one !== false);
  const listed = new Intl.ListFormat(i18n.locale).format(missing);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void proposing.run({ version: kept.version, reference: reference.trim(), reason: reason.trim() });
  };
  return (
    <Panel title={t`Propose it`}>
      <form className={style.propose} onSubmit={submit}>
        {proposing.problem !== undefined && (
          <ProblemNotice problem={told(proposing.problem)}>
            {proposing.problem instanceof Problem && (
              <ul>
                {proposing.problem.fields.map(({ field, says }) => (
                  <li key={`${field} ${says}`}>
                    {field}: {says}
                  </li>
                ))}
              </ul>
            )}
          </ProblemNotice>
        )}
        <p className={style.soft}>
          <Trans>
            Somebody outside your own line reads the difference and decides. What they approve is just this
            draft, with all other rules as they stand: if anything is changed, it is simulated and they are
            asked again.
          </Trans>
        </p>
        <CaseFields reference={reference} onReference={setReference} reason={reason} onReason={setReason} />
        {missing.length > 0 && <p className={style.state}>{t`It can be proposed once ${listed}.`}</p>}
        <Button look="primary" type="submit" busy={proposing.busy} disabled={missing.length > 0}>
          {t`Ask for approval`}
        </Button>
      </form>
    </Panel>
  );
}
