SELECT origin, key, kind, code, name, time_zone, address_lines, country, postal_code,
       region, telephone, parent_key, hours, made_up
  FROM premises
