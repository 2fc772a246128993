SELECT origin, agreement_key, customer_key, role, counts, kind, product_key,
       linked_agreement_key, number, currency, premises_key, opened_on,
       closed_on, matures_on, state, limit_minor, instalment_minor, rate_basis_points,
       term_months, statement
  FROM holdings
