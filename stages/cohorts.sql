-- Customers by the calendar month of their first purchase, and what became of each month's newcomers.
-- Months are counted (year x 12 + month), so that ages are whole calendar months. A month that the data do
-- not fill is masked: it says neither that customers left nor that they stayed.

-- step: span
-- end_at: until when the data are known; end_month: the first month that they do not fill.
SELECT
  x.end_at,
  x.last_at,
  CAST(YEAR(x.end_at) * 12 + MONTH(x.end_at) AS BIGINT) AS end_month,
  CAST(YEAR(x.last_at) * 12 + MONTH(x.last_at) AS BIGINT) AS last_month
FROM (
  SELECT LEAST(w.as_of, l.known_at + INTERVAL '1' DAY) AS end_at, l.last_at
  FROM features_window AS w
  CROSS JOIN (
    SELECT
      MAX(a.occurred_at) AS known_at,
      MAX(CASE WHEN a.occurred_at < b.as_of THEN a.occurred_at END) AS last_at
    FROM clean_returns_lines AS a
    CROSS JOIN features_window AS b
  ) AS l
) AS x

-- step: members
SELECT
  customer_id,
  first_order_at,
  month_start(first_order_at) AS cohort,
  CAST(YEAR(first_order_at) * 12 + MONTH(first_order_at) AS BIGINT) AS cohort_month
FROM features_customers

-- step: activity
-- What each customer brought at each age. A return before the first purchase counts at age 0.
SELECT
  m.cohort_month,
  m.customer_id,
  GREATEST(CAST(YEAR(l.occurred_at) * 12 + MONTH(l.occurred_at) AS BIGINT) - m.cohort_month, 0) AS age_months,
  SUM(l.amount_net) AS revenue,
  MAX(CASE WHEN l.net_quantity > 0 THEN 1 ELSE 0 END) AS is_active,
  SUM(CASE WHEN seconds_between(m.first_order_at, l.occurred_at) < 7776000 THEN l.amount_net ELSE 0 END) AS revenue_90d
FROM clean_returns_lines AS l
JOIN members AS m
  ON m.customer_id = l.customer_id
CROSS JOIN features_window AS w
WHERE l.unit_price > 0 AND l.net_quantity <> 0 AND l.occurred_at < w.as_of
GROUP BY
  m.cohort_month, m.customer_id,
  GREATEST(CAST(YEAR(l.occurred_at) * 12 + MONTH(l.occurred_at) AS BIGINT) - m.cohort_month, 0)

-- step: sizes
SELECT cohort, cohort_month, CAST(COUNT(*) AS BIGINT) AS size
FROM members
GROUP BY cohort, cohort_month

-- step: ages
-- From 0 to the age that the oldest cohort has in the last month.
SELECT explode(sequence(0, age)) AS age_months
FROM (
  SELECT CAST(s.last_month - MIN(z.cohort_month) AS BIGINT) AS age
  FROM sizes AS z
  CROSS JOIN span AS s
  GROUP BY s.last_month
) AS oldest

-- step: cells
-- Every cohort at every age; masked where the month is not over when the data end.
SELECT
  z.cohort, z.cohort_month, a.age_months, z.size,
  CAST(z.cohort_month + a.age_months >= s.end_month AS BOOLEAN) AS masked,
  CAST(COALESCE(t.active, 0) AS BIGINT) AS active,
  CAST(COALESCE(t.revenue, 0) AS DECIMAL(38, 4)) AS revenue
FROM sizes AS z
CROSS JOIN ages AS a
CROSS JOIN span AS s
LEFT JOIN (
  SELECT cohort_month, age_months, SUM(is_active) AS active, SUM(revenue) AS revenue
  FROM activity
  GROUP BY cohort_month, age_months
) AS t
  ON t.cohort_month = z.cohort_month AND t.age_months = a.age_months

-- output: retention
SELECT
  c.cohort,
  CAST(c.age_months AS BIGINT) AS age_months,
  c.size,
  CASE WHEN NOT c.masked THEN c.active END AS active,
  CAST(CASE WHEN NOT c.masked THEN CAST(c.active AS DOUBLE) / c.size END AS DOUBLE) AS retention,
  CASE WHEN NOT c.masked THEN c.revenue END AS revenue,
  c.masked,
  CAST(CASE WHEN NOT c.masked THEN c.cumulative_revenue END AS DECIMAL(38, 4)) AS cumulative_revenue,
  CAST(CASE WHEN NOT c.masked THEN CAST(c.cumulative_revenue AS DOUBLE) / c.size END AS DOUBLE)
    AS cumulative_revenue_per_customer
