-- Olist, the nine files of the Brazilian marketplace: one line for each item of an order.
-- The source is its tables: source_orders, source_items, source_payments, source_reviews, source_customers,
-- source_products, source_translations, source_geolocation, source_sellers. A customer is a person
-- (customer_unique_id), not the number that each order has of its own. What an order was paid is split over
-- its items by price and freight, to the last ten-thousandth.
-- Parameters: olist (statuses: the orders that count), non_product_codes.

-- step: order_facts
-- One row an order with what is known of it; an order that stands twice counts once.
SELECT order_id, customer_id, order_status, occurred_at, delivery_days
FROM (
  SELECT
    clean_text(order_id) AS order_id,
    clean_text(customer_id) AS customer_id,
    LOWER(clean_text(order_status)) AS order_status,
    parse_timestamp(order_purchase_timestamp) AS occurred_at,
    CAST(seconds_between(parse_timestamp(order_purchase_timestamp), parse_timestamp(order_delivered_customer_date))
      AS DOUBLE) / 86400 AS delivery_days,
    ROW_NUMBER() OVER (PARTITION BY clean_text(order_id) ORDER BY source_file, source_line) AS place
  FROM source_orders
) AS o
WHERE place = 1

-- step: people
SELECT customer_id, customer_unique_id, region, city, zip_prefix
FROM (
  SELECT
    clean_text(customer_id) AS customer_id,
    clean_text(customer_unique_id) AS customer_unique_id,
    clean_text(customer_state) AS region,
    clean_text(customer_city) AS city,
    clean_text(customer_zip_code_prefix) AS zip_prefix,
    ROW_NUMBER() OVER (PARTITION BY clean_text(customer_id) ORDER BY source_file, source_line) AS place
  FROM source_customers
) AS c
WHERE place = 1

-- step: paid
-- Per order: what was paid in all, the way that most was paid by, and the most instalments.
SELECT
  order_id,
  SUM(payment_value) AS amount,
  MAX(CASE WHEN place = 1 THEN payment_type END) AS payment_method,
  MAX(installments) AS installments
FROM (
  SELECT
    order_id,
    payment_type,
    SUM(payment_value) AS payment_value,
    MAX(installments) AS installments,
    ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY SUM(payment_value) DESC, payment_type) AS place
  FROM (
    SELECT
      clean_text(order_id) AS order_id,
      clean_text(payment_type) AS payment_type,
      parse_money(payment_value) AS payment_value,
      parse_whole(payment_installments) AS installments
    FROM source_payments
  ) AS p
  WHERE payment_value >= 0
  GROUP BY order_id, payment_type
) AS methods
GROUP BY order_id

-- step: reviewed
SELECT clean_text(order_id) AS order_id, CAST(SUM(parse_whole(review_score)) AS DOUBLE) / COUNT(parse_whole(review_score)) AS review_score
FROM source_reviews
WHERE parse_whole(review_score) BETWEEN 1 AND 5
GROUP BY clean_text(order_id)

-- step: catalogue
SELECT
  p.product_id,
  COALESCE(t.english, p.category) AS category
FROM (
  SELECT clean_text(product_id) AS product_id, MIN(clean_text(product_category_name)) AS category
  FROM source_products
  GROUP BY clean_text(product_id)
) AS p
LEFT JOIN (
  SELECT clean_text(product_category_name) AS category, MIN(clean_text(product_category_name_english)) AS english
  FROM source_translations
  GROUP BY clean_text(product_category_name)
) AS t
  ON t.category = p.category

-- step: items
-- Every row of the items, with why it makes no line.
SELECT
  i.*,
  o.order_id AS known_order, o.customer_id, o.order_status, o.occurred_at, o.delivery_days,
  CONCAT_WS('; ',
    CASE WHEN i.order_id IS NULL THEN 'order_id: missing' END,
    CASE WHEN i.product_id IS NULL THEN 'product_id: missing' END,
    CASE WHEN i.price IS NULL OR i.price < 0 THEN CONCAT('price: not a price: "', COALESCE(i.price_text, ''), '"') END,
    CASE WHEN i.freight < 0 THEN 'freight_value: negative' END,
    CASE WHEN i.order_id IS NOT NULL AND o.order_id IS NULL THEN 'order_id: not among the orders' END,
    CASE WHEN o.order_id IS NOT NULL AND o.occurred_at IS NULL THEN 'order_purchase_timestamp: not a time' END,
    CASE
      WHEN o.order_id IS NOT NULL AND s.value IS NULL
      THEN CONCAT('order_status: ', COALESCE(o.order_status, 'missing'), ' does not count')
    END) AS reason
