-- Scores each customer 1 to bins on recency (R), frequency (F) and monetary value (M), 5 of 5 best, and
-- names the segment by the first rule of the grid that the three scores fit; 'autre' when none does.
-- A cut point is kept as a whole number of 1/bins of the value, so no comparison is ever rounded.
-- Parameters: rfm.bins, rfm.method (quantile, compat_rank_first, custom), rfm.grid, rfm.cut_points.

-- step: ranks
-- For compat_rank_first alone: equal frequencies ordered by customer, what pandas calls rank(method="first").
SELECT
  customer_id,
  ROW_NUMBER() OVER (ORDER BY frequency, TRY_CAST(customer_id AS BIGINT) NULLS LAST, customer_id) AS first_rank
FROM features_customers
WHERE ${rfm.method} = 'compat_rank_first'

-- step: measures
-- The values that are scored, and how many customers have each: mostly far fewer than customers.
SELECT 'R' AS dimension, CAST(recency_days AS DECIMAL(18, 4)) AS measure, COUNT(*) AS customers
FROM features_customers
GROUP BY recency_days
UNION ALL
SELECT 'F', CAST(frequency AS DECIMAL(18, 4)), COUNT(*)
FROM features_customers
WHERE ${rfm.method} <> 'compat_rank_first'
GROUP BY frequency
UNION ALL
SELECT 'F', CAST(first_rank AS DECIMAL(18, 4)), 1
FROM ranks
UNION ALL
SELECT 'M', monetary, COUNT(*)
FROM features_customers
GROUP BY monetary

