import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useSpoken } from '#bank/advice/screens/spoken.ts';
import { sortWords } from '#bank/advice/screens/words.ts';
import { Badge } from '#design/badge.tsx';
import { Page, Panel } from '#design/page.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { type Column, Table } from '#design/table.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from './products.module.css';
import { type Listed, useProducts } from './reading.ts';
import { kindWords } from './words.ts';

/** What the bank offers, and what is better than a product, with the terms that count today. */
export default function ProductList() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { data, error, isPending, refetch } = useProducts();
  const products = data?.products ?? [];
  const isSale = ({ sort }: Listed) => sort === 'product' || sort === 'referral';
  return (
    <Page
      title={t`Products`}
      says={
        <Trans>
          What can be suggested, on which terms, from which day. New terms and a withdrawal take two people.
        </Trans>
      }
    >
      {error !== null && <ProblemNotice problem={told(error)} again={() => void refetch()} />}
      {isPending && (
        <Panel flush>
          <LoadingShape rows={8} kind="table" />
        </Panel>
      )}
      {data && (
        <>
          <Products title={t`What the bank earns by`} products={products.filter(isSale)} />
          <Products
            title={t`What costs the customer nothing, or less`}
            products={products.filter((one) => !isSale(one))}
          />
        </>
      )}
    </Page>
  );
}

function Products({ title, products }: { title: string; products: readonly Listed[] }) {
  return (
    <Panel title={title} aside={products.length} flush>
      <Table caption={title} columns={useColumns()} rows={products} keyOf={({ code }) => code} />
    </Panel>
  );
}

function useColumns(): Column<Listed>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const spoken = useSpoken();
  const day = (on: string) => formats.date(on);
  return [
    {
      title: t`Product`,
      cell: ({ code, title }) => (
        <Link to="/products/$product" params={{ product: code }}>
          {spoken(title)}
        </Link>
      ),
    },
    { title: t`What it is`, cell: ({ sort }) => t(sortWords[sort]) },
    {
      title: t`Today`,
      cell: ({ withdrawn, appliesFrom }) => {
        const since = appliesFrom === null ? null : day(appliesFrom);
        if (withdrawn) return <Badge tone="amber">{t`withdrawn since ${since}`}</Badge>;
        return since === null ? t`as it came with Earshot` : t`terms since ${since}`;
      },
    },
    {
      title: t`The bank earns, ‰ a year`,
      figures: true,
      cell: ({ terms }) => formats.number(terms.margin),
    },
    { title: t`To come`, cell: (product) => <Coming product={product} /> },
  ];
}

function Coming({ product: { coming, waits } }: { product: Listed }) {
  const { t } = useLingui();
  const formats = useFormats();
  const said = coming.map(({ appliesFrom, withdrawn }) => {
    const from = formats.date(appliesFrom);
    return withdrawn ? t`withdrawn from ${from}` : t`new terms from ${from}`;
  });
  if (said.length === 0 && waits === null) return '–';
  return (
    <span className={style.coming}>
      {said.join(', ')}
      {waits !== null && (
        <Badge tone="amber">
          {t(kindWords[waits])}: {t`waits for approval`}
        </Badge>
      )}
    </span>
  );
}