FROM (
  SELECT
    clean_text(order_id) AS order_id,
    parse_whole(order_item_id) AS line_no,
    clean_text(product_id) AS product_id,
    parse_money(price) AS price,
    COALESCE(parse_money(freight_value), 0) AS freight,
    price AS price_text,
    CONCAT_WS(',', csv_field(order_id), csv_field(order_item_id), csv_field(product_id), csv_field(seller_id),
      csv_field(shipping_limit_date), csv_field(price), csv_field(freight_value)) AS raw,
    source_file,
    source_line
  FROM source_items
) AS i
LEFT JOIN order_facts AS o
  ON o.order_id = i.order_id
LEFT JOIN (SELECT DISTINCT LOWER(value) AS value FROM parameter_olist_statuses) AS s
  ON s.value = o.order_status

-- step: shares
-- Each item's part of what was paid: the difference of two rounded running sums, so the parts add up exactly.
-- Where nothing is known to be paid, it is price and freight.
SELECT
  source_file,
  source_line,
  CAST(CASE
    WHEN paid IS NULL THEN price + freight
    WHEN whole = 0 THEN money_part(paid, place, places) - money_part(paid, place - 1, places)
    ELSE money_part(paid, running, whole) - money_part(paid, running - price - freight, whole)
  END AS DECIMAL(18, 4)) AS amount
