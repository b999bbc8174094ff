-- How segments changed: customers scored anew at the end of every calendar quarter, and where they went since.
-- Scores are cut as in rfm.sql, at each instant on the customers known by then; the last instant is as_of, so
-- its segments are those of rfm. Returns are settled as everywhere, later ones included.
-- Parameters: rfm.bins, rfm.method (quantile, compat_rank_first, custom), rfm.grid, rfm.cut_points.

-- step: orders
SELECT
  l.customer_id,
  l.order_id,
  MIN(l.occurred_at) AS first_at,
  MIN(CASE WHEN l.net_quantity > 0 THEN l.occurred_at END) AS bought_at,
  MAX(CASE WHEN l.net_quantity > 0 THEN l.occurred_at END) AS bought_until,
  CAST(SUM(l.amount_net) AS DECIMAL(38, 4)) AS amount
FROM clean_returns_lines AS l
CROSS JOIN features_window AS w
WHERE l.customer_id IS NOT NULL AND l.unit_price > 0 AND l.net_quantity <> 0 AND l.occurred_at < w.as_of
GROUP BY l.customer_id, l.order_id

-- step: instants
-- The first instant of every quarter after the one in which the data begin, up to as_of, and as_of itself.
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY x.at_time) AS BIGINT) AS instant,
  x.at_time,
  LAG(x.at_time) OVER (ORDER BY x.at_time) AS previous_time
FROM (
  SELECT CAST(make_date(CAST(FLOOR(q.quarter_no / 4) AS INT), CAST((q.quarter_no % 4) * 3 + 1 AS INT), 1) AS TIMESTAMP) AS at_time
  FROM (
    SELECT explode(sequence(s.first_quarter + 1, s.last_quarter)) AS quarter_no
    FROM (
      SELECT
        CAST(YEAR(MIN(o.bought_at)) * 4 + QUARTER(MIN(o.bought_at)) - 1 AS BIGINT) AS first_quarter,
        CAST(MAX(YEAR(w.as_of) * 4 + QUARTER(w.as_of)) - 1 AS BIGINT) AS last_quarter
      FROM orders AS o
      CROSS JOIN features_window AS w
    ) AS s
    WHERE s.first_quarter < s.last_quarter
  ) AS q
  UNION
  SELECT as_of FROM features_window
) AS x
CROSS JOIN features_window AS w
WHERE x.at_time <= w.as_of

-- step: states
SELECT
  t.instant, t.customer_id, t.recency_days, t.frequency, t.monetary, t.period_revenue, t.period_orders,
  ROW_NUMBER() OVER (PARTITION BY t.instant ORDER BY t.recency_days, t.customer_id) AS recency_place,
  ROW_NUMBER() OVER (PARTITION BY t.instant ORDER BY t.frequency, t.customer_id) AS frequency_place,
  ROW_NUMBER() OVER (PARTITION BY t.instant ORDER BY t.monetary, t.customer_id) AS monetary_place,
  ROW_NUMBER() OVER (
    PARTITION BY t.instant
    ORDER BY t.frequency, TRY_CAST(t.customer_id AS BIGINT) NULLS LAST, t.customer_id) AS first_rank,
  COUNT(*) OVER (PARTITION BY t.instant) AS customer_count
FROM (
  SELECT
    i.instant,
    o.customer_id,
    CAST(days_between(
      MAX(CASE WHEN o.bought_until < i.at_time THEN o.bought_until ELSE o.bought_at END),
      MAX(i.at_time)) AS BIGINT) AS recency_days,
    CAST(COUNT(CASE WHEN o.bought_at < i.at_time THEN 1 END) AS BIGINT) AS frequency,
    CAST(SUM(o.amount) AS DECIMAL(18, 4)) AS monetary,
    CAST(SUM(CASE WHEN i.previous_time IS NULL OR o.first_at >= i.previous_time THEN o.amount ELSE 0 END) AS DECIMAL(18, 4))
      AS period_revenue,
    CAST(COUNT(CASE WHEN i.previous_time IS NULL OR o.bought_at >= i.previous_time THEN o.bought_at END) AS BIGINT)
      AS period_orders
  FROM orders AS o
  JOIN instants AS i
    ON o.first_at < i.at_time
  GROUP BY i.instant, o.customer_id
) AS t
WHERE t.frequency > 0