-- step: placed
-- Customers stand in the order of their values: those of a value up to last_place, after those of lower ones.
SELECT
  dimension,
  measure,
  customers,
  CAST(SUM(customers) OVER (
    PARTITION BY dimension ORDER BY measure ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS last_place,
  CAST(SUM(customers) OVER (PARTITION BY dimension) AS BIGINT) AS customer_count
FROM measures

-- step: quantile_cuts
-- Cut j of bins lies at place 1 + (customers - 1) x j / bins, between two neighbours in proportion.
SELECT
  q.dimension,
  q.cut,
  CAST(SUM(CAST(q.measure AS DECIMAL(24, 4)) * (
    CASE WHEN q.last_place - q.customers < q.low_place AND q.low_place <= q.last_place THEN ${rfm.bins} - q.rest ELSE 0 END
    + CASE WHEN q.last_place - q.customers <= q.low_place AND q.low_place < q.last_place THEN q.rest ELSE 0 END
  )) AS DECIMAL(38, 4)) AS scaled
FROM (
  SELECT
    p.*,
    j.cut,
    CAST(((p.customer_count - 1) * j.cut - ((p.customer_count - 1) * j.cut) % ${rfm.bins}) / ${rfm.bins} + 1 AS BIGINT) AS low_place,
    CAST(((p.customer_count - 1) * j.cut) % ${rfm.bins} AS BIGINT) AS rest
  FROM placed AS p
  CROSS JOIN (SELECT explode(sequence(1, ${rfm.bins} - 1)) AS cut) AS j
) AS q
WHERE q.last_place - q.customers <= q.low_place AND q.low_place <= q.last_place
GROUP BY q.dimension, q.cut

-- step: custom_cuts
SELECT dimension, CAST(ROW_NUMBER() OVER (PARTITION BY dimension ORDER BY value) AS BIGINT) AS cut, value
FROM (
  SELECT 'R' AS dimension, value FROM parameter_rfm_cut_points_recency
  UNION ALL SELECT 'F', value FROM parameter_rfm_cut_points_frequency
  UNION ALL SELECT 'M', value FROM parameter_rfm_cut_points_monetary
) AS given
WHERE ${rfm.method} = 'custom'

-- step: cuts
-- A dimension without cut points of its own is cut at its quantiles.
SELECT
  q.dimension,
  q.cut,
  q.scaled,
  CAST(CAST(q.scaled AS DOUBLE) / ${rfm.bins} AS DOUBLE) AS value,
  CAST(FALSE AS BOOLEAN) AS is_custom
FROM quantile_cuts AS q
LEFT JOIN (SELECT DISTINCT dimension FROM custom_cuts) AS c
  ON c.dimension = q.dimension
WHERE c.dimension IS NULL
UNION ALL
SELECT dimension, cut, CAST(NULL AS DECIMAL(38, 4)), value, CAST(TRUE AS BOOLEAN)
FROM custom_cuts

-- step: bins
SELECT d.dimension, CAST(CASE WHEN COUNT(c.cut) = 0 THEN ${rfm.bins} ELSE 1 + COUNT(c.cut) END AS BIGINT) AS bins
FROM (SELECT 'R' AS dimension UNION ALL SELECT 'F' UNION ALL SELECT 'M') AS d
LEFT JOIN cuts AS c
  ON c.dimension = d.dimension
GROUP BY d.dimension

-- step: passed
-- How many cuts each value lies above.
SELECT
  p.dimension,
  p.measure,
  CAST(SUM(CASE
    WHEN c.is_custom THEN CASE WHEN c.value < CAST(p.measure AS DOUBLE) THEN 1 ELSE 0 END
    WHEN c.scaled < CAST(p.measure AS DECIMAL(24, 4)) * ${rfm.bins} THEN 1
    ELSE 0
  END) AS BIGINT) AS cuts
FROM placed AS p
JOIN cuts AS c
  ON c.dimension = p.dimension
GROUP BY p.dimension, p.measure

-- step: scored
SELECT
  k.customer_id, k.recency_days, k.frequency, k.monetary,
  CAST(b.r_bins - r.cuts AS BIGINT) AS r_score,
  CAST(1 + f.cuts AS BIGINT) AS f_score,
  CAST(1 + m.cuts AS BIGINT) AS m_score,
  b.is_long
FROM features_customers AS k
LEFT JOIN ranks AS o
  ON o.customer_id = k.customer_id
JOIN passed AS r
  ON r.dimension = 'R' AND r.measure = CAST(k.recency_days AS DECIMAL(18, 4))
JOIN passed AS f
  ON f.dimension = 'F' AND f.measure = CAST(COALESCE(o.first_rank, k.frequency) AS DECIMAL(18, 4))
JOIN passed AS m
  ON m.dimension = 'M' AND m.measure = k.monetary
CROSS JOIN (
  SELECT
    MAX(CASE WHEN dimension = 'R' THEN bins END) AS r_bins,
    CAST(MAX(bins) > 9 AS BOOLEAN) AS is_long
  FROM bins
) AS b

-- step: cells
SELECT r.score AS r_score, f.score AS f_score, m.score AS m_score
FROM (SELECT explode(sequence(1, bins)) AS score FROM bins WHERE dimension = 'R') AS r
CROSS JOIN (SELECT explode(sequence(1, bins)) AS score FROM bins WHERE dimension = 'F') AS f
CROSS JOIN (SELECT explode(sequence(1, bins)) AS score FROM bins WHERE dimension = 'M') AS m

-- step: fits
-- Every rule that a cell fits, not the first alone.
SELECT c.r_score, c.f_score, c.m_score, g.position, g.segment
FROM cells AS c
JOIN parameter_rfm_grid AS g
  ON c.r_score BETWEEN g.r_min AND g.r_max
  AND c.f_score BETWEEN g.f_min AND g.f_max
  AND c.m_score BETWEEN g.m_min AND g.m_max

-- step: named_cells
SELECT
  c.r_score, c.f_score, c.m_score,
  f.position,
  COALESCE(g.segment, 'autre') AS segment
FROM cells AS c
LEFT JOIN (
  SELECT r_score, f_score, m_score, MIN(position) AS position
  FROM fits
  GROUP BY r_score, f_score, m_score
) AS f
  ON f.r_score = c.r_score AND f.f_score = c.f_score AND f.m_score = c.m_score
LEFT JOIN parameter_rfm_grid AS g
  ON g.position = f.position

-- output: customers
SELECT
  s.customer_id, s.recency_days, s.frequency, s.monetary, s.r_score, s.f_score, s.m_score,
  CASE
    WHEN s.is_long
    THEN CONCAT(CAST(s.r_score AS STRING), '-', CAST(s.f_score AS STRING), '-', CAST(s.m_score AS STRING))
    ELSE CONCAT(CAST(s.r_score AS STRING), CAST(s.f_score AS STRING), CAST(s.m_score AS STRING))
  END AS rfm_code,
  c.segment
FROM scored AS s
JOIN named_cells AS c
  ON c.r_score = s.r_score AND c.f_score = s.f_score AND c.m_score = s.m_score
ORDER BY s.customer_id

-- output: segments
-- Every segment of the grid in its order, 'autre' last, those without customers too.
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY n.position NULLS LAST, n.segment) AS BIGINT) AS position,
  n.segment,
  CAST(COALESCE(k.customers, 0) AS BIGINT) AS customers,
  CAST(CASE WHEN a.customers > 0 THEN CAST(COALESCE(k.customers, 0) AS DOUBLE) / a.customers ELSE 0 END AS DOUBLE) AS customer_share,
  CAST(COALESCE(k.revenue, 0) AS DECIMAL(38, 4)) AS revenue,
  CAST(CASE WHEN a.revenue > 0 THEN CAST(COALESCE(k.revenue, 0) AS DOUBLE) / CAST(a.revenue AS DOUBLE) ELSE 0 END AS DOUBLE) AS revenue_share,
  CAST(COALESCE(k.orders, 0) AS BIGINT) AS orders,
  CAST(CAST(k.revenue AS DOUBLE) / k.orders AS DOUBLE) AS average_order_value,
  CAST(CAST(k.recency AS DOUBLE) / k.customers AS DOUBLE) AS mean_recency_days,
  CAST(CAST(k.orders AS DOUBLE) / k.customers AS DOUBLE) AS mean_frequency,
  CAST(CAST(k.revenue AS DOUBLE) / k.customers AS DOUBLE) AS mean_monetary
