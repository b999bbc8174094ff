-- Any table whose columns the config maps to those of a line.
-- The source has every column of a line as text, and as a value (…_value) where it is no text; has_… says
-- whether it is mapped; raw is the row as it stands, rest a number for what it holds beside mapped columns.
-- A negative quantity or amount, or is_return, makes a return; both are negative here. Where there is no
-- quantity it is one piece; where there is no order, all lines of a customer at one time are one order;
-- where there is no product, the category stands for it.
-- Parameter: non_product_codes.

-- output: lines
SELECT
  t.customer_id,
  t.order_id,
  COALESCE(CAST(t.line_value AS BIGINT), t.rest) AS line_no,
  t.occurred_at,
  t.product_id,
  t.product_name,
  t.category,
  CAST(CASE WHEN t.is_return THEN -t.pieces ELSE t.pieces END AS BIGINT) AS quantity,
  CAST(CASE
    WHEN t.has_price THEN t.price
    WHEN t.pieces = 0 THEN t.total
    WHEN t.total = 0 THEN t.total
    -- Never nothing: a price of 0 is that of a gift, which counts nowhere.
    ELSE GREATEST(money_part(t.total, 1, t.pieces), CAST(0.0001 AS DECIMAL(18, 4)))
  END AS DECIMAL(18, 4)) AS unit_price,
  CAST(CASE
    WHEN t.has_price THEN money_product(CASE WHEN t.is_return THEN -t.pieces ELSE t.pieces END, t.price)
    WHEN t.is_return THEN -t.total
    ELSE t.total
  END AS DECIMAL(18, 4)) AS amount,
  CAST(t.is_return AS BOOLEAN) AS is_return,
  t.payment_method,
  CAST(t.payment_installments AS BIGINT) AS payment_installments,
  t.country,
  t.region,
  CAST(t.review_score AS DOUBLE) AS review_score,
  CAST(t.delivery_days AS DOUBLE) AS delivery_days,
  CAST(t.freight AS DECIMAL(18, 4)) AS freight,
  t.source_file,
  t.source_line,
  CAST(t.customer_id IS NULL AS BOOLEAN) AS is_anonymous,
  CAST(n.code IS NULL AS BOOLEAN) AS is_product,
  CAST(CASE WHEN t.has_price THEN t.price ELSE t.total END = 0 AS BOOLEAN) AS is_zero_price
FROM (
  SELECT
    clean_identifier(s.customer_id) AS customer_id,
    CASE
      WHEN s.has_order_id THEN clean_identifier(s.order_id)
      ELSE CONCAT(COALESCE(clean_identifier(s.customer_id), ''), ' ', CAST(s.occurred_value AS STRING))
    END AS order_id,
    s.line_no_value AS line_value,
    s.rest,
    s.occurred_value AS occurred_at,
    COALESCE(clean_identifier(s.product_id), clean_text(s.category), '-') AS product_id,
    clean_text(s.product_name) AS product_name,
    clean_text(s.category) AS category,
    CASE WHEN s.has_quantity THEN ABS(s.quantity_value) ELSE 1 END AS pieces,
    s.has_unit_price AS has_price,
    s.unit_price_value AS price,
    ABS(s.amount_value) AS total,
    s.is_return_value OR COALESCE(s.quantity_value, 0) < 0 OR COALESCE(s.amount_value, 0) < 0 AS is_return,
    clean_text(s.payment_method) AS payment_method,
    s.payment_installments_value AS payment_installments,
    clean_text(s.country) AS country,
    clean_text(s.region) AS region,
    s.review_score_value AS review_score,
    s.delivery_days_value AS delivery_days,
    s.freight_value AS freight,
    s.source_file,
    s.source_line
  FROM source AS s
) AS t
LEFT JOIN (SELECT DISTINCT UPPER(TRIM(value)) AS code FROM parameter_non_product_codes) AS n
  ON n.code = UPPER(t.product_id)
WHERE t.order_id IS NOT NULL AND t.occurred_at IS NOT NULL
  AND t.pieces = FLOOR(t.pieces)
  AND CASE
    WHEN t.has_price THEN t.price >= 0 AND money_product(CAST(t.pieces AS BIGINT), t.price) IS NOT NULL
    ELSE t.total < 90000000000000 AND (t.pieces > 0 OR t.total = 0)
  END

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
  s.raw,
  CONCAT_WS('; ',
    CASE WHEN s.has_order_id AND clean_text(s.order_id) IS NULL THEN 'order_id: missing' END,
    CASE
      WHEN clean_text(s.occurred_at) IS NULL THEN 'occurred_at: missing'
      WHEN s.occurred_value IS NULL THEN CONCAT('occurred_at: no such date or time, or of another format: "', s.occurred_at, '"')
    END,
    CASE
      WHEN NOT s.has_quantity THEN NULL
      WHEN clean_text(s.quantity) IS NULL THEN 'quantity: missing'
      WHEN s.quantity_value IS NULL THEN CONCAT('quantity: not a number: "', s.quantity, '"')
      WHEN s.quantity_value <> FLOOR(s.quantity_value) THEN CONCAT('quantity: not a whole number: "', s.quantity, '"')
      WHEN s.quantity_value = 0 AND s.amount_value <> 0 THEN 'quantity: zero, with an amount'
    END,
    CASE
      WHEN NOT s.has_unit_price THEN NULL
      WHEN clean_text(s.unit_price) IS NULL THEN 'unit_price: missing'
      WHEN s.unit_price_value IS NULL THEN CONCAT('unit_price: not a number: "', s.unit_price, '"')
      WHEN s.unit_price_value < 0 THEN CONCAT('unit_price: negative: "', s.unit_price, '"')
      WHEN s.quantity_value = FLOOR(s.quantity_value)
        AND money_product(CAST(s.quantity_value AS BIGINT), s.unit_price_value) IS NULL
      THEN 'amount: quantity times price is too large'
    END,
    CASE
      WHEN s.has_unit_price THEN NULL
      WHEN clean_text(s.amount) IS NULL THEN 'amount: missing'
      WHEN s.amount_value IS NULL THEN CONCAT('amount: not a number: "', s.amount, '"')
      WHEN ABS(s.amount_value) >= 90000000000000 THEN CONCAT('amount: too large: "', s.amount, '"')
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