FROM (
  SELECT
    i.source_file, i.source_line, i.price, i.freight,
    CAST(p.amount AS DECIMAL(18, 4)) AS paid,
    CAST(SUM(i.price + i.freight) OVER (PARTITION BY i.order_id) AS DECIMAL(18, 4)) AS whole,
    CAST(SUM(i.price + i.freight) OVER (
      PARTITION BY i.order_id ORDER BY i.line_no, i.source_file, i.source_line
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(18, 4)) AS running,
    ROW_NUMBER() OVER (PARTITION BY i.order_id ORDER BY i.line_no, i.source_file, i.source_line) AS place,
    COUNT(*) OVER (PARTITION BY i.order_id) AS places
  FROM items AS i
  LEFT JOIN paid AS p
    ON p.order_id = i.order_id
  WHERE i.reason = ''
) AS s

-- output: lines
SELECT
  c.customer_unique_id AS customer_id,
  i.order_id,
  CAST(i.line_no AS BIGINT) AS line_no,
  i.occurred_at,
  i.product_id,
  CAST(NULL AS STRING) AS product_name,
  k.category,
  CAST(1 AS BIGINT) AS quantity,
  s.amount AS unit_price,
  s.amount,
  CAST(FALSE AS BOOLEAN) AS is_return,
  p.payment_method,
  CAST(p.installments AS BIGINT) AS payment_installments,
  'Brazil' AS country,
  c.region,
  CAST(r.review_score AS DOUBLE) AS review_score,
  CAST(i.delivery_days AS DOUBLE) AS delivery_days,
  CAST(i.freight AS DECIMAL(18, 4)) AS freight,
  i.source_file,
  i.source_line,
  CAST(c.customer_unique_id IS NULL AS BOOLEAN) AS is_anonymous,
  CAST(n.code IS NULL AS BOOLEAN) AS is_product,
  CAST(s.amount = 0 AS BOOLEAN) AS is_zero_price
FROM items AS i
JOIN shares AS s
  ON s.source_line = i.source_line AND s.source_file = i.source_file
LEFT JOIN people AS c
  ON c.customer_id = i.customer_id
LEFT JOIN paid AS p
  ON p.order_id = i.order_id
LEFT JOIN reviewed AS r
  ON r.order_id = i.order_id
LEFT JOIN catalogue AS k
  ON k.product_id = i.product_id
LEFT JOIN (SELECT DISTINCT UPPER(TRIM(value)) AS code FROM parameter_non_product_codes) AS n
  ON n.code = UPPER(i.product_id)

-- output: rejects (provenance)
-- What the reader could not split, of any table, and every item that did not become a line.
SELECT source_file, source_line, raw, reason
FROM source_rejects
UNION ALL
SELECT source_file, source_line, raw, reason
FROM items
WHERE reason <> ''

-- output: tables (provenance)
-- Per file: its rows, those that could not be split, those of erased customers, and those that a line is made of.
SELECT
  t.source_file,
  t.table_name,
  CAST(t.row_count + COALESCE(j.reject_count, 0) + COALESCE(j.erased_count, 0) AS BIGINT) AS rows_read,
  CAST(COALESCE(j.reject_count, 0) AS BIGINT) AS rejected,
  CAST(t.used_count AS BIGINT) AS used,
  CAST(t.row_count - t.used_count AS BIGINT) AS not_used,
  CAST(COALESCE(j.erased_count, 0) AS BIGINT) AS erased
FROM (
  SELECT source_file, 'items' AS table_name, COUNT(*) AS row_count, SUM(CASE WHEN reason = '' THEN 1 ELSE 0 END) AS used_count
  FROM items GROUP BY source_file
  UNION ALL
  SELECT s.source_file, 'orders', COUNT(*), COUNT(u.order_id)
  FROM source_orders AS s
  LEFT JOIN (SELECT DISTINCT order_id FROM items WHERE reason = '') AS u ON u.order_id = clean_text(s.order_id)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'payments', COUNT(*), COUNT(u.order_id)
  FROM source_payments AS s
  LEFT JOIN (SELECT DISTINCT order_id FROM items WHERE reason = '') AS u ON u.order_id = clean_text(s.order_id)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'reviews', COUNT(*), COUNT(u.order_id)
  FROM source_reviews AS s
  LEFT JOIN (SELECT DISTINCT order_id FROM items WHERE reason = '') AS u ON u.order_id = clean_text(s.order_id)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'customers', COUNT(*), COUNT(u.customer_id)
  FROM source_customers AS s
  LEFT JOIN (SELECT DISTINCT customer_id FROM items WHERE reason = '') AS u ON u.customer_id = clean_text(s.customer_id)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'products', COUNT(*), COUNT(u.product_id)
  FROM source_products AS s
  LEFT JOIN (SELECT DISTINCT product_id FROM items WHERE reason = '') AS u ON u.product_id = clean_text(s.product_id)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'translations', COUNT(*), COUNT(u.category)
  FROM source_translations AS s
  LEFT JOIN (
    SELECT DISTINCT clean_text(p.product_category_name) AS category
    FROM source_products AS p
    JOIN items AS i ON i.product_id = clean_text(p.product_id) AND i.reason = ''
  ) AS u ON u.category = clean_text(s.product_category_name)
  GROUP BY s.source_file
  UNION ALL
  SELECT s.source_file, 'geolocation', COUNT(*), COUNT(u.zip_prefix)
  FROM source_geolocation AS s
  LEFT JOIN (SELECT DISTINCT zip_prefix FROM people) AS u ON u.zip_prefix = clean_text(s.geolocation_zip_code_prefix)
  GROUP BY s.source_file
  UNION ALL
  SELECT source_file, 'sellers', COUNT(*), 0 FROM source_sellers GROUP BY source_file
) AS t
LEFT JOIN (
  SELECT
    source_file,
    SUM(CASE WHEN reason = 'erased' THEN 0 ELSE 1 END) AS reject_count,
    SUM(CASE WHEN reason = 'erased' THEN 1 ELSE 0 END) AS erased_count
  FROM source_rejects
  GROUP BY source_file
) AS j
  ON j.source_file = t.source_file

-- output: places
-- Where each customer lives, by the zip code prefix of the latest order: the middle of what is known of it.
SELECT
  c.customer_unique_id AS customer_id,
  c.zip_prefix,
  c.city,
  c.region,
  CAST(g.latitude AS DOUBLE) AS latitude,
  CAST(g.longitude AS DOUBLE) AS longitude
FROM (
  SELECT
    p.customer_unique_id, p.zip_prefix, p.city, p.region,
    ROW_NUMBER() OVER (PARTITION BY p.customer_unique_id ORDER BY o.occurred_at DESC, o.order_id) AS place
  FROM people AS p
  JOIN order_facts AS o
    ON o.customer_id = p.customer_id
  WHERE p.customer_unique_id IS NOT NULL
) AS c
LEFT JOIN (
  SELECT
    clean_text(geolocation_zip_code_prefix) AS zip_prefix,
    CAST(SUM(CAST(geolocation_lat AS DECIMAL(18, 10))) AS DOUBLE) / COUNT(*) AS latitude,
    CAST(SUM(CAST(geolocation_lng AS DECIMAL(18, 10))) AS DOUBLE) / COUNT(*) AS longitude
  FROM source_geolocation
  WHERE TRY_CAST(geolocation_lat AS DECIMAL(18, 10)) BETWEEN -34 AND 6
    AND TRY_CAST(geolocation_lng AS DECIMAL(18, 10)) BETWEEN -75 AND -28
  GROUP BY clean_text(geolocation_zip_code_prefix)
) AS g
  ON g.zip_prefix = c.zip_prefix
WHERE c.place = 1

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
