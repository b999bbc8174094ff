-- What each customer did last, and what each segment buys: the details behind a customer's page and a segment's.
-- Lines of products with a price count; a return stays visible as a line of its own.

-- step: named
-- One name a product: the one on most lines, since sources spell some in several ways and note down damage as a name.
SELECT n.product_id, n.product_name
FROM (
  SELECT
    c.product_id, c.product_name,
    ROW_NUMBER() OVER (
      PARTITION BY c.product_id
      ORDER BY CASE WHEN c.product_name IS NULL THEN 1 ELSE 0 END, c.line_count DESC, c.product_name) AS place
  FROM (
    SELECT k.product_id, NULLIF(TRIM(k.product_name), '') AS product_name, COUNT(*) AS line_count
    FROM clean_returns_lines AS k
    GROUP BY k.product_id, NULLIF(TRIM(k.product_name), '')
  ) AS c
) AS n
WHERE n.place = 1

-- output: last_lines
-- The last ten lines of each customer, the newest first.
SELECT
  l.customer_id,
  CAST(l.position AS BIGINT) AS position,
  l.occurred_at,
  l.order_id,
  l.product_id,
  n.product_name,
  l.quantity,
  l.amount,
  l.is_return
FROM (
  SELECT
    k.customer_id, k.occurred_at, k.order_id, k.product_id, k.quantity, k.amount, k.is_return,
    ROW_NUMBER() OVER (
      PARTITION BY k.customer_id ORDER BY k.occurred_at DESC, k.order_id DESC, k.line_no DESC) AS position
  FROM clean_returns_lines AS k
  CROSS JOIN features_window AS w
  WHERE k.customer_id IS NOT NULL AND k.unit_price > 0 AND k.occurred_at < w.as_of
) AS l
JOIN named AS n
  ON n.product_id = l.product_id
WHERE l.position <= 10

-- step: bought
-- What each customer kept of each product.
SELECT
  l.customer_id, l.product_id, l.is_product,
  SUM(l.amount_net) AS revenue,
  SUM(l.net_quantity) AS items
FROM clean_returns_lines AS l
CROSS JOIN features_window AS w
WHERE l.customer_id IS NOT NULL AND l.net_quantity <> 0 AND l.unit_price > 0 AND l.occurred_at < w.as_of
GROUP BY l.customer_id, l.product_id, l.is_product

-- output: segment_products
-- The ten products on which each segment spends most.
SELECT
  s.segment,
  CAST(s.position AS BIGINT) AS position,
  s.product_id,
  n.product_name,
  CAST(s.revenue AS DECIMAL(38, 4)) AS revenue,
  CAST(s.items AS BIGINT) AS items,
  CAST(s.customers AS BIGINT) AS customers
FROM (
  SELECT
    p.*,
    ROW_NUMBER() OVER (PARTITION BY p.segment ORDER BY p.revenue DESC, p.product_id) AS position
  FROM (
    SELECT
      c.segment,
      b.product_id,
      SUM(b.revenue) AS revenue,
      SUM(b.items) AS items,
      COUNT(CASE WHEN b.items > 0 THEN 1 END) AS customers
    FROM bought AS b
    JOIN rfm_customers AS c
      ON c.customer_id = b.customer_id
    WHERE b.is_product
    GROUP BY c.segment, b.product_id
  ) AS p
) AS s
JOIN named AS n
  ON n.product_id = s.product_id
WHERE s.position <= 10

-- output: segment_months
-- Each segment's revenue, orders and customers by calendar month, segments as they are now.
SELECT
  c.segment,
  month_start(l.occurred_at) AS month,
  CAST(SUM(l.amount_net) AS DECIMAL(38, 4)) AS revenue,
  CAST(COUNT(DISTINCT CASE WHEN l.net_quantity > 0 THEN l.order_id END) AS BIGINT) AS orders,
  CAST(COUNT(DISTINCT CASE WHEN l.net_quantity > 0 THEN l.customer_id END) AS BIGINT) AS customers
FROM clean_returns_lines AS l
JOIN rfm_customers AS c
  ON c.customer_id = l.customer_id
CROSS JOIN features_window AS w
WHERE l.net_quantity <> 0 AND l.unit_price > 0 AND l.occurred_at < w.as_of
GROUP BY c.segment, month_start(l.occurred_at)
