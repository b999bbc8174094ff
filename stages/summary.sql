-- The figures of the executive page, revenue by month, and the two lists that marketing acts on.
-- Customer figures cover identified customers; revenue without a customer is given beside them.

-- step: measures
SELECT 'R' AS dimension, CAST(recency_days AS DECIMAL(18, 4)) AS measure, COUNT(*) AS customers
FROM rfm_customers
GROUP BY recency_days
UNION ALL
SELECT 'F', CAST(frequency AS DECIMAL(18, 4)), COUNT(*) FROM rfm_customers GROUP BY frequency
UNION ALL
SELECT 'M', monetary, COUNT(*) FROM rfm_customers GROUP BY monetary

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

-- step: quartiles
-- Four times the linear quantiles, which fall on quarters between two neighbours.
SELECT
  q.dimension,
  q.quarter,
  CAST(SUM(CAST(q.measure AS DECIMAL(24, 4)) * (
    CASE WHEN q.last_place - q.customers < q.low_place AND q.low_place <= q.last_place THEN 4 - q.rest ELSE 0 END
    + CASE WHEN q.last_place - q.customers <= q.low_place AND q.low_place < q.last_place THEN q.rest ELSE 0 END
  )) AS DECIMAL(38, 4)) AS value_x4
FROM (
  SELECT
    p.*,
    j.quarter,
    CAST(FLOOR((p.customer_count - 1) * j.quarter / 4.0) + 1 AS BIGINT) AS low_place,
    CAST(((p.customer_count - 1) * j.quarter) % 4 AS BIGINT) AS rest
  FROM placed AS p
  CROSS JOIN (SELECT explode(sequence(1, 3)) AS quarter) AS j
) AS q
WHERE q.last_place - q.customers <= q.low_place AND q.low_place <= q.last_place
GROUP BY q.dimension, q.quarter

-- step: limits
SELECT
  CAST(MAX(CASE WHEN dimension = 'R' AND quarter = 3 THEN value_x4 END) AS BIGINT) AS recency_q75_x4,
  MAX(CASE WHEN dimension = 'M' AND quarter = 3 THEN value_x4 END) AS monetary_q75_x4,
  CAST(MAX(CASE WHEN dimension = 'F' AND quarter = 1 THEN value_x4 END) AS BIGINT) AS frequency_q25_x4,
  MAX(CASE WHEN dimension = 'M' AND quarter = 2 THEN value_x4 END) AS monetary_median_x4
FROM quartiles

-- output: at_risk
-- Customers of high value who have not bought lately: both in the top quarter of value and of recency.
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY p.monetary DESC, p.customer_id) AS BIGINT) AS position,
  p.customer_id, p.segment, p.rfm_code, p.recency_days, p.frequency, p.monetary
FROM rfm_customers AS p
CROSS JOIN limits AS l
WHERE CAST(p.monetary AS DECIMAL(24, 4)) * 4 >= l.monetary_q75_x4 AND p.recency_days * 4 >= l.recency_q75_x4
ORDER BY 1

-- output: opportunities
-- Customers who spend well and come rarely.
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY p.monetary DESC, p.customer_id) AS BIGINT) AS position,
  p.customer_id, p.segment, p.rfm_code, p.recency_days, p.frequency, p.monetary
FROM rfm_customers AS p
CROSS JOIN limits AS l
WHERE p.frequency * 4 <= l.frequency_q25_x4 AND CAST(p.monetary AS DECIMAL(24, 4)) * 4 >= l.monetary_median_x4
ORDER BY 1

-- step: monthly_orders
-- Each customer's orders by calendar month: the lines are read once for all that follows. Who has bought nothing
-- (returns alone, where they are kept) is in no figure, hence in no month.
SELECT g.month, g.customer_id, g.order_id, g.amount_net, g.bought
FROM (
  SELECT
    month_start(l.occurred_at) AS month,
    l.customer_id,
    l.order_id,
    SUM(l.amount_net) AS amount_net,
    CAST(MAX(l.net_quantity) > 0 AS BOOLEAN) AS bought
  FROM clean_returns_lines AS l
  CROSS JOIN features_window AS w
  WHERE l.unit_price > 0 AND l.net_quantity <> 0 AND l.occurred_at < w.as_of
  GROUP BY month_start(l.occurred_at), l.customer_id, l.order_id
) AS g
LEFT JOIN rfm_customers AS c
  ON c.customer_id = g.customer_id
WHERE g.customer_id IS NULL OR c.customer_id IS NOT NULL

-- output: monthly
-- Net revenue, orders and customers by calendar month; is_partial where the data do not fill the month.
SELECT
  m.month,
  CAST(m.revenue + m.anonymous_revenue AS DECIMAL(38, 4)) AS revenue_total,
  CAST(m.revenue AS DECIMAL(38, 4)) AS revenue,
  CAST(m.anonymous_revenue AS DECIMAL(38, 4)) AS anonymous_revenue,
  m.orders,
  m.customers,
  CAST(COALESCE(n.new_customers, 0) AS BIGINT) AS new_customers,
  CAST(m.month = month_start(LEAST(w.as_of, k.known_at + INTERVAL '1' DAY))
    OR (m.month = month_start(w.first_at) AND CAST(w.first_at AS DATE) > m.month)
    AS BOOLEAN) AS is_partial