-- step: placed
SELECT
  instant, 'R' AS dimension, recency_place AS place, CAST(recency_days AS DECIMAL(18, 4)) AS measure, customer_count
FROM states
UNION ALL
SELECT
  instant, 'F',
  CASE WHEN ${rfm.method} = 'compat_rank_first' THEN first_rank ELSE frequency_place END,
  CAST(CASE WHEN ${rfm.method} = 'compat_rank_first' THEN first_rank ELSE frequency END AS DECIMAL(18, 4)),
  customer_count
FROM states
UNION ALL
SELECT instant, 'M', monetary_place, monetary, customer_count FROM states

-- step: quantile_cuts
-- Cut j of bins lies at place 1 + (customers - 1) x j / bins; kept as a whole number of 1/bins of the value.
SELECT
  q.instant,
  q.dimension,
  q.cut,
  CAST(SUM(CAST(p.measure AS DECIMAL(24, 4)) * CASE WHEN p.place = q.low_place THEN ${rfm.bins} - q.rest ELSE q.rest END) AS DECIMAL(38, 4)) AS scaled
FROM (
  SELECT
    d.instant,
    d.dimension,
    j.cut,
    CAST(((d.customer_count - 1) * j.cut - ((d.customer_count - 1) * j.cut) % ${rfm.bins}) / ${rfm.bins} + 1 AS BIGINT) AS low_place,
    CAST(((d.customer_count - 1) * j.cut) % ${rfm.bins} AS BIGINT) AS rest
  FROM (SELECT DISTINCT instant, dimension, customer_count FROM placed) AS d
  CROSS JOIN (SELECT explode(sequence(1, ${rfm.bins} - 1)) AS cut) AS j
) AS q
JOIN placed AS p
  ON p.instant = q.instant AND p.dimension = q.dimension
  AND (p.place = q.low_place OR (p.place = q.low_place + 1 AND q.rest > 0))
GROUP BY q.instant, q.dimension, q.cut

-- step: custom_cuts
SELECT dimension, CAST(ROW_NUMBER() OVER (PARTITION BY dimension ORDER BY value) AS BIGINT) AS cut, value
FROM (
  SELECT 'R' AS dimension, value FROM parameter_rfm_cut_points_recency
  UNION ALL SELECT 'F', value FROM parameter_rfm_cut_points_frequency
  UNION ALL SELECT 'M', value FROM parameter_rfm_cut_points_monetary
) AS given
WHERE ${rfm.method} = 'custom'

-- step: cuts
SELECT
  q.instant, q.dimension, q.cut, q.scaled,
  CAST(NULL AS DOUBLE) AS value,
  CAST(FALSE AS BOOLEAN) AS is_custom
FROM quantile_cuts AS q
LEFT JOIN (SELECT DISTINCT dimension FROM custom_cuts) AS c
  ON c.dimension = q.dimension
WHERE c.dimension IS NULL
UNION ALL
SELECT i.instant, c.dimension, c.cut, CAST(NULL AS DECIMAL(38, 4)), c.value, CAST(TRUE AS BOOLEAN)
FROM custom_cuts AS c
CROSS JOIN instants AS i

-- step: bins
SELECT d.dimension, CAST(CASE WHEN COUNT(c.cut) = 0 THEN ${rfm.bins} ELSE 1 + COUNT(c.cut) END AS BIGINT) AS bins
FROM (SELECT 'R' AS dimension UNION ALL SELECT 'F' UNION ALL SELECT 'M') AS d
LEFT JOIN custom_cuts AS c
  ON c.dimension = d.dimension
