-- One row per customer, as of an instant: what they bought and kept, when, and how often.
-- Counted are lines before as_of with a price and, for purchases, a net quantity above zero. With
-- returns: keep the returns are lines of their own with a negative amount and lower the sums.
-- Parameter: as_of ('auto', that is one day after the last line, or a date).

-- step: span
SELECT
  CASE
    WHEN CAST(${as_of} AS STRING) = 'auto' THEN MAX(occurred_at) + INTERVAL '1' DAY
    ELSE TRY_CAST(CAST(${as_of} AS STRING) AS TIMESTAMP)
  END AS as_of
FROM clean_returns_lines

-- step: orders
-- One row per customer and order; bought_at is NULL where nothing of the order was kept.
SELECT
  l.customer_id,
  l.order_id,
  MIN(l.kept_at) AS bought_at,
  MAX(l.kept_at) AS bought_until,
  CAST(SUM(l.amount_net) AS DECIMAL(18, 4)) AS amount_net,
  CAST(SUM(l.net_quantity) AS BIGINT) AS items,
  CAST(SUM(l.amount_sold) AS DECIMAL(18, 4)) AS amount_sold,
  CAST(COUNT(l.returned) AS BIGINT) AS return_count,
  CAST(COUNT(l.kept_at) AS BIGINT) AS line_count,
  MAX(l.installments) AS installments,
  MAX(l.review_score) AS review_score,
  MAX(l.delivery_days) AS delivery_days
FROM (
  SELECT
    customer_id, order_id, amount_net, net_quantity,
    CASE WHEN is_return THEN 0 ELSE amount END AS amount_sold,
    CASE WHEN is_return THEN 1 END AS returned,
    CASE WHEN net_quantity > 0 THEN occurred_at END AS kept_at,
    CASE WHEN net_quantity > 0 THEN payment_installments END AS installments,
    CASE WHEN net_quantity > 0 THEN review_score END AS review_score,
    CASE WHEN net_quantity > 0 THEN delivery_days END AS delivery_days
  FROM clean_returns_lines
  CROSS JOIN span
  WHERE occurred_at < as_of AND unit_price > 0
) AS l
GROUP BY l.customer_id, l.order_id

-- step: whole
-- All orders together, those of unknown customers too.
SELECT
  MIN(bought_at) AS first_at,
  MAX(bought_until) AS last_at,
  CAST(COALESCE(SUM(line_count), 0) AS BIGINT) AS lines,
  CAST(COUNT(CASE WHEN customer_id IS NULL AND bought_at IS NOT NULL THEN order_id END) AS BIGINT) AS anonymous_orders,
  CAST(COALESCE(SUM(CASE WHEN customer_id IS NULL THEN line_count ELSE 0 END), 0) AS BIGINT) AS anonymous_lines,
  CAST(COALESCE(SUM(CASE WHEN customer_id IS NULL THEN amount_net ELSE 0 END), 0) AS DECIMAL(38, 4)) AS anonymous_revenue
FROM orders

-- step: sequence
-- The orders of customers in time, those with nothing kept at the end.
SELECT
  customer_id, bought_at, bought_until, amount_net, items, amount_sold, return_count, installments, review_score,
  delivery_days,
  LAG(bought_at) OVER in_time AS previous_at,
  FIRST_VALUE(bought_at) OVER in_time AS first_at
FROM orders
WHERE customer_id IS NOT NULL
WINDOW in_time AS (PARTITION BY customer_id ORDER BY bought_at NULLS LAST, order_id)

