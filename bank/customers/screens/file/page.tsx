import { useLingui } from '@lingui/react/macro';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { ShowItIsUs } from '#bank/conversations/screens/vouching/show-code.tsx';
import { LifeAndNeeds } from '#bank/needs/screens/life/panel.tsx';
import { RestrictButton } from '#bank/privacy/screens/restricted/restrict-button.tsx';
import { useMay, useMe } from '#bank/staff/screens/me.tsx';
import { buttonClass } from '#design/button.tsx';
import { Columns, Page } from '#design/page.tsx';
import { LoadingShape } from '#design/states.tsx';
import { Tabs } from '#design/tabs.tsx';
import { later } from '#platform/browser/later.ts';
import { ShowToCustomer } from '../confirming/show.tsx';
import { usePromiseDraft } from './drafts-here.ts';
import { EndVisit } from './end-visit.tsx';
import { Facts, KeptFrom, SupportNeeds, UnderTheName, Who } from './heading.tsx';
import { kindWords } from './holding-words.ts';
import { Holdings } from './holdings.tsx';
import { WhatChanged } from './news.tsx';
import { Notes } from './notes.tsx';
import { type File, fillFile, useAmend, useFile, useRevealer } from './opening.ts';
import { Opening } from './opening-shape.tsx';
import { Promises } from './promises.tsx';

export const fill = fillFile;

/**
 * The customer's file: in five seconds who this is, what changed and what was promised; everything else
 * below.
 */
export default function CustomerFile() {
  const { customerId = '' } = useParams({ strict: false });
  const { ground } = useSearch({ strict: false }) as { ground?: string };
  const { data, error, isPending, refetch } = useFile(customerId, ground);
  const { t } = useLingui();
  const may = useMay();
  if (data === undefined && !isPending)
    return (
      <Suspense>
        <Shut customerId={customerId} problem={error} again={() => void refetch()} />
      </Suspense>
    );
  // One page before and after: the heading keeps the focus, and little is drawn twice.
  return (
    <Page
      title={t`Customer's file`}
      heading={data && <Who file={data} />}
      actions={
        data && (
          <>
            {(data.ground.kind === 'visit' || data.ground.kind === 'call') && (
              <ShowItIsUs visitId={data.ground.groundId} />
            )}
            {may('customer.file.change') && (
              <Link className={buttonClass} to="/customers/$customerId/conversation" params={{ customerId }}>
                {t`Talk it through`}
              </Link>
            )}
            <ShowToCustomer file={data} />
            <RestrictButton customerId={customerId} />
            <EndVisit file={data} />
          </>
        )
      }
    >
      {data ? <OpenFile file={data} /> : <Opening />}
    </Page>
  );
}

function OpenFile({ file }: { file: File }) {
  const revealer = useRevealer(file.customer.customerId);
  return (
    <>
      <Facts file={file} revealer={revealer} />
      <UnderTheName file={file}>
        <KeptFrom file={file} />
        <SupportNeeds file={file} revealer={revealer} />
        <Columns
          main={
            <>
              <WhatChanged file={file} />
              <Life file={file} />
            </>
          }
          aside={<Promises file={file} revealer={revealer} />}
        />
        <Below file={file} />
      </UnderTheName>
    </>
  );
}

/** What a goal can be linked with: what they have put by. */
const savedIn: ReadonlySet<string> = new Set(['current account', 'savings', 'term deposit', 'investment']);

function Life({ file }: { file: File }) {
  const { t } = useLingui();
  const { customerId } = file.customer;
  const amend = useAmend(customerId);
  const agreements = file.holdings
    .filter(({ kind, state, role }) => savedIn.has(kind) && state !== 'closed' && role !== 'authorised user')
    .map(({ agreementId, kind, productName, numberHint, currency }) => ({
      ...{ agreementId, currency },
      says: [productName ?? t(kindWords[kind]), numberHint].filter(Boolean).join(' '),
    }));
  return (
    <LifeAndNeeds
      {...{ customerId, agreements, understanding: file.understanding, masked: file.masked }}
      onChange={(change) =>
        amend(({ understanding }) => ({ understanding: { ...understanding, ...change(understanding) } }))
      }
    />
  );
}

type Part = 'holdings' | 'advice' | 'timeline' | 'people' | 'contact' | 'looks';

function Below({ file }: { file: File }) {
  const { t } = useLingui();
  const revealer = useRevealer(file.customer.customerId);
  const may = useMay();
  const { today } = useMe();
  const [part, setPart] = useState<Part>('holdings');
  const [, promise] = usePromiseDraft(file.customer.customerId);
  return (
    <Tabs<Part>
      label={t`Parts of the file`}
      chosen={part}
      onChoose={setPart}
      tabs={[
        { value: 'holdings', says: t`Holdings and notes` },
        { value: 'advice', says: t`What fits` },
        { value: 'timeline', says: t`Timeline` },
        {
          value: 'people',
          says: t`People`,
          count: new Set(file.relations.map(({ otherId }) => otherId)).size,
        },
        { value: 'contact', says: t`Contact and identity` },
        { value: 'looks', says: t`Who has looked` },
      ]}
    >
      {part === 'holdings' && (
        <Columns
          main={<Holdings file={file} revealer={revealer} />}
          aside={<Notes file={file} revealer={revealer} />}
        />
      )}
      <Suspense fallback={<LoadingShape rows={5} />}>
        {part === 'advice' && (
          <WhatFits
            customerId={file.customer.customerId}
            mayAnswer={may('customer.file.change')}
            onPromise={(body) => promise({ body, dueOn: today, assignedTo: '' })}
          />
        )}
        {part === 'timeline' && <Happenings file={file} revealer={revealer} />}
        {part === 'people' && <People file={file} />}
        {part === 'contact' && <Contacts file={file} revealer={revealer} />}
        {part === 'looks' && <Looks file={file} />}
      </Suspense>
    </Tabs>
  );
}

const Shut = later(async () => (await import('./shut.tsx')).Shut);
const WhatFits = later(async () => (await import('#bank/advice/screens/panel.tsx')).WhatFits);
const Happenings = later(async () => (await import('./timeline.tsx')).Happenings);
const People = later(async () => (await import('./people.tsx')).People);
const Contacts = later(async () => (await import('./contacts.tsx')).Contacts);
const Looks = later(async () => (await import('./looks.tsx')).Looks);
