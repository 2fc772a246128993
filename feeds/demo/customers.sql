SELECT origin, key, kind, full_name, preferred_name, born_on, died_on, sex, language,
       home_premises_key, customer_since, occupation, employer, restricted, made_up
  FROM customers