-- step: rhythm
-- What the sequence of orders says; sums of money and items take orders in that were returned whole. Sums are whole
-- numbers, so that no order of adding matters.
SELECT
  customer_id,
  CAST(SUM(amount_net) AS DECIMAL(18, 4)) AS monetary,
  CAST(SUM(items) AS BIGINT) AS items,
  CAST(SUM(amount_sold) AS DECIMAL(18, 4)) AS amount_sold,
  CAST(SUM(return_count) AS BIGINT) AS return_count,
  CAST(COUNT(bought_at) AS BIGINT) AS frequency,
  MIN(bought_at) AS first_order_at,
  MAX(bought_until) AS last_order_at,
  CAST(COUNT(CASE WHEN bought_at IS NOT NULL THEN previous_at END) AS BIGINT) AS gaps,
  CAST(SUM(CAST(seconds_between(previous_at, bought_at) AS DECIMAL(12, 0))) AS DECIMAL(19, 0)) AS gap_sum,
  CAST(SUM(CAST(seconds_between(previous_at, bought_at) AS DECIMAL(19, 0))
    * CAST(seconds_between(previous_at, bought_at) AS DECIMAL(12, 0))) AS DECIMAL(29, 0)) AS gap_square_sum,
  CAST(COUNT(CASE
    WHEN previous_at IS NULL OR CAST(previous_at AS DATE) < CAST(bought_at AS DATE) THEN bought_at
  END) AS BIGINT) AS purchase_days,
  MIN(CAST(bought_at AS DATE)) AS first_on,
  MAX(CAST(bought_at AS DATE)) AS last_on,
  CAST(SUM(CASE WHEN CAST(bought_at AS DATE) > CAST(first_at AS DATE) THEN amount_net ELSE 0 END) AS DECIMAL(18, 4))
    AS repeat_amount,
  CAST(SUM(installments) AS BIGINT) AS installments_sum,
  CAST(COUNT(installments) AS BIGINT) AS installments_count,
  CAST(SUM(CAST(FLOOR(review_score * 1000000 + 0.5) AS BIGINT)) AS DECIMAL(38, 0)) AS review_sum,
  CAST(COUNT(review_score) AS BIGINT) AS review_count,
  CAST(SUM(CAST(FLOOR(delivery_days * 1000000 + 0.5) AS BIGINT)) AS DECIMAL(38, 0)) AS delivery_sum,
  CAST(COUNT(delivery_days) AS BIGINT) AS delivery_count
FROM sequence
GROUP BY customer_id

-- step: places
-- The country and region of the customer's largest spend.
SELECT customer_id, country, region
FROM (
  SELECT
    customer_id, country, region,
    ROW_NUMBER() OVER (
      PARTITION BY customer_id
      ORDER BY amount_net DESC, country NULLS LAST, region NULLS LAST) AS place
  FROM (
    SELECT customer_id, country, region, SUM(amount_net) AS amount_net
    FROM clean_returns_lines
    CROSS JOIN span
    WHERE customer_id IS NOT NULL AND occurred_at < as_of AND unit_price > 0
    GROUP BY customer_id, country, region
  ) AS spend
) AS ranked_places
WHERE place = 1

-- step: products
SELECT customer_id, CAST(COUNT(DISTINCT product_id) AS BIGINT) AS distinct_products
FROM clean_returns_lines
CROSS JOIN span
WHERE customer_id IS NOT NULL AND net_quantity > 0 AND unit_price > 0 AND is_product AND occurred_at < as_of
GROUP BY customer_id

-- step: ranked_categories
SELECT
  category,
  CAST(SUM(amount_net) AS DECIMAL(38, 4)) AS revenue,
  CAST(ROW_NUMBER() OVER (ORDER BY SUM(amount_net) DESC, category) AS BIGINT) AS category_rank
FROM clean_returns_lines
CROSS JOIN span
WHERE customer_id IS NOT NULL AND category IS NOT NULL AND net_quantity <> 0 AND unit_price > 0 AND occurred_at < as_of
GROUP BY category

-- step: category_spend
SELECT
  p.customer_id,
  SUM(p.amount_net) AS spend,
  SUM(CASE WHEN c.category_rank = 1 THEN p.amount_net ELSE 0 END) AS spend_1,
  SUM(CASE WHEN c.category_rank = 2 THEN p.amount_net ELSE 0 END) AS spend_2,
  SUM(CASE WHEN c.category_rank = 3 THEN p.amount_net ELSE 0 END) AS spend_3,
  SUM(CASE WHEN c.category_rank = 4 THEN p.amount_net ELSE 0 END) AS spend_4,
  SUM(CASE WHEN c.category_rank = 5 THEN p.amount_net ELSE 0 END) AS spend_5,
  SUM(CASE WHEN c.category_rank > 5 THEN p.amount_net ELSE 0 END) AS spend_other
FROM clean_returns_lines AS p
JOIN ranked_categories AS c
  ON c.category = p.category
CROSS JOIN span AS s
WHERE p.customer_id IS NOT NULL AND p.category IS NOT NULL AND p.unit_price > 0 AND p.occurred_at < s.as_of
GROUP BY p.customer_id

-- step: payment_spend
SELECT
  customer_id,
  SUM(amount_net) AS spend,
  SUM(CASE
    WHEN LOWER(payment_method) IN ('cash', 'cash on delivery', 'cod', 'boleto', 'especes', 'espèces', 'contre remboursement')
    THEN amount_net ELSE 0
  END) AS spend_cash
