-- The features of customers with what they did on the site before as_of: visits, views, carts, removals, and how
-- many of them ended in a purchase.
-- Inputs: features.customers, features.window, an ingest stage's events.

-- step: actions
-- One row per customer and visit; an event without a session is a visit of its own.
SELECT
  e.customer_id,
  e.session_id,
  SUM(CASE WHEN e.event_type = 'view' THEN 1 ELSE 0 END) AS views,
  SUM(CASE WHEN e.event_type = 'cart' THEN 1 ELSE 0 END) AS carts,
  SUM(CASE WHEN e.event_type = 'remove_from_cart' THEN 1 ELSE 0 END) AS removals,
  SUM(CASE WHEN e.event_type = 'purchase' THEN 1 ELSE 0 END) AS purchases
FROM ingest_events AS e
JOIN features_customers AS c
  ON c.customer_id = e.customer_id
CROSS JOIN features_window AS w
WHERE e.occurred_at < w.as_of
GROUP BY e.customer_id, e.session_id

-- step: visits
SELECT
  customer_id,
  CAST(COUNT(*) AS BIGINT) AS sessions,
  CAST(SUM(views) AS BIGINT) AS views,
  CAST(SUM(carts) AS BIGINT) AS carts,
  CAST(SUM(removals) AS BIGINT) AS removals,
  CAST(SUM(purchases) AS BIGINT) AS purchases,
  CAST(SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS BIGINT) AS buying_sessions
FROM actions
GROUP BY customer_id

-- output: customers
-- The shares of visits, views and carts that became purchases; a purchase without a view or cart in the data
-- counts as if it had had one.
SELECT
  c.*,
  COALESCE(v.sessions, 0) AS sessions,
  COALESCE(v.views, 0) AS views,
  COALESCE(v.carts, 0) AS carts,
  COALESCE(v.removals, 0) AS removals,
  CAST(CASE WHEN v.sessions > 0 THEN CAST(v.buying_sessions AS DOUBLE) / v.sessions ELSE 0 END AS DOUBLE) AS session_to_purchase,
  CAST(CASE
    WHEN v.purchases > 0 THEN CAST(v.purchases AS DOUBLE) / GREATEST(v.purchases, v.views) ELSE 0
  END AS DOUBLE) AS view_to_purchase,
  CAST(CASE
    WHEN v.purchases > 0 THEN CAST(v.purchases AS DOUBLE) / GREATEST(v.purchases, v.carts) ELSE 0
  END AS DOUBLE) AS cart_to_purchase
FROM features_customers AS c
LEFT JOIN visits AS v
  ON v.customer_id = c.customer_id
ORDER BY c.customer_id
