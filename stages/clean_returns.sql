-- Drops exact duplicates, numbers the lines of each order by content, and settles returns.
-- Nothing here depends on which file a row came from: source_file only feeds the ledger per file.
-- Parameters: returns (net, exclude, keep), duplicates (drop_exact, keep).

-- step: files
-- Every row gets one number, row_no = base + source_line, files in the order of their names: joins below
-- then carry a number instead of a path.
SELECT
  source_file,
  CAST(COALESCE(SUM(last_line) OVER (
    ORDER BY source_file ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS base
FROM (
  SELECT source_file, MAX(source_line) AS last_line
  FROM (
    SELECT source_file, MAX(source_line) AS source_line FROM ingest_lines GROUP BY source_file
    UNION ALL
    SELECT source_file, MAX(source_line) AS source_line FROM ingest_rejects GROUP BY source_file
  ) AS last_lines
  GROUP BY source_file
) AS named

-- step: numbered
-- Where each line stands in its order by its main content. Narrow on purpose: sorting whole lines costs
-- three times as much. Lines equal so far share a first_rank, and all but one have another row_rank.
SELECT
  CAST(f.base + l.source_line AS BIGINT) AS row_no,
  l.order_id,
  CAST(RANK() OVER main_content AS BIGINT) AS first_rank,
  CAST(ROW_NUMBER() OVER main_content AS BIGINT) AS row_rank
FROM ingest_lines AS l
JOIN files AS f
  ON f.source_file = l.source_file
WINDOW main_content AS (PARTITION BY l.order_id ORDER BY l.product_id, l.unit_price, l.quantity, l.occurred_at)

-- step: tied
SELECT n.row_no, n.order_id, n.first_rank
FROM numbered AS n
JOIN (SELECT DISTINCT order_id, first_rank FROM numbered WHERE row_rank <> first_rank) AS e
  ON e.order_id = n.order_id AND e.first_rank = n.first_rank

-- step: ties
-- The few lines that stand equal, told apart by the rest of their content. What is then still equal is an
-- exact duplicate: the first by file and line stays. line_no counts copies too, so it skips where they stood.
SELECT
  t.row_no,
  CAST(t.first_rank - 1 + CASE WHEN ${duplicates} = 'keep' THEN t.row_rank ELSE t.equal_rank END AS BIGINT) AS line_no,
  CAST(${duplicates} = 'keep' OR t.row_rank = t.equal_rank AS BOOLEAN) AS is_kept,
  t.source_file, t.quantity, t.amount, t.is_anonymous, t.is_zero_price, t.is_return
FROM (
  SELECT
    n.row_no,
    n.first_rank,
    l.source_file, l.quantity, l.amount, l.is_anonymous, l.is_zero_price, l.is_return,
    ROW_NUMBER() OVER (
      PARTITION BY n.order_id, n.first_rank
      ORDER BY l.product_name NULLS LAST, l.customer_id NULLS LAST, l.country NULLS LAST, l.category NULLS LAST,
        l.payment_method NULLS LAST, l.payment_installments NULLS LAST, l.region NULLS LAST,
        l.review_score NULLS LAST, l.delivery_days NULLS LAST, l.freight NULLS LAST, l.amount,
        l.line_no NULLS LAST, n.row_no) AS row_rank,
    RANK() OVER (
      PARTITION BY n.order_id, n.first_rank
      ORDER BY l.product_name NULLS LAST, l.customer_id NULLS LAST, l.country NULLS LAST, l.category NULLS LAST,
        l.payment_method NULLS LAST, l.payment_installments NULLS LAST, l.region NULLS LAST,
        l.review_score NULLS LAST, l.delivery_days NULLS LAST, l.freight NULLS LAST, l.amount,
        l.line_no NULLS LAST) AS equal_rank
  FROM ingest_lines AS l
  JOIN files AS f
    ON f.source_file = l.source_file
  JOIN tied AS n
    ON n.row_no = f.base + l.source_line
) AS t

-- step: candidates
-- The returns, and the purchases of every customer and product with a return. All other lines are
-- untouched, so the stack below is built for few rows only.
SELECT
  f.base + c.source_line AS row_no,
  c.customer_id, c.product_id, c.order_id, c.source_file, c.occurred_at, c.quantity, c.unit_price, c.amount,
  c.is_return, c.pair_no
FROM (
  SELECT
    l.customer_id, l.product_id, l.order_id, l.source_file, l.source_line, l.occurred_at, l.quantity,
    l.unit_price, l.amount, l.is_return, r.pair_no
  FROM ingest_lines AS l
  LEFT JOIN (
    SELECT customer_id, product_id, CAST(ROW_NUMBER() OVER (ORDER BY customer_id, product_id) AS BIGINT) AS pair_no
    FROM ingest_lines
    WHERE is_return AND customer_id IS NOT NULL AND ${returns} = 'net'
    GROUP BY customer_id, product_id
  ) AS r
    ON r.customer_id = l.customer_id AND r.product_id = l.product_id
  WHERE l.is_return OR r.pair_no IS NOT NULL
) AS c
JOIN files AS f
  ON f.source_file = c.source_file

-- step: events
-- The candidates in the order in which they are settled, per pair of a customer and a product; lines
-- that are not settled have no pair.
SELECT
  e.pair_no, e.customer_id, e.product_id, e.order_id, e.row_no, e.source_file, e.line_no, e.occurred_at,
  e.quantity, e.unit_price, e.amount, e.is_return,
  CAST(ROW_NUMBER() OVER (
    PARTITION BY e.pair_no
    ORDER BY e.occurred_at, e.is_return, e.order_id, e.unit_price, e.quantity, e.line_no) AS BIGINT) AS event_no
FROM (
  SELECT
    c.*,
    COALESCE(t.line_no, n.first_rank) AS line_no
  FROM candidates AS c
  JOIN numbered AS n
    ON n.row_no = c.row_no
  LEFT JOIN ties AS t
    ON t.row_no = c.row_no
  WHERE COALESCE(t.is_kept, CAST(TRUE AS BOOLEAN))
) AS e

-- step: stack
-- Last in, first out, as a closed form: held is what the customer still has after the event, and what
-- a purchase keeps is what held never falls below from then on, above what was held before it.
SELECT
  d.pair_no, d.event_no, d.row_no, d.source_file, d.occurred_at, d.quantity,
  d.unit_price, d.is_return, d.previous_held, d.held,
  CAST(CASE
    WHEN d.is_return THEN 0
    ELSE GREATEST(0, LEAST(d.quantity, d.lowest_held - d.previous_held))
  END AS BIGINT) AS net_quantity,
  CAST(CASE WHEN d.is_return THEN LEAST(-d.quantity, d.previous_held) ELSE 0 END AS BIGINT) AS matched_quantity
FROM (
  SELECT
    c.*,
    LAG(c.held, 1, CAST(0 AS BIGINT)) OVER (PARTITION BY c.pair_no ORDER BY c.event_no) AS previous_held,
    MIN(c.held) OVER (
      PARTITION BY c.pair_no ORDER BY c.event_no
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS lowest_held
  FROM (
    SELECT
      b.*,
      b.net - LEAST(0, MIN(b.net) OVER (
        PARTITION BY b.pair_no ORDER BY b.event_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS held
    FROM (
      SELECT
        e.pair_no, e.event_no, e.row_no, e.source_file, e.occurred_at, e.quantity, e.unit_price, e.is_return,
        CAST(SUM(e.quantity) OVER (
          PARTITION BY e.pair_no ORDER BY e.event_no
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS net
      FROM events AS e
      WHERE e.pair_no IS NOT NULL
    ) AS b
  ) AS c
) AS d

-- step: spans
-- The levels of the stack that an event puts on for a later return, or takes off: (low, high].
SELECT
  pair_no, event_no, is_return, occurred_at, unit_price,
  CASE WHEN is_return THEN held ELSE previous_held + net_quantity END AS low,
  CASE WHEN is_return THEN previous_held ELSE held END AS high
FROM stack
WHERE (is_return AND matched_quantity > 0) OR (NOT is_return AND net_quantity < quantity)

-- step: bands
-- The levels cut at every end of a span: band i of a pair reaches from low to high.
SELECT
  pair_no,
  level AS low,
  LEAD(level) OVER (PARTITION BY pair_no ORDER BY level) AS high,
  CAST(ROW_NUMBER() OVER (PARTITION BY pair_no ORDER BY level) AS BIGINT) AS band
FROM (
  SELECT pair_no, low AS level FROM spans
  UNION
  SELECT pair_no, high AS level FROM spans
) AS levels

-- step: crossings
-- One row per span and band in it, numbered in time. At one level purchases and returns alternate, so
-- the n-th return there takes back the n-th purchase.
SELECT
  x.pair_no, x.event_no, x.is_return, x.occurred_at, x.unit_price, x.band,
  ROW_NUMBER() OVER (
    PARTITION BY x.pair_no, x.band, x.is_return ORDER BY x.event_no) AS turn
FROM (
  SELECT
    s.pair_no, s.event_no, s.is_return, s.occurred_at, s.unit_price,
    explode(sequence(l.band, h.band - 1)) AS band
  FROM spans AS s
  JOIN bands AS l
    ON l.pair_no = s.pair_no AND l.low = s.low
  JOIN bands AS h
    ON h.pair_no = s.pair_no AND h.low = s.high
) AS x

-- step: settled
-- Per return: what it takes back at the price of the purchases, and how long they were held.
SELECT
  r.pair_no,
  r.event_no,
  CAST(SUM(b.high - b.low) AS BIGINT) AS settled_quantity,
  CAST(SUM(CAST(b.high - b.low AS DECIMAL(18, 0)) * p.unit_price) AS DECIMAL(18, 4)) AS matched_value,
  CAST(SUM(CAST(b.high - b.low AS DECIMAL(19, 0)) * CAST(seconds_between(p.occurred_at, r.occurred_at) AS DECIMAL(19, 0)))
    AS DECIMAL(38, 0)) AS held_seconds
FROM crossings AS r
JOIN crossings AS p
  ON p.pair_no = r.pair_no AND p.band = r.band
  AND p.turn = r.turn AND NOT p.is_return
JOIN bands AS b
  ON b.pair_no = r.pair_no AND b.band = r.band
WHERE r.is_return
GROUP BY r.pair_no, r.event_no

-- step: changes
-- What is not the same for every line: the rank among ties, and what returns took away.
SELECT
  row_no,
  MAX(line_no) AS line_no,
  MIN(kept) AS kept,
  MAX(net_quantity) AS net_quantity
FROM (
  SELECT row_no, line_no, CASE WHEN is_kept THEN 1 ELSE 0 END AS kept, CAST(NULL AS BIGINT) AS net_quantity
  FROM ties
  UNION ALL
  SELECT row_no, NULL, 1, net_quantity FROM stack
) AS changed
GROUP BY row_no

-- output: lines
SELECT
  k.customer_id, k.order_id, k.line_no, k.occurred_at, k.product_id, k.product_name, k.category,
  k.quantity, k.unit_price, k.amount, k.is_return, k.payment_method, k.payment_installments, k.country,
  k.region, k.review_score, k.delivery_days, k.freight, k.is_anonymous, k.is_product, k.is_zero_price,
  CAST(k.net_quantity AS BIGINT) AS net_quantity,
  CAST(CASE
    WHEN k.net_quantity = k.quantity THEN k.amount
    ELSE CAST(CAST(k.net_quantity AS DECIMAL(18, 0)) * k.unit_price AS DECIMAL(18, 4))
  END AS DECIMAL(18, 4)) AS amount_net
FROM (
  SELECT
    l.customer_id, l.order_id, l.occurred_at, l.product_id, l.product_name, l.category, l.quantity,
    l.unit_price, l.amount, l.is_return, l.payment_method, l.payment_installments, l.country, l.region,
    l.review_score, l.delivery_days, l.freight, l.is_anonymous, l.is_product, l.is_zero_price,
    CAST(COALESCE(c.line_no, n.first_rank) AS BIGINT) AS line_no,
    CASE
      WHEN l.is_return AND ${returns} = 'net' THEN 0
      ELSE COALESCE(c.net_quantity, l.quantity)
    END AS net_quantity
  FROM ingest_lines AS l
  JOIN files AS f
    ON f.source_file = l.source_file
  JOIN numbered AS n
    ON n.row_no = f.base + l.source_line
  LEFT JOIN changes AS c
    ON c.row_no = n.row_no
  WHERE COALESCE(c.kept, 1) = 1 AND NOT (${returns} = 'exclude' AND l.is_return)
) AS k

-- output: returns_ledger
-- One row per return line. matched_value is at the price of the purchases it takes back; what has no
-- purchase in the data stays visible as unmatched.
SELECT
  e.customer_id, e.order_id, e.line_no, e.occurred_at, e.product_id,
  CAST(-e.quantity AS BIGINT) AS returned_quantity,
  e.unit_price,
  CAST(-e.amount AS DECIMAL(18, 4)) AS returned_value,
  CAST(COALESCE(s.matched_quantity, 0) AS BIGINT) AS matched_quantity,
  CAST(-e.quantity - COALESCE(s.matched_quantity, 0) AS BIGINT) AS unmatched_quantity,
  CAST(COALESCE(t.matched_value, 0) AS DECIMAL(18, 4)) AS matched_value,
  CAST(CAST(t.held_seconds AS DOUBLE) / (86400 * s.matched_quantity) AS DOUBLE) AS days_to_return
FROM events AS e
LEFT JOIN stack AS s
  ON s.row_no = e.row_no
LEFT JOIN settled AS t
  ON t.pair_no = s.pair_no AND t.event_no = s.event_no
WHERE e.is_return

-- output: row_ledger (provenance)
-- Per file: read = kept + rejected + duplicates + erased, and sold - matched = net. matched is what the returns
-- take from this file's purchases; returns_matched is what this file's returns take, wherever from.
-- With returns: keep every return takes its own amount away; with exclude nothing is taken away.
SELECT
  f.source_file,
  CAST(COALESCE(k.line_count, 0) + COALESCE(j.reject_count, 0) + COALESCE(j.erased_count, 0) AS BIGINT) AS rows_read,
  CAST(COALESCE(k.kept_count, 0) AS BIGINT) AS kept,
  CAST(COALESCE(j.reject_count, 0) AS BIGINT) AS rejected,
  CAST(COALESCE(k.line_count - k.kept_count, 0) AS BIGINT) AS duplicates,
  CAST(COALESCE(j.erased_count, 0) AS BIGINT) AS erased,
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
    source_file,
    SUM(line_count) AS line_count,
    SUM(kept_count) AS kept_count,
    SUM(CASE WHEN is_anonymous THEN kept_count ELSE 0 END) AS anonymous_count,
    SUM(CASE WHEN is_zero_price THEN kept_count ELSE 0 END) AS zero_price_count,
    SUM(CASE WHEN is_return THEN kept_count ELSE 0 END) AS return_count,
    SUM(CASE WHEN is_return THEN -quantity ELSE 0 END) AS returned_quantity,
    SUM(CASE WHEN is_return THEN -amount ELSE 0 END) AS returned_value,
    SUM(CASE WHEN is_return THEN 0 ELSE quantity END) AS sold_quantity,
    SUM(CASE WHEN is_return THEN 0 ELSE amount END) AS sold_value
  FROM (
    SELECT
      source_file, is_anonymous, is_zero_price, is_return,
      COUNT(*) AS line_count, COUNT(*) AS kept_count, SUM(quantity) AS quantity, SUM(amount) AS amount
    FROM ingest_lines
    GROUP BY source_file, is_anonymous, is_zero_price, is_return
    UNION ALL
    SELECT source_file, is_anonymous, is_zero_price, is_return, 0, -COUNT(*), -SUM(quantity), -SUM(amount)
    FROM ties
    WHERE NOT is_kept
    GROUP BY source_file, is_anonymous, is_zero_price, is_return
  ) AS counted
  GROUP BY source_file
) AS k
  ON k.source_file = f.source_file
LEFT JOIN (
  SELECT
    source_file,
    SUM(CASE WHEN reason = 'erased' THEN 0 ELSE 1 END) AS reject_count,
    SUM(CASE WHEN reason = 'erased' THEN 1 ELSE 0 END) AS erased_count
  FROM ingest_rejects
  GROUP BY source_file
) AS j
  ON j.source_file = f.source_file
LEFT JOIN (
  SELECT
    source_file,
    SUM(CASE WHEN matched_quantity > 0 THEN 1 ELSE 0 END) AS matched_count,
    SUM(matched_quantity) AS returns_matched_quantity,
    SUM(CASE WHEN is_return THEN 0 ELSE quantity - net_quantity END) AS matched_quantity,
    SUM(CASE
      WHEN is_return THEN 0
      ELSE CAST(quantity - net_quantity AS DECIMAL(18, 0)) * unit_price
    END) AS matched_value
  FROM stack
  GROUP BY source_file
) AS m
  ON m.source_file = f.source_file
ORDER BY f.source_file