GROUP BY d.dimension

-- step: scored
SELECT
  b.instant, b.customer_id, b.recency_days, b.frequency, b.monetary, b.period_revenue, b.period_orders,
  CAST(r.bins - b.r_below AS BIGINT) AS r_score,
  CAST(1 + b.f_below AS BIGINT) AS f_score,
  CAST(1 + b.m_below AS BIGINT) AS m_score
FROM (
  SELECT
    k.instant, k.customer_id, k.recency_days, k.frequency, k.monetary, k.period_revenue, k.period_orders,
    SUM(CASE
      WHEN c.dimension <> 'R' THEN 0
      WHEN c.is_custom THEN CASE WHEN c.value < CAST(k.recency_days AS DOUBLE) THEN 1 ELSE 0 END
      WHEN c.scaled < k.recency_days * ${rfm.bins} THEN 1
      ELSE 0
    END) AS r_below,
    SUM(CASE
      WHEN c.dimension <> 'F' THEN 0
      WHEN c.is_custom THEN CASE WHEN c.value < CAST(k.frequency AS DOUBLE) THEN 1 ELSE 0 END
      WHEN ${rfm.method} = 'compat_rank_first' THEN CASE WHEN c.scaled < k.first_rank * ${rfm.bins} THEN 1 ELSE 0 END
      WHEN c.scaled < k.frequency * ${rfm.bins} THEN 1
      ELSE 0
    END) AS f_below,
    SUM(CASE
      WHEN c.dimension <> 'M' THEN 0
      WHEN c.is_custom THEN CASE WHEN c.value < CAST(k.monetary AS DOUBLE) THEN 1 ELSE 0 END
      WHEN c.scaled < CAST(k.monetary AS DECIMAL(24, 4)) * ${rfm.bins} THEN 1
      ELSE 0
    END) AS m_below
  FROM states AS k
  JOIN cuts AS c
    ON c.instant = k.instant
  GROUP BY k.instant, k.customer_id, k.recency_days, k.frequency, k.monetary, k.period_revenue, k.period_orders
) AS b
CROSS JOIN (SELECT bins FROM bins WHERE dimension = 'R') AS r
CROSS JOIN (SELECT bins FROM bins WHERE dimension = 'F') AS f
CROSS JOIN (SELECT bins FROM bins WHERE dimension = 'M') AS m

-- step: cells
-- The segment of every combination of scores that occurs: the first rule that it fits, else 'autre'.
SELECT f.r_score, f.f_score, f.m_score, COALESCE(g.segment, 'autre') AS segment
FROM (
  SELECT c.r_score, c.f_score, c.m_score, MIN(g.position) AS position
  FROM (SELECT DISTINCT r_score, f_score, m_score FROM scored) AS c
  LEFT JOIN parameter_rfm_grid AS g
    ON c.r_score BETWEEN g.r_min AND g.r_max
    AND c.f_score BETWEEN g.f_min AND g.f_max
    AND c.m_score BETWEEN g.m_min AND g.m_max
  GROUP BY c.r_score, c.f_score, c.m_score
) AS f
LEFT JOIN parameter_rfm_grid AS g
  ON g.position = f.position

-- step: members
SELECT
  s.instant, s.customer_id, c.segment, s.recency_days, s.frequency, s.monetary, s.period_revenue, s.period_orders
FROM scored AS s
JOIN cells AS c
  ON c.r_score = s.r_score AND c.f_score = s.f_score AND c.m_score = s.m_score