FROM clean_returns_lines
CROSS JOIN span
WHERE customer_id IS NOT NULL AND payment_method IS NOT NULL AND net_quantity <> 0 AND unit_price > 0 AND occurred_at < as_of
GROUP BY customer_id

-- output: customers
SELECT
  r.customer_id,
  CAST(days_between(r.last_order_at, s.as_of) AS BIGINT) AS recency_days,
  r.frequency,
  r.monetary,
  CAST(days_between(r.first_order_at, s.as_of) AS BIGINT) AS tenure_days,
  r.first_order_at,
  r.last_order_at,
  r.items,
  COALESCE(d.distinct_products, 0) AS distinct_products,
  CAST(CAST(r.monetary AS DOUBLE) / r.frequency AS DOUBLE) AS average_basket,
  CAST(CASE WHEN r.gaps > 0 THEN CAST(r.gap_sum AS DOUBLE) / r.gaps / 86400 END AS DOUBLE) AS mean_days_between_orders,
  CAST(CASE
    WHEN r.gaps > 1
    THEN SQRT(CAST(r.gap_square_sum * CAST(r.gaps AS DECIMAL(9, 0)) - r.gap_sum * r.gap_sum AS DOUBLE) / r.gaps / (r.gaps - 1)) / 86400
  END AS DOUBLE) AS sd_days_between_orders,
  CAST(CASE WHEN r.amount_sold > 0 THEN 1 - CAST(r.monetary AS DOUBLE) / CAST(r.amount_sold AS DOUBLE) END AS DOUBLE) AS return_rate,
  r.return_count,
  r.purchase_days,
  CAST(r.purchase_days - 1 AS BIGINT) AS repeat_count,
  CAST(days_between(CAST(r.first_on AS TIMESTAMP), CAST(r.last_on AS TIMESTAMP)) AS BIGINT) AS repeat_last_days,
  CAST(days_between(CAST(r.first_on AS TIMESTAMP), CAST(CAST(s.as_of AS DATE) AS TIMESTAMP)) AS BIGINT) AS repeat_age_days,
  CAST(CASE WHEN r.purchase_days > 1 THEN CAST(r.repeat_amount AS DOUBLE) / (r.purchase_days - 1) END AS DOUBLE) AS repeat_mean_spend,
  p.country,
  p.region,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_1 AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_1,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_2 AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_2,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_3 AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_3,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_4 AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_4,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_5 AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_5,
  CAST(CASE WHEN c.spend > 0 THEN CAST(c.spend_other AS DOUBLE) / CAST(c.spend AS DOUBLE) END AS DOUBLE) AS category_share_other,
  CAST(CASE WHEN y.spend > 0 THEN CAST(y.spend_cash AS DOUBLE) / CAST(y.spend AS DOUBLE) END AS DOUBLE) AS cash_share,
  CAST(CASE WHEN r.installments_count > 0 THEN CAST(r.installments_sum AS DOUBLE) / r.installments_count END AS DOUBLE) AS mean_installments,
  CAST(CASE WHEN r.review_count > 0 THEN CAST(r.review_sum AS DOUBLE) / 1000000 / r.review_count END AS DOUBLE) AS mean_review_score,
  CAST(CASE WHEN r.delivery_count > 0 THEN CAST(r.delivery_sum AS DOUBLE) / 1000000 / r.delivery_count END AS DOUBLE) AS mean_delivery_days
FROM rhythm AS r
CROSS JOIN span AS s
JOIN places AS p
  ON p.customer_id = r.customer_id
LEFT JOIN products AS d
  ON d.customer_id = r.customer_id
LEFT JOIN category_spend AS c
  ON c.customer_id = r.customer_id
LEFT JOIN payment_spend AS y
  ON y.customer_id = r.customer_id
WHERE r.frequency > 0
ORDER BY r.customer_id

-- output: categories
-- Which category the shares 1 to 5 stand for; other is every one beyond.
SELECT category_rank, category, revenue
FROM ranked_categories
ORDER BY category_rank

-- output: window
SELECT
  s.as_of,
  o.first_at,
  o.last_at,
  CAST(COALESCE(c.customers, 0) AS BIGINT) AS customers,
  CAST(COALESCE(c.orders, 0) AS BIGINT) AS orders,
  o.lines,
  CAST(COALESCE(c.revenue, 0) AS DECIMAL(38, 4)) AS revenue,
  o.anonymous_orders,
  o.anonymous_lines,
  o.anonymous_revenue
FROM span AS s
CROSS JOIN whole AS o
CROSS JOIN (
  SELECT COUNT(*) AS customers, SUM(frequency) AS orders, SUM(monetary) AS revenue FROM customers
) AS c
