-- Drops exact duplicates, numbers the lines of each order by content, and settles returns.
-- Nothing here depends on which file a row came from: source_file only feeds the ledger per file.
-- Parameters: returns (net, exclude, keep), duplicates (drop_exact, keep).

-- step: files
-- File names as small numbers: the wide rows below carry a number instead of a path.
SELECT
  source_file,
  CAST(ROW_NUMBER() OVER (ORDER BY source_file) AS BIGINT) AS file_no
FROM (
  SELECT source_file FROM ingest_lines
  UNION
  SELECT source_file FROM ingest_rejects
) AS named

-- step: ranked
-- content_rank counts the distinct contents of an order; equal rows share it. Copies have a row_rank
-- beyond the first_rank that they share; which file holds the first one is settled by name and line.
SELECT
  n.customer_id, n.order_id, n.occurred_at, n.product_id, n.product_name, n.category, n.quantity,
  n.unit_price, n.amount, n.is_return, n.payment_method, n.payment_installments, n.country, n.region,
  n.review_score, n.delivery_days, n.freight, n.is_anonymous, n.is_product, n.is_zero_price,
  n.file_no,
  CAST(CASE WHEN ${duplicates} = 'keep' THEN n.row_rank ELSE n.content_rank END AS BIGINT) AS line_no,
  CAST(${duplicates} = 'keep' OR n.row_rank = n.first_rank AS BOOLEAN) AS is_kept
FROM (
  SELECT
    l.*,
    f.file_no,
    ROW_NUMBER() OVER by_content_and_place AS row_rank,
    RANK() OVER by_content AS first_rank,
    DENSE_RANK() OVER by_content AS content_rank
  FROM ingest_lines AS l
  JOIN files AS f
    ON f.source_file = l.source_file
  WINDOW
    by_content AS (
      PARTITION BY l.order_id
      ORDER BY l.product_id, l.unit_price, l.quantity, l.occurred_at, l.product_name NULLS LAST,
        l.customer_id NULLS LAST, l.country NULLS LAST, l.category NULLS LAST, l.payment_method NULLS LAST,
        l.payment_installments NULLS LAST, l.region NULLS LAST, l.review_score NULLS LAST,
        l.delivery_days NULLS LAST, l.freight NULLS LAST, l.amount, l.line_no NULLS LAST),
    by_content_and_place AS (
      PARTITION BY l.order_id
      ORDER BY l.product_id, l.unit_price, l.quantity, l.occurred_at, l.product_name NULLS LAST,
        l.customer_id NULLS LAST, l.country NULLS LAST, l.category NULLS LAST, l.payment_method NULLS LAST,
        l.payment_installments NULLS LAST, l.region NULLS LAST, l.review_score NULLS LAST,
        l.delivery_days NULLS LAST, l.freight NULLS LAST, l.amount, l.line_no NULLS LAST,
        f.file_no, l.source_line)
) AS n

-- step: events
-- Purchases and returns of every customer and product with a return, in the order in which they are
-- settled. Lines outside are untouched, so the stack below is built for few rows only.
SELECT
  k.customer_id, k.product_id, k.order_id, k.line_no, k.file_no, k.occurred_at, k.quantity,
  k.unit_price, k.amount, k.is_return,
  CAST(ROW_NUMBER() OVER (
    PARTITION BY k.customer_id, k.product_id
    ORDER BY k.occurred_at, k.is_return, k.order_id, k.unit_price, k.quantity, k.line_no) AS BIGINT) AS event_no
FROM ranked AS k
JOIN (
  SELECT DISTINCT customer_id, product_id
  FROM ranked
  WHERE is_kept AND is_return AND customer_id IS NOT NULL
) AS r
  ON r.customer_id = k.customer_id AND r.product_id = k.product_id
WHERE k.is_kept AND ${returns} = 'net'