FROM (
  SELECT
    x.*,
    SUM(x.revenue) OVER (
      PARTITION BY x.cohort_month ORDER BY x.age_months
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cumulative_revenue
  FROM cells AS x
) AS c
ORDER BY c.cohort, c.age_months

-- output: curve
-- All cohorts together at each age, over those for which the month is over: sums over sums, never means of
-- means. The running total adds each age's revenue per customer, so that young cohorts count where they can.
SELECT
  CAST(p.age_months AS BIGINT) AS age_months,
  p.cohorts, p.size, p.active,
  CAST(CAST(p.active AS DOUBLE) / p.size AS DOUBLE) AS retention,
  p.revenue,
  CAST(CAST(p.revenue_units AS DOUBLE) / 100000000 AS DOUBLE) AS revenue_per_customer,
  CAST(CASE WHEN p.active > 0 THEN CAST(p.revenue AS DOUBLE) / p.active END AS DOUBLE) AS revenue_per_active_customer,
  CAST(CAST(SUM(p.revenue_units) OVER (
    ORDER BY p.age_months ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) / 100000000 AS DOUBLE)
    AS cumulative_revenue_per_customer
FROM (
  SELECT
    q.*,
    -- Whole units of 1e-8, which add up the same in any order and round the same on any engine.
    CASE WHEN q.units < 9e15 THEN CAST(CAST(FLOOR(q.units) AS BIGINT) AS DECIMAL(38, 0)) ELSE CAST(q.units AS DECIMAL(38, 0)) END
      AS revenue_units
  FROM (
    SELECT
      c.age_months,
      CAST(COUNT(*) AS BIGINT) AS cohorts,
      CAST(SUM(c.size) AS BIGINT) AS size,
      CAST(SUM(c.active) AS BIGINT) AS active,
      CAST(SUM(c.revenue) AS DECIMAL(38, 4)) AS revenue,
      CAST(SUM(c.revenue) AS DOUBLE) / SUM(c.size) * 100000000 + 0.5 AS units
    FROM retention AS c
    WHERE NOT c.masked
    GROUP BY c.age_months
  ) AS q
) AS p
ORDER BY p.age_months

-- output: kpis (json)
-- m1, m3 …: pooled over the cohorts for which that age is over. 90 days: customers known for as long.
SELECT
  s.end_at AS known_until,
  CAST(k.customers AS BIGINT) AS customers,
  CAST(k.cohorts AS BIGINT) AS cohorts,
  r.m1_cohorts, r.m1_size, r.m1_active,
  CAST(CASE WHEN r.m1_size > 0 THEN CAST(r.m1_active AS DOUBLE) / r.m1_size END AS DOUBLE) AS m1_retention,
  r.m3_cohorts, r.m3_size, r.m3_active,
  CAST(CASE WHEN r.m3_size > 0 THEN CAST(r.m3_active AS DOUBLE) / r.m3_size END AS DOUBLE) AS m3_retention,
  r.m6_cohorts, r.m6_size, r.m6_active,
  CAST(CASE WHEN r.m6_size > 0 THEN CAST(r.m6_active AS DOUBLE) / r.m6_size END AS DOUBLE) AS m6_retention,
  r.m12_cohorts, r.m12_size, r.m12_active,
  CAST(CASE WHEN r.m12_size > 0 THEN CAST(r.m12_active AS DOUBLE) / r.m12_size END AS DOUBLE) AS m12_retention,
  n.customers_90d,
  n.revenue_90d,
  CAST(CASE WHEN n.customers_90d > 0 THEN CAST(n.revenue_90d AS DOUBLE) / n.customers_90d END AS DOUBLE)
    AS revenue_90d_per_customer,
  e.empirical_clv_months,
  e.empirical_clv
FROM (SELECT MAX(end_at) AS end_at FROM span) AS s
CROSS JOIN (SELECT SUM(size) AS customers, COUNT(*) AS cohorts FROM sizes) AS k
CROSS JOIN (
  SELECT
    CAST(SUM(CASE WHEN age_months = 1 THEN cohorts ELSE 0 END) AS BIGINT) AS m1_cohorts,
    CAST(SUM(CASE WHEN age_months = 1 THEN size ELSE 0 END) AS BIGINT) AS m1_size,
    CAST(SUM(CASE WHEN age_months = 1 THEN active ELSE 0 END) AS BIGINT) AS m1_active,
    CAST(SUM(CASE WHEN age_months = 3 THEN cohorts ELSE 0 END) AS BIGINT) AS m3_cohorts,
    CAST(SUM(CASE WHEN age_months = 3 THEN size ELSE 0 END) AS BIGINT) AS m3_size,
    CAST(SUM(CASE WHEN age_months = 3 THEN active ELSE 0 END) AS BIGINT) AS m3_active,
    CAST(SUM(CASE WHEN age_months = 6 THEN cohorts ELSE 0 END) AS BIGINT) AS m6_cohorts,
    CAST(SUM(CASE WHEN age_months = 6 THEN size ELSE 0 END) AS BIGINT) AS m6_size,
    CAST(SUM(CASE WHEN age_months = 6 THEN active ELSE 0 END) AS BIGINT) AS m6_active,
    CAST(SUM(CASE WHEN age_months = 12 THEN cohorts ELSE 0 END) AS BIGINT) AS m12_cohorts,
    CAST(SUM(CASE WHEN age_months = 12 THEN size ELSE 0 END) AS BIGINT) AS m12_size,
    CAST(SUM(CASE WHEN age_months = 12 THEN active ELSE 0 END) AS BIGINT) AS m12_active
  FROM curve
) AS r
CROSS JOIN (
  SELECT
    CAST(COUNT(*) AS BIGINT) AS customers_90d,
    CAST(COALESCE(SUM(b.revenue_90d), 0) AS DECIMAL(38, 4)) AS revenue_90d
  FROM members AS m
  CROSS JOIN span AS p
  JOIN (
    SELECT customer_id, SUM(revenue_90d) AS revenue_90d
    FROM activity
    GROUP BY customer_id
  ) AS b
    ON b.customer_id = m.customer_id
  WHERE seconds_between(m.first_order_at, p.end_at) >= 7776000
) AS n
CROSS JOIN (
  -- At age 12, or as far as the data reach.
  SELECT
    MAX(c.age_months) AS empirical_clv_months,
    MAX(c.cumulative_revenue_per_customer) AS empirical_clv
  FROM curve AS c
  JOIN (SELECT MAX(age_months) AS age_months FROM curve WHERE age_months <= 12) AS x
    ON x.age_months = c.age_months
) AS e