FROM (
  SELECT
    month,
    SUM(CASE WHEN customer_id IS NULL THEN 0 ELSE amount_net END) AS revenue,
    SUM(CASE WHEN customer_id IS NULL THEN amount_net ELSE 0 END) AS anonymous_revenue,
    CAST(COUNT(DISTINCT CASE WHEN customer_id IS NOT NULL AND bought THEN order_id END) AS BIGINT) AS orders,
    CAST(COUNT(DISTINCT CASE WHEN bought THEN customer_id END) AS BIGINT) AS customers
  FROM monthly_orders
  GROUP BY month
) AS m
CROSS JOIN features_window AS w
CROSS JOIN (SELECT MAX(occurred_at) AS known_at FROM clean_returns_lines) AS k
LEFT JOIN (
  SELECT month, COUNT(*) AS new_customers
  FROM (
    SELECT customer_id, MIN(month) AS month
    FROM monthly_orders
    WHERE customer_id IS NOT NULL AND bought
    GROUP BY customer_id
  ) AS first_orders
  GROUP BY month
) AS n
  ON n.month = m.month
ORDER BY m.month

-- output: figures (json)
SELECT
  w.as_of,
  w.first_at,
  w.last_at,
  CAST(c.revenue AS DECIMAL(38, 4)) AS revenue,
  CAST(c.revenue + w.anonymous_revenue AS DECIMAL(38, 4)) AS revenue_total,
  w.anonymous_revenue,
  c.customers,
  c.orders,
  w.lines,
  w.anonymous_lines,
  CAST(CASE WHEN c.orders > 0 THEN CAST(c.revenue AS DOUBLE) / c.orders END AS DOUBLE) AS average_order_value,
  CAST(CASE WHEN c.customers > 0 THEN CAST(c.revenue AS DOUBLE) / c.customers END AS DOUBLE) AS average_customer_value,
  r.at_risk_customers,
  r.at_risk_revenue,
  o.opportunities,
  CAST(CASE WHEN c.customers > 0 THEN CAST(c.retained AS DOUBLE) / c.customers END AS DOUBLE) AS retention_rate_90d,
  p.concentration_80_customers,
  CAST(CASE WHEN c.customers > 0 THEN CAST(p.concentration_80_customers AS DOUBLE) / c.customers END AS DOUBLE) AS concentration_80_share,
  p.concentration_80_customers_compat,
  CAST(CASE WHEN c.customers > 0 THEN CAST(p.concentration_80_customers_compat AS DOUBLE) / c.customers END AS DOUBLE)
    AS concentration_80_share_compat,
  CAST(CASE WHEN c.customers > 0 THEN CAST(x.recency_q75_x4 AS DOUBLE) / 4 END AS DOUBLE) AS recency_q75,
  CAST(CASE WHEN c.customers > 0 THEN CAST(x.monetary_q75_x4 AS DOUBLE) / 4 END AS DOUBLE) AS monetary_q75,
  CAST(CASE WHEN c.customers > 0 THEN CAST(x.frequency_q25_x4 AS DOUBLE) / 4 END AS DOUBLE) AS frequency_q25,
  CAST(CASE WHEN c.customers > 0 THEN CAST(x.monetary_median_x4 AS DOUBLE) / 4 END AS DOUBLE) AS monetary_median,
  s.segment AS leader_segment,
  s.revenue_share AS leader_share
FROM features_window AS w
CROSS JOIN (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS customers,
    CAST(COALESCE(SUM(frequency), 0) AS BIGINT) AS orders,
    COALESCE(SUM(monetary), 0) AS revenue,
    COALESCE(SUM(CASE WHEN recency_days <= 90 THEN 1 ELSE 0 END), 0) AS retained
  FROM rfm_customers
) AS c
CROSS JOIN (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS at_risk_customers,
    CAST(COALESCE(SUM(monetary), 0) AS DECIMAL(38, 4)) AS at_risk_revenue
  FROM at_risk
) AS r
CROSS JOIN (SELECT CAST(COUNT(*) AS BIGINT) AS opportunities FROM opportunities) AS o
CROSS JOIN limits AS x
CROSS JOIN (
  -- The customers needed to reach 80 % of revenue; compat counts those within 80 %.
  SELECT
    CAST(COALESCE(SUM(CASE WHEN (running - monetary) * 5 < total * 4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS concentration_80_customers,
    CAST(COALESCE(SUM(CASE WHEN running * 5 <= total * 4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS concentration_80_customers_compat
  FROM (
    SELECT
      monetary,
      SUM(monetary) OVER (ORDER BY monetary DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running,
      SUM(monetary) OVER () AS total
    FROM rfm_customers
  ) AS ordered
) AS p
LEFT JOIN (
  SELECT
    segment,
    revenue_share,
    ROW_NUMBER() OVER (ORDER BY revenue DESC, position) AS place
  FROM rfm_segments
  WHERE customers > 0
) AS s
  ON s.place = 1
