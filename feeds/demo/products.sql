SELECT origin, key, code, kind, name, summary, made_up
  FROM products
