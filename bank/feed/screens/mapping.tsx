import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { Columns, Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './feeds.module.css';
import { entityWords } from './run-words.ts';
import { useMapping } from './runs.ts';
import { When } from './when.tsx';
import type { Mapping } from './wire.ts';

/** How a feed's files become the bank's rows: what it is looked up for when a run rejects something. */
export default function FeedMapping() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { feed = '' } = useParams({ strict: false }) as { feed?: string };
  const { data, error, isPending, refetch } = useMapping(feed);
  if (data === undefined)
    return (
      <Page title={t`How a feed is mapped`}>
        {isPending ? (
          <Panel flush>
            <LoadingShape rows={6} kind="text" />
          </Panel>
        ) : (
          <ProblemNotice problem={told(error)} again={() => void refetch()} />
        )}
      </Page>
    );
  return (
    <Page
      title={t`How a feed is mapped`}
      heading={data.title}
      says={
        <>
          <Link to="/feeds">
            <Trans>Feeds</Trans>
          </Link>{' '}
          · {data.name} · <When schedule={data.schedule} />
        </>
      }
    >
      <Columns
        main={data.entities.map((entity) => <Brought key={entity.entity} entity={entity} />)}
        aside={
          <>
            <Expected mapping={data} />
            <MappedFiles files={data.files} />
          </>
        }
      />
    </Page>
  );
}

/** One SELECT over the staged files gives the rows of one thing. */
function Brought({ entity: { entity, complete, sql } }: { entity: Mapping['entities'][number] }) {
  const { t } = useLingui();
  const name = entityWords[entity] ? t(entityWords[entity]) : entity;
  return (
    <Panel title={name} aside={complete ? t`what is gone from it ends` : t`nothing ends`} flush>
      {/* Long lines scroll by themselves, so the keyboard must reach them. */}
      <section className={style.sql} aria-label={t`SELECT of ${name}`} {...scrollable}>
        <pre>
          <code>{sql}</code>
        </pre>
      </section>
    </Panel>
  );
}

const scrollable = { tabIndex: 0 };

function Expected({ mapping: { folder, lateAfterHours, smallBelow, agreements } }: { mapping: Mapping }) {
  const { t } = useLingui();
  const formats = useFormats();
  const share = formats.rate(smallBelow * 10_000);
  return (
    <Panel title={t`What is expected`}>
      <dl className={style.expected}>
        <dt>{t`Extracts are put into`}</dt>
        <dd>{folder}</dd>
        <dt>{t`Late`}</dt>
        <dd>
          {lateAfterHours === null ? (
            t`it may come when it likes`
          ) : (
            <Plural value={lateAfterHours} one="after # hour" other="after # hours" />
          )}
        </dd>
        <dt>{t`Unusually small`}</dt>
        <dd>{t`with fewer than ${share} of the rows of before`}</dd>
        <dt>{t`Movements find their agreement`}</dt>
        <dd>
          {agreements === 'by key' ? t`by its key in this feed` : t`by number and currency, in all feeds`}
        </dd>
      </dl>
    </Panel>
  );
}

function MappedFiles({ files }: { files: Mapping['files'] }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Files`} flush>
      <ul>
        {files.map((file) => (
          <li key={file.staged} className={style.file}>
            <p>
              {file.name}{' '}
              {file.name !== file.staged && <span className={style.soft}>{t`as ${file.staged}`}</span>}
            </p>
            <Shape file={file} />
            <details className={style.columns}>
              <summary>
                <Plural value={file.columns.length} one="# column" other="# columns" />
                <span className="unseen">: {file.name}</span>
              </summary>
              <p>{file.columns.join(', ')}</p>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What the file must be like: another one is refused before anything is read of it. */
function Shape({ file: { format, gz, delimiter, quote, encoding, header, optional } }: { file: MappedFile }) {
  const { t } = useLingui();
  const between = delimiter === '\t' ? t`tabs` : delimiter;
  const facts =
    format === 'camt.053'
      ? ['ISO 20022 camt.053']
      : [
          encoding.toUpperCase(),
          t`cells parted by ${between}`,
          quote === null ? t`no quotes` : t`quoted by ${quote}`,
          header ? t`names in the first line` : t`no names in the first line`,
        ];
  return (
    <p className={style.soft}>
      {[...facts, gz && 'gzip', optional && t`may be left out`].filter(Boolean).join(' · ')}
    </p>
  );
}

type MappedFile = Mapping['files'][number];
