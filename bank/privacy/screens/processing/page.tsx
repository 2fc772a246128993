import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, buttonClass } from '#design/button.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { register } from '../../processing-contract.ts';
import { ByTwo, useMayAsk } from '../approvals/by-two.tsx';
import { NameController } from './controller.tsx';
import style from './processing.module.css';

type Register = Reply<typeof register>;

/** What is done with personal data here: made of what is in force, so it is true the moment it is read. */
export default function Processing() {
  const { t, i18n } = useLingui();
  const told = useProblemWords();
  const language = i18n.locale === 'es' ? 'es' : 'en';
  const query = useQuery({
    queryKey: ['register of processing', language],
    queryFn: ({ signal }) => call<typeof register>('GET /api/processing', { query: { language }, signal }),
  });
  const again = () => query.refetch();
  return (
    <Page
      title={t`Register of processing`}
      says={t`What is done with personal data here, made of the contracts, tables and rules in force.`}
      actions={(['pdf', 'json'] as const).map((form) => (
        <a
          key={form}
          className={buttonClass}
          href={`/api/processing/export?language=${language}&form=${form}`}
          download
        >
          <IconDownload size={18} aria-hidden="true" />
          {form === 'pdf' ? t`Download as PDF` : t`Download as JSON`}
        </a>
      ))}
    >
      {query.isPending && (
        <Panel>
          <LoadingShape rows={8} kind="text" />
        </Panel>
      )}
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void again()} />}
      {query.data && (
        <>
          <Controller of={query.data} again={() => void again()} />
          {query.data.activities.map((one) => (
            <Activity key={one.activity} activity={one} />
          ))}
        </>
      )}
    </Page>
  );
}

function Controller({ of: { controller }, again }: { of: Register; again: () => void }) {
  const { t } = useLingui();
  const mayAsk = useMayAsk();
  const [naming, setNaming] = useState(false);
  const change = mayAsk('controller') && (
    <Button size="small" onClick={() => setNaming(true)}>
      {controller === null ? t`Name them` : t`Change`}
    </Button>
  );
  return (
    <>
      <ByTwo of={['controller']} onDone={again} />
      <Panel title={t`Who is responsible`} aside={change || undefined}>
        {controller === null ? (
          <Notice tone="amber">
            <Trans>Not named yet. Compliance says who the controller is, and whom to ask.</Trans>
          </Notice>
        ) : (
          <dl className={style.facts}>
            <dt>{t`Controller`}</dt>
            <dd>
              {controller.name}, {controller.contact}
            </dd>
            <dt>{t`Data protection officer`}</dt>
            <dd>{controller.officer}</dd>
          </dl>
        )}
        {naming && <NameController controller={controller} onClose={() => setNaming(false)} />}
      </Panel>
    </>
  );
}

function Activity({ activity }: { activity: Register['activities'][number] }) {
  const { t } = useLingui();
  const { title, tables, routes } = activity;
  const facts: [string, readonly string[]][] = [
    [t`Legal basis`, activity.basis],
    [t`About whom`, activity.subjects],
    [t`Categories of data`, [activity.data]],
    [t`Who has access`, activity.recipients],
    [t`Third countries`, [activity.outside]],
    [t`Kept how long`, activity.retention],
    [t`Safeguards`, activity.safeguards],
  ];
  return (
    <Panel title={title}>
      <p className={style.purpose}>{activity.purpose}</p>
      <dl className={style.facts}>
        {facts
          .filter(([, lines]) => lines.length > 0)
          .map(([name, lines]) => (
            <Fact key={name} name={name} lines={lines} />
          ))}
      </dl>
      <details className={style.details}>
        <summary>
          <Plural value={tables.length} one="# table" other="# tables" />,{' '}
          <Plural value={routes.length} one="# route" other="# routes" />
        </summary>
        <p className={style.names}>{tables.join(' · ')}</p>
        <p className={style.names}>{routes.join(' · ')}</p>
      </details>
    </Panel>
  );
}

function Fact({ name, lines }: { name: string; lines: readonly string[] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </dd>
    </>
  );
}
