-- REES46: what visitors of a shop did, a row for each view, cart, removal and purchase.
-- The reader has written the events already, file by file, and rejected the rows that are none; source is
-- the events with file and line. A purchase is one piece of a product; its order is the visit's session.

-- output: events (as_read)
SELECT * FROM source

-- output: lines
SELECT
  s.customer_id,
  COALESCE(s.session_id, CONCAT(s.customer_id, ' ', CAST(s.occurred_at AS STRING))) AS order_id,
  CAST(NULL AS BIGINT) AS line_no,
  s.occurred_at,
  s.product_id,
  CAST(NULL AS STRING) AS product_name,
  s.category,
  CAST(1 AS BIGINT) AS quantity,
  s.price AS unit_price,
  s.price AS amount,
  CAST(FALSE AS BOOLEAN) AS is_return,
  CAST(NULL AS STRING) AS payment_method,
  CAST(NULL AS BIGINT) AS payment_installments,
  CAST(NULL AS STRING) AS country,
  CAST(NULL AS STRING) AS region,
  CAST(NULL AS DOUBLE) AS review_score,
  CAST(NULL AS DOUBLE) AS delivery_days,
  CAST(NULL AS DECIMAL(18, 4)) AS freight,
  s.source_file,
  CAST(s.source_line AS BIGINT) AS source_line,
  CAST(FALSE AS BOOLEAN) AS is_anonymous,
  CAST(TRUE AS BOOLEAN) AS is_product,
  CAST(s.price = 0 AS BOOLEAN) AS is_zero_price
FROM source AS s
WHERE s.event_type = 'purchase'

-- output: rejects (provenance)
SELECT source_file, source_line, raw, reason
FROM source_rejects

-- output: event_ledger (provenance)
-- Per file: rows_read = events + rejected + erased; purchases make lines.
SELECT
  source_file,
  CAST(SUM(event_count + reject_count + erased_count) AS BIGINT) AS rows_read,
  CAST(SUM(event_count) AS BIGINT) AS events,
  CAST(SUM(view_count) AS BIGINT) AS views,
  CAST(SUM(cart_count) AS BIGINT) AS carts,
  CAST(SUM(removal_count) AS BIGINT) AS removals,
  CAST(SUM(purchase_count) AS BIGINT) AS purchases,
  CAST(SUM(reject_count) AS BIGINT) AS rejected,
  CAST(SUM(erased_count) AS BIGINT) AS erased
FROM (
  SELECT
    source_file,
    COUNT(*) AS event_count,
    SUM(CASE WHEN event_type = 'view' THEN 1 ELSE 0 END) AS view_count,
    SUM(CASE WHEN event_type = 'cart' THEN 1 ELSE 0 END) AS cart_count,
    SUM(CASE WHEN event_type = 'remove_from_cart' THEN 1 ELSE 0 END) AS removal_count,
    SUM(CASE WHEN event_type = 'purchase' THEN 1 ELSE 0 END) AS purchase_count,
    0 AS reject_count,
    0 AS erased_count
  FROM events
  GROUP BY source_file
  UNION ALL
  SELECT
    source_file, 0, 0, 0, 0, 0,
    SUM(CASE WHEN reason = 'erased' THEN 0 ELSE 1 END),
    SUM(CASE WHEN reason = 'erased' THEN 1 ELSE 0 END)
  FROM source_rejects
  GROUP BY source_file
) AS counted
GROUP BY source_file

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
