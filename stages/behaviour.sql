-- The features of customers with what they did on the site before as_of: visits, views, carts, removals, and how
-- many of them ended in a purchase.
-- Inputs: features.customers, features.window, an ingest stage's events.

-- step: buyers
-- Numbers stand for ids where events are counted: visits can be as many as events, and have to fit.
SELECT customer_id, CAST(ROW_NUMBER() OVER (ORDER BY customer_id) AS BIGINT) AS buyer_no
FROM features_customers

-- step: actions
SELECT
  b.buyer_no,
  CAST(SUM(CASE WHEN e.event_type = 'view' THEN 1 ELSE 0 END) AS BIGINT) AS views,
  CAST(SUM(CASE WHEN e.event_type = 'cart' THEN 1 ELSE 0 END) AS BIGINT) AS carts,
  CAST(SUM(CASE WHEN e.event_type = 'remove_from_cart' THEN 1 ELSE 0 END) AS BIGINT) AS removals,
  CAST(SUM(CASE WHEN e.event_type = 'purchase' THEN 1 ELSE 0 END) AS BIGINT) AS purchases
FROM ingest_events AS e
JOIN buyers AS b
  ON b.customer_id = e.customer_id
CROSS JOIN features_window AS w
WHERE e.occurred_at < w.as_of
GROUP BY b.buyer_no

-- step: visits
-- What a customer did without a session counts as one visit.
SELECT buyer_no, CAST(COUNT(*) AS BIGINT) AS sessions
FROM (
  SELECT DISTINCT b.buyer_no, e.session_id
  FROM ingest_events AS e
  JOIN buyers AS b
    ON b.customer_id = e.customer_id
  CROSS JOIN features_window AS w
  WHERE e.occurred_at < w.as_of
) AS visited
GROUP BY buyer_no

-- step: buying_visits
SELECT buyer_no, CAST(COUNT(*) AS BIGINT) AS buying_sessions
FROM (
  SELECT DISTINCT b.buyer_no, e.session_id
  FROM ingest_events AS e
  JOIN buyers AS b
    ON b.customer_id = e.customer_id
  CROSS JOIN features_window AS w
  WHERE e.occurred_at < w.as_of AND e.event_type = 'purchase'
) AS visited
GROUP BY buyer_no

-- output: customers
-- The shares of visits, views and carts that became purchases; a purchase without a view or cart in the data
-- counts as if it had had one.
SELECT
  c.*,
  COALESCE(v.sessions, 0) AS sessions,
  COALESCE(a.views, 0) AS views,
  COALESCE(a.carts, 0) AS carts,
  COALESCE(a.removals, 0) AS removals,
  CAST(CASE WHEN v.sessions > 0 THEN CAST(COALESCE(p.buying_sessions, 0) AS DOUBLE) / v.sessions ELSE 0 END AS DOUBLE) AS session_to_purchase,
  CAST(CASE
    WHEN a.purchases > 0 THEN CAST(a.purchases AS DOUBLE) / GREATEST(a.purchases, a.views) ELSE 0
  END AS DOUBLE) AS view_to_purchase,
  CAST(CASE
    WHEN a.purchases > 0 THEN CAST(a.purchases AS DOUBLE) / GREATEST(a.purchases, a.carts) ELSE 0
  END AS DOUBLE) AS cart_to_purchase
FROM features_customers AS c
JOIN buyers AS b
  ON b.customer_id = c.customer_id
LEFT JOIN actions AS a
  ON a.buyer_no = b.buyer_no
LEFT JOIN visits AS v
  ON v.buyer_no = b.buyer_no
LEFT JOIN buying_visits AS p
  ON p.buyer_no = b.buyer_no
ORDER BY c.customer_id
