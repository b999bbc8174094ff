-- Online Retail I and II: one row per invoice line.
-- Raw columns: invoice, stock_code, description, quantity, invoice_date, price, customer_id, country.
-- An invoice that starts with C, or a negative quantity, is a return; its quantity is negative here
-- even where the source forgot the sign. Lines without customer stay, flagged as anonymous.
-- Parameter: non_product_codes.

-- step: times
-- Lines of one invoice share a time, so there are few texts to parse.
SELECT invoice_date, parse_timestamp(invoice_date) AS occurred_at
FROM (SELECT DISTINCT invoice_date FROM source) AS texts

-- output: lines
SELECT
  p.customer_id,
  p.order_id,
  CAST(NULL AS BIGINT) AS line_no,
  p.occurred_at,
  p.product_id,
  p.product_name,
  CAST(NULL AS STRING) AS category,
  p.quantity,
  p.unit_price,
  p.amount,
  p.is_return,
  CAST(NULL AS STRING) AS payment_method,
  CAST(NULL AS BIGINT) AS payment_installments,
  p.country,
  CAST(NULL AS STRING) AS region,
  CAST(NULL AS DOUBLE) AS review_score,
  CAST(NULL AS DOUBLE) AS delivery_days,
  CAST(NULL AS DECIMAL(18, 4)) AS freight,
  p.source_file,
  p.source_line,
  CAST(p.customer_id IS NULL AS BOOLEAN) AS is_anonymous,
  CAST(n.code IS NULL AS BOOLEAN) AS is_product,
  CAST(p.unit_price = 0 AS BOOLEAN) AS is_zero_price
FROM (
  SELECT
    r.*,
    money_product(r.quantity, r.unit_price) AS amount
  FROM (
    SELECT
      q.source_file,
      q.source_line,
      q.customer_id,
      q.order_id,
      t.occurred_at,
      q.product_id,
      q.product_name,
      CAST(CASE WHEN q.order_id LIKE 'C%' OR q.order_id LIKE 'c%' THEN -ABS(q.quantity) ELSE q.quantity END AS BIGINT) AS quantity,
      q.unit_price,
      CAST(q.order_id LIKE 'C%' OR q.order_id LIKE 'c%' OR q.quantity < 0 AS BOOLEAN) AS is_return,
      q.country
    FROM (
      SELECT
        source_file,
        source_line,
        clean_identifier(customer_id) AS customer_id,
        clean_text(invoice) AS order_id,
        invoice_date,
        clean_text(stock_code) AS product_id,
        NULLIF(description, '') AS product_name,
        parse_whole(quantity) AS quantity,
        parse_money(price) AS unit_price,
        clean_text(country) AS country
      FROM source
    ) AS q
    JOIN times AS t
      ON t.invoice_date = q.invoice_date
  ) AS r
) AS p
LEFT JOIN (SELECT DISTINCT UPPER(TRIM(value)) AS code FROM parameter_non_product_codes) AS n
  ON n.code = UPPER(p.product_id)
WHERE p.order_id IS NOT NULL AND p.product_id IS NOT NULL AND p.occurred_at IS NOT NULL
  AND p.amount IS NOT NULL AND p.unit_price >= 0

-- step: gaps
-- Runs of 1024 lines of which not all became rows above: nowhere else is a refused row to be looked for.
SELECT s.source_file, s.first_line
FROM (
  SELECT source_file, source_line - source_line % 1024 AS first_line, COUNT(*) AS row_count
  FROM source
  GROUP BY source_file, source_line - source_line % 1024
) AS s
LEFT JOIN (
  SELECT source_file, source_line - source_line % 1024 AS first_line, COUNT(*) AS row_count
  FROM lines
  GROUP BY source_file, source_line - source_line % 1024
) AS l
  ON l.first_line = s.first_line AND l.source_file = s.source_file
WHERE l.row_count IS NULL OR l.row_count < s.row_count