-- output: segments
-- Every segment at every instant, those without customers too. The period reaches back to the instant before.
SELECT
  i.at_time,
  i.previous_time AS period_from,
  n.segment,
  CAST(COALESCE(k.customers, 0) AS BIGINT) AS customers,
  CAST(CASE WHEN a.customers > 0 THEN CAST(COALESCE(k.customers, 0) AS DOUBLE) / a.customers ELSE 0 END AS DOUBLE)
    AS customer_share,
  CAST(COALESCE(k.revenue, 0) AS DECIMAL(38, 4)) AS revenue,
  CAST(COALESCE(k.period_revenue, 0) AS DECIMAL(38, 4)) AS period_revenue,
  CAST(COALESCE(k.period_orders, 0) AS BIGINT) AS period_orders,
  CAST(COALESCE(k.active, 0) AS BIGINT) AS period_active,
  CAST(CAST(k.recency AS DOUBLE) / k.customers AS DOUBLE) AS mean_recency_days,
  CAST(CAST(k.frequency AS DOUBLE) / k.customers AS DOUBLE) AS mean_frequency,
  CAST(CAST(k.revenue AS DOUBLE) / k.customers AS DOUBLE) AS mean_monetary
FROM instants AS i
CROSS JOIN (
  SELECT segment FROM parameter_rfm_grid WHERE segment <> 'autre' GROUP BY segment
  UNION ALL
  SELECT 'autre'
) AS n
LEFT JOIN (SELECT instant, COUNT(*) AS customers FROM members GROUP BY instant) AS a
  ON a.instant = i.instant
LEFT JOIN (
  SELECT
    instant, segment, COUNT(*) AS customers, SUM(monetary) AS revenue, SUM(period_revenue) AS period_revenue,
    SUM(period_orders) AS period_orders, SUM(CASE WHEN period_orders > 0 THEN 1 ELSE 0 END) AS active,
    SUM(recency_days) AS recency, SUM(frequency) AS frequency
  FROM members
  GROUP BY instant, segment
) AS k
  ON k.instant = i.instant AND k.segment = n.segment
ORDER BY 1, 3

-- output: migrations
-- From each instant to the next: how many customers of a segment are then in which. Newcomers come from NULL.
SELECT
  i.previous_time AS from_time,
  i.at_time AS to_time,
  b.segment AS from_segment,
  m.segment AS to_segment,
  CAST(COUNT(*) AS BIGINT) AS customers,
  CAST(SUM(m.monetary) AS DECIMAL(38, 4)) AS revenue,
  CAST(SUM(m.period_revenue) AS DECIMAL(38, 4)) AS period_revenue
FROM members AS m
JOIN instants AS i
  ON i.instant = m.instant
LEFT JOIN members AS b
  ON b.customer_id = m.customer_id AND b.instant = m.instant - 1
WHERE i.previous_time IS NOT NULL
GROUP BY i.previous_time, i.at_time, b.segment, m.segment
ORDER BY 2, 3 NULLS FIRST, 4

-- output: concentration
-- Customers by descending value at as_of: the first so many per cent of them bring which share of revenue.
SELECT
  CAST(p.percent AS BIGINT) AS customer_percent,
  CAST(c.customer_count AS BIGINT) AS customers,
  CAST(c.revenue AS DECIMAL(38, 4)) AS revenue,
  CAST(CASE WHEN c.total > 0 THEN CAST(c.revenue AS DOUBLE) / CAST(c.total AS DOUBLE) END AS DOUBLE) AS revenue_share
FROM (SELECT explode(sequence(1, 100)) AS percent) AS p
JOIN (
  SELECT
    x.place AS customer_count,
    x.total_count,
    SUM(x.monetary) OVER (ORDER BY x.place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS revenue,
    x.total
  FROM (
    SELECT
      m.monetary,
      ROW_NUMBER() OVER (ORDER BY m.monetary DESC) AS place,
      COUNT(*) OVER () AS total_count,
      SUM(m.monetary) OVER () AS total
    FROM members AS m
    JOIN (SELECT MAX(instant) AS instant FROM instants) AS e
      ON e.instant = m.instant
  ) AS x
) AS c
  ON c.customer_count = CAST(FLOOR((p.percent * c.total_count + 99) / 100) AS BIGINT)
ORDER BY 1