-- step: stack
-- Last in, first out, as a closed form: held is what the customer still has after the event, and what
-- a purchase keeps is what held never falls below from then on, above what was held before it.
SELECT
  d.customer_id, d.product_id, d.event_no, d.order_id, d.line_no, d.file_no, d.occurred_at, d.quantity,
  d.unit_price, d.amount, d.is_return, d.previous_held, d.held,
  CAST(CASE
    WHEN d.is_return THEN 0
    ELSE GREATEST(0, LEAST(d.quantity, d.lowest_held - d.previous_held))
  END AS BIGINT) AS net_quantity,
  CAST(CASE WHEN d.is_return THEN LEAST(-d.quantity, d.previous_held) ELSE 0 END AS BIGINT) AS matched_quantity
FROM (
  SELECT
    c.*,
    LAG(c.held, 1, CAST(0 AS BIGINT)) OVER (PARTITION BY c.customer_id, c.product_id ORDER BY c.event_no) AS previous_held,
    MIN(c.held) OVER (
      PARTITION BY c.customer_id, c.product_id ORDER BY c.event_no
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS lowest_held
  FROM (
    SELECT
      b.*,
      b.net - LEAST(0, MIN(b.net) OVER (
        PARTITION BY b.customer_id, b.product_id ORDER BY b.event_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS held
    FROM (
      SELECT
        e.*,
        CAST(SUM(e.quantity) OVER (
          PARTITION BY e.customer_id, e.product_id ORDER BY e.event_no
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS net
      FROM events AS e
    ) AS b
  ) AS c
) AS d

-- step: spans
-- The levels of the stack that an event puts on for a later return, or takes off: (low, high].
SELECT
  customer_id, product_id, event_no, is_return, occurred_at, unit_price,
  CASE WHEN is_return THEN held ELSE previous_held + net_quantity END AS low,
  CASE WHEN is_return THEN previous_held ELSE held END AS high
FROM stack
WHERE (is_return AND matched_quantity > 0) OR (NOT is_return AND net_quantity < quantity)

-- step: bands
-- The levels cut at every end of a span: band i of a customer and product reaches from low to high.
SELECT
  customer_id,
  product_id,
  level AS low,
  LEAD(level) OVER (PARTITION BY customer_id, product_id ORDER BY level) AS high,
  CAST(ROW_NUMBER() OVER (PARTITION BY customer_id, product_id ORDER BY level) AS BIGINT) AS band
FROM (
  SELECT customer_id, product_id, low AS level FROM spans
  UNION
  SELECT customer_id, product_id, high AS level FROM spans
) AS levels

-- step: crossings
-- One row per span and band in it, numbered in time. At one level purchases and returns alternate, so
-- the n-th return there takes back the n-th purchase.
SELECT
  x.customer_id, x.product_id, x.event_no, x.is_return, x.occurred_at, x.unit_price, x.band,
  ROW_NUMBER() OVER (
    PARTITION BY x.customer_id, x.product_id, x.band, x.is_return ORDER BY x.event_no) AS turn
FROM (
  SELECT
    s.customer_id, s.product_id, s.event_no, s.is_return, s.occurred_at, s.unit_price,
    explode(sequence(l.band, h.band - 1)) AS band
  FROM spans AS s
  JOIN bands AS l
    ON l.customer_id = s.customer_id AND l.product_id = s.product_id AND l.low = s.low
  JOIN bands AS h
    ON h.customer_id = s.customer_id AND h.product_id = s.product_id AND h.low = s.high
) AS x

-- step: settled
-- Per return: what it takes back at the price of the purchases, and how long they were held.
SELECT
  r.customer_id,
  r.product_id,
  r.event_no,
  CAST(SUM(b.high - b.low) AS BIGINT) AS settled_quantity,
  CAST(SUM(CAST(b.high - b.low AS DECIMAL(18, 0)) * p.unit_price) AS DECIMAL(18, 4)) AS matched_value,
  CAST(SUM(CAST(b.high - b.low AS DECIMAL(18, 0)) * CAST(seconds_between(p.occurred_at, r.occurred_at) AS DECIMAL(18, 0)))
    AS DECIMAL(38, 0)) AS held_seconds
FROM crossings AS r
JOIN crossings AS p
  ON p.customer_id = r.customer_id AND p.product_id = r.product_id AND p.band = r.band
  AND p.turn = r.turn AND NOT p.is_return
JOIN bands AS b
  ON b.customer_id = r.customer_id AND b.product_id = r.product_id AND b.band = r.band
WHERE r.is_return
GROUP BY r.customer_id, r.product_id, r.event_no

-- output: lines
SELECT
  k.customer_id, k.order_id, k.line_no, k.occurred_at, k.product_id, k.product_name, k.category,
  k.quantity, k.unit_price, k.amount, k.is_return, k.payment_method, k.payment_installments, k.country,
  k.region, k.review_score, k.delivery_days, k.freight, k.is_anonymous, k.is_product, k.is_zero_price,
  CAST(CASE
    WHEN ${returns} = 'net' AND k.is_return THEN 0
    ELSE COALESCE(s.net_quantity, k.quantity)
  END AS BIGINT) AS net_quantity,
  CAST(CASE
    WHEN ${returns} = 'net' AND k.is_return THEN 0
    WHEN s.net_quantity IS NULL THEN k.amount
    ELSE CAST(s.net_quantity AS DECIMAL(18, 0)) * k.unit_price
  END AS DECIMAL(18, 4)) AS amount_net
FROM ranked AS k
LEFT JOIN stack AS s
  ON s.order_id = k.order_id AND s.line_no = k.line_no
WHERE k.is_kept AND NOT (${returns} = 'exclude' AND k.is_return)

-- output: returns_ledger
-- One row per return line. matched_value is at the price of the purchases it takes back; what has no
-- purchase in the data stays visible as unmatched.
SELECT
  k.customer_id, k.order_id, k.line_no, k.occurred_at, k.product_id,
  CAST(-k.quantity AS BIGINT) AS returned_quantity,
  k.unit_price,
  CAST(-k.amount AS DECIMAL(18, 4)) AS returned_value,
  CAST(COALESCE(s.matched_quantity, 0) AS BIGINT) AS matched_quantity,
  CAST(-k.quantity - COALESCE(s.matched_quantity, 0) AS BIGINT) AS unmatched_quantity,
  CAST(COALESCE(t.matched_value, 0) AS DECIMAL(18, 4)) AS matched_value,
  CAST(CAST(t.held_seconds AS DOUBLE) / (86400 * s.matched_quantity) AS DOUBLE) AS days_to_return
FROM ranked AS k
LEFT JOIN stack AS s
  ON s.order_id = k.order_id AND s.line_no = k.line_no
LEFT JOIN settled AS t
  ON t.customer_id = s.customer_id AND t.product_id = s.product_id AND t.event_no = s.event_no
WHERE k.is_kept AND k.is_return

-- output: row_ledger (provenance)
-- Per file: read = kept + rejected + duplicates, and sold - matched = net. matched is what the returns
-- take from this file's purchases; returns_matched is what this file's returns take, wherever from.
-- With returns: keep every return takes its own amount away; with exclude nothing is taken away.
SELECT
  f.source_file,
  CAST(COALESCE(k.line_count, 0) + COALESCE(j.reject_count, 0) AS BIGINT) AS rows_read,
  CAST(COALESCE(k.kept_count, 0) AS BIGINT) AS kept,
  CAST(COALESCE(j.reject_count, 0) AS BIGINT) AS rejected,
  CAST(COALESCE(k.line_count - k.kept_count, 0) AS BIGINT) AS duplicates,
  CAST(COALESCE(k.anonymous_count, 0) AS BIGINT) AS anonymous,
  CAST(COALESCE(k.zero_price_count, 0) AS BIGINT) AS zero_price,
  CAST(COALESCE(k.return_count, 0) AS BIGINT) AS returns,
  CAST(COALESCE(k.returned_quantity, 0) AS BIGINT) AS returned_quantity,
  CAST(COALESCE(k.returned_value, 0) AS DECIMAL(38, 4)) AS returned_value,
  CAST(COALESCE(m.matched_count, 0) AS BIGINT) AS returns_matched,
  CAST(COALESCE(m.returns_matched_quantity, 0) AS BIGINT) AS returns_matched_quantity,
  CAST(COALESCE(k.return_count, 0) - COALESCE(m.matched_count, 0) AS BIGINT) AS returns_unmatched,
  CAST(COALESCE(k.returned_quantity, 0) - COALESCE(m.returns_matched_quantity, 0) AS BIGINT) AS returns_unmatched_quantity,
  CAST(COALESCE(k.sold_quantity, 0) AS BIGINT) AS sold_quantity,
  CAST(CASE WHEN ${returns} = 'keep' THEN COALESCE(k.returned_quantity, 0) ELSE COALESCE(m.matched_quantity, 0) END
    AS BIGINT) AS matched_quantity,
  CAST(COALESCE(k.sold_quantity, 0)
    - CASE WHEN ${returns} = 'keep' THEN COALESCE(k.returned_quantity, 0) ELSE COALESCE(m.matched_quantity, 0) END
    AS BIGINT) AS net_quantity,
  CAST(COALESCE(k.sold_value, 0) AS DECIMAL(38, 4)) AS sold_value,
  CAST(CASE WHEN ${returns} = 'keep' THEN COALESCE(k.returned_value, 0) ELSE COALESCE(m.matched_value, 0) END
    AS DECIMAL(38, 4)) AS matched_value,
  CAST(COALESCE(k.sold_value, 0)
    - CASE WHEN ${returns} = 'keep' THEN COALESCE(k.returned_value, 0) ELSE COALESCE(m.matched_value, 0) END
    AS DECIMAL(38, 4)) AS net_value
FROM files AS f
LEFT JOIN (
  SELECT
    file_no,
    COUNT(*) AS line_count,
    SUM(CASE WHEN is_kept THEN 1 ELSE 0 END) AS kept_count,
    SUM(CASE WHEN is_kept AND is_anonymous THEN 1 ELSE 0 END) AS anonymous_count,
    SUM(CASE WHEN is_kept AND is_zero_price THEN 1 ELSE 0 END) AS zero_price_count,
    SUM(CASE WHEN is_kept AND is_return THEN 1 ELSE 0 END) AS return_count,
    SUM(CASE WHEN is_kept AND is_return THEN -quantity ELSE 0 END) AS returned_quantity,
    SUM(CASE WHEN is_kept AND is_return THEN -amount ELSE 0 END) AS returned_value,
    SUM(CASE WHEN is_kept AND NOT is_return THEN quantity ELSE 0 END) AS sold_quantity,
    SUM(CASE WHEN is_kept AND NOT is_return THEN amount ELSE 0 END) AS sold_value
  FROM ranked
  GROUP BY file_no
) AS k
  ON k.file_no = f.file_no
LEFT JOIN (
  SELECT source_file, COUNT(*) AS reject_count FROM ingest_rejects GROUP BY source_file
) AS j
  ON j.source_file = f.source_file
LEFT JOIN (
  SELECT
    file_no,
    SUM(CASE WHEN matched_quantity > 0 THEN 1 ELSE 0 END) AS matched_count,
    SUM(matched_quantity) AS returns_matched_quantity,
    SUM(CASE WHEN is_return THEN 0 ELSE quantity - net_quantity END) AS matched_quantity,
    SUM(CASE
      WHEN is_return THEN 0
      ELSE CAST(quantity - net_quantity AS DECIMAL(18, 0)) * unit_price
    END) AS matched_value
  FROM stack
  GROUP BY file_no
) AS m
  ON m.file_no = f.file_no
ORDER BY f.source_file