-- output: rejects (provenance)
-- What the reader could not split, and every row that did not become a line above, with all reasons.
SELECT source_file, source_line, raw, reason
FROM source_rejects
UNION ALL
SELECT
  s.source_file,
  s.source_line,
  CONCAT_WS(',', csv_field(s.invoice), csv_field(s.stock_code), csv_field(s.description),
    csv_field(s.quantity), csv_field(s.invoice_date), csv_field(s.price),
    csv_field(s.customer_id), csv_field(s.country)) AS raw,
  CONCAT_WS('; ',
    CASE WHEN clean_text(s.invoice) IS NULL THEN 'invoice: missing' END,
    CASE WHEN clean_text(s.stock_code) IS NULL THEN 'stock_code: missing' END,
    CASE
      WHEN clean_text(s.quantity) IS NULL THEN 'quantity: missing'
      WHEN parse_whole(s.quantity) IS NULL THEN CONCAT('quantity: not a whole number: "', s.quantity, '"')
    END,
    CASE
      WHEN clean_text(s.invoice_date) IS NULL THEN 'invoice_date: missing'
      WHEN parse_timestamp(s.invoice_date) IS NOT NULL THEN NULL
      WHEN text_matches(s.invoice_date, '^ *([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})')
      THEN CONCAT('invoice_date: no such date or time: "', s.invoice_date, '"')
      ELSE CONCAT('invoice_date: not a date: "', s.invoice_date, '"')
    END,
    CASE
      WHEN clean_text(s.price) IS NULL THEN 'price: missing'
      WHEN parse_money(s.price) IS NULL THEN CONCAT('price: not a number: "', s.price, '"')
      WHEN parse_money(s.price) < 0 THEN CONCAT('price: negative: "', s.price, '"')
      WHEN money_product(parse_whole(s.quantity), parse_money(s.price)) IS NULL
        AND parse_whole(s.quantity) IS NOT NULL
      THEN 'amount: quantity times price is too large'
    END) AS reason
FROM source AS s
JOIN gaps AS g
  ON g.first_line = s.source_line - s.source_line % 1024 AND g.source_file = s.source_file
LEFT JOIN (
  SELECT l.source_file, l.source_line
  FROM lines AS l
  JOIN gaps AS g
    ON g.first_line = l.source_line - l.source_line % 1024 AND g.source_file = l.source_file
) AS l
  ON l.source_line = s.source_line AND l.source_file = s.source_file
WHERE l.source_line IS NULL

-- step: profiled
-- One wide row a file; the output turns it into one row per column. Distinct values are counted where
-- their number says something.
SELECT
  source_file,
  COUNT(*) AS line_count,
  COUNT(customer_id) AS n1, COUNT(DISTINCT customer_id) AS d1, MIN(customer_id) AS a1, MAX(customer_id) AS z1,
  COUNT(order_id) AS n2, COUNT(DISTINCT order_id) AS d2, MIN(order_id) AS a2, MAX(order_id) AS z2,
  COUNT(occurred_at) AS n3, MIN(occurred_at) AS a3, MAX(occurred_at) AS z3,
  COUNT(product_id) AS n4, COUNT(DISTINCT product_id) AS d4, MIN(product_id) AS a4, MAX(product_id) AS z4,
  COUNT(product_name) AS n5, COUNT(DISTINCT product_name) AS d5,
  COUNT(quantity) AS n6, MIN(quantity) AS a6, MAX(quantity) AS z6,
  COUNT(unit_price) AS n7, MIN(unit_price) AS a7, MAX(unit_price) AS z7,
  COUNT(country) AS n8, COUNT(DISTINCT country) AS d8, MIN(country) AS a8, MAX(country) AS z8
FROM lines
GROUP BY source_file

-- output: profile (provenance)
SELECT
  source_file,
  CAST(position AS BIGINT) AS position,
  column_name,
  CAST(line_count AS BIGINT) AS line_count,
  CAST(line_count - present AS BIGINT) AS null_count,
  CAST(distinct_values AS BIGINT) AS distinct_count,
  min_value,
  max_value
FROM (
  SELECT source_file, 1 AS position, 'customer_id' AS column_name, line_count,
    n1 AS present, d1 AS distinct_values, a1 AS min_value, z1 AS max_value FROM profiled
  UNION ALL SELECT source_file, 2, 'order_id', line_count, n2, d2, a2, z2 FROM profiled
  UNION ALL SELECT source_file, 3, 'occurred_at', line_count, n3, NULL, CAST(a3 AS STRING), CAST(z3 AS STRING) FROM profiled
  UNION ALL SELECT source_file, 4, 'product_id', line_count, n4, d4, a4, z4 FROM profiled
  UNION ALL SELECT source_file, 5, 'product_name', line_count, n5, d5, NULL, NULL FROM profiled
  UNION ALL SELECT source_file, 6, 'quantity', line_count, n6, NULL, CAST(a6 AS STRING), CAST(z6 AS STRING) FROM profiled
  UNION ALL SELECT source_file, 7, 'unit_price', line_count, n7, NULL, CAST(a7 AS STRING), CAST(z7 AS STRING) FROM profiled
  UNION ALL SELECT source_file, 8, 'country', line_count, n8, d8, a8, z8 FROM profiled
) AS columns_of_lines