FROM (
  SELECT segment, MIN(position) AS position FROM parameter_rfm_grid WHERE segment <> 'autre' GROUP BY segment
  UNION ALL
  SELECT 'autre', CAST(NULL AS BIGINT)
) AS n
LEFT JOIN (
  SELECT
    segment, COUNT(*) AS customers, SUM(monetary) AS revenue, SUM(frequency) AS orders, SUM(recency_days) AS recency
  FROM customers
  GROUP BY segment
) AS k
  ON k.segment = n.segment
CROSS JOIN (SELECT COUNT(*) AS customers, SUM(monetary) AS revenue FROM customers) AS a
ORDER BY 1

-- output: scores
-- How many customers each score has, and between which values: equal values share a score, so a much
-- tied measure leaves scores empty. cut is the value above which the next score begins (below, for R).
SELECT
  b.dimension,
  b.score,
  CAST(COUNT(v.measure) AS BIGINT) AS customers,
  CAST(MIN(v.measure) AS DOUBLE) AS min_value,
  CAST(MAX(v.measure) AS DOUBLE) AS max_value,
  MAX(c.value) AS cut
FROM (
  SELECT dimension, bins, explode(sequence(1, bins)) AS score FROM bins
) AS b
LEFT JOIN (
  SELECT 'R' AS dimension, r_score AS score, CAST(recency_days AS DECIMAL(18, 4)) AS measure FROM customers
  UNION ALL SELECT 'F', f_score, CAST(frequency AS DECIMAL(18, 4)) FROM customers
  UNION ALL SELECT 'M', m_score, CAST(monetary AS DECIMAL(18, 4)) FROM customers
) AS v
  ON v.dimension = b.dimension AND v.score = b.score
LEFT JOIN cuts AS c
  ON c.dimension = b.dimension AND c.cut = CASE WHEN b.dimension = 'R' THEN b.bins - b.score ELSE b.score END
GROUP BY b.dimension, b.score
ORDER BY b.dimension, b.score

-- output: grid_lint
-- uncovered: a cell that no rule names. unreachable: a rule whose every cell an earlier one takes, or
-- that has none. overlap: two rules that share cells; the earlier one gets them.
SELECT
  'uncovered' AS finding,
  CAST(NULL AS BIGINT) AS position,
  c.segment,
  CAST(NULL AS BIGINT) AS other_position,
  CAST(NULL AS STRING) AS other_segment,
  CONCAT(CAST(c.r_score AS STRING), '-', CAST(c.f_score AS STRING), '-', CAST(c.m_score AS STRING)) AS cell,
  CAST(1 AS BIGINT) AS cells,
  CAST(COUNT(s.customer_id) AS BIGINT) AS customers
FROM named_cells AS c
LEFT JOIN scored AS s
  ON s.r_score = c.r_score AND s.f_score = c.f_score AND s.m_score = c.m_score
WHERE c.position IS NULL
GROUP BY c.segment, c.r_score, c.f_score, c.m_score
UNION ALL
SELECT 'unreachable', g.position, g.segment, NULL, NULL, NULL, CAST(COUNT(f.position) AS BIGINT), CAST(0 AS BIGINT)
FROM parameter_rfm_grid AS g
LEFT JOIN fits AS f
  ON f.position = g.position
LEFT JOIN (SELECT DISTINCT position FROM named_cells) AS won
  ON won.position = g.position
WHERE won.position IS NULL
GROUP BY g.position, g.segment
UNION ALL
SELECT
  'overlap', a.position, a.segment, b.position, b.segment, NULL,
  CAST(COUNT(DISTINCT CONCAT(CAST(a.r_score AS STRING), '-', CAST(a.f_score AS STRING), '-', CAST(a.m_score AS STRING))) AS BIGINT),
  CAST(COUNT(s.customer_id) AS BIGINT)
FROM fits AS a
JOIN fits AS b
  ON b.r_score = a.r_score AND b.f_score = a.f_score AND b.m_score = a.m_score AND b.position > a.position
LEFT JOIN scored AS s
  ON s.r_score = a.r_score AND s.f_score = a.f_score AND s.m_score = a.m_score
GROUP BY a.position, a.segment, b.position, b.segment
ORDER BY 1, 2, 4, 6
