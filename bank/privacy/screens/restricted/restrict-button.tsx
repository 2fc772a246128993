import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';

/** Beside a file, open or not: shuts it to all but two people together. */
export function RestrictButton({ customerId }: { customerId: string }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [restricting, setRestricting] = useState(false);
  if (!useMay()('restriction.ask')) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setRestricting(true)}>{t`Restrict this file`}</Button>
      {restricting && (
        <Suspense>
          <RestrictFile
            customerId={customerId}
            onClose={() => setRestricting(false)}
            onRestricted={() => {
              setRestricting(false);
              void queries.invalidateQueries();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

const RestrictFile = lazy(() => import('./restrict.tsx'));
