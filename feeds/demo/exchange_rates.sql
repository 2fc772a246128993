SELECT origin, base, currency, on_date, units_of_base
  FROM exchange_rates
