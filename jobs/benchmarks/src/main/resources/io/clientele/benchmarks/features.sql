-- Customer features from the lines, in whole cents and in days back from the as-of date.
-- ${input}: the Parquet file; ${as_of}: a date; ${output}: the directory of the results.

-- a / b in whole numbers, halves away from zero; null where b is 0.
CREATE OR REPLACE TEMP MACRO half_up(a, b) AS
  CASE WHEN b <> 0 THEN sign(a) * sign(b) * ((2 * abs(a) + abs(b)) // (2 * abs(b))) END;
CREATE OR REPLACE TEMP MACRO of_cents(c) AS
  CAST(CAST(c AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 4));
CREATE OR REPLACE TEMP MACRO of_units(u) AS
  CAST(u AS DECIMAL(14, 0)) * CAST(0.0001 AS DECIMAL(4, 4));
CREATE OR REPLACE TEMP MACRO share6(a, b) AS
  CAST(CAST(half_up(CAST(a AS BIGINT) * 1000000, CAST(b AS BIGINT)) AS DECIMAL(12, 0))
    * CAST(0.000001 AS DECIMAL(6, 6)) AS DECIMAL(18, 6));

-- Margin in 10⁻⁴: what is known, and the rest at the customer's own known rate.
CREATE OR REPLACE TEMP MACRO margin_units(net, known, cost, life_known, life_cost) AS
  CASE
    WHEN net = known THEN CAST(100 * (known - cost) AS BIGINT)
    WHEN known > 0 THEN CAST(100 * (known - cost)
      + half_up(CAST(100 * (net - known) AS HUGEINT) * (known - cost), known) AS BIGINT)
    WHEN life_known > 0 THEN CAST(100 * (known - cost)
      + half_up(CAST(100 * (net - known) AS HUGEINT) * (life_known - life_cost), life_known)
      AS BIGINT)
  END;

CREATE OR REPLACE TEMP VIEW line AS
SELECT
  customer_id,
  order_id,
  product_id,
  CAST(date_diff('day', DATE '1970-01-01', DATE '${as_of}') - epoch_us(ordered_at) // 86400000000
    AS INTEGER) AS back,
  kind = 'sale' AS sale,
  CAST(amount * 100 AS BIGINT) AS amount,
  CAST(cost * 100 AS BIGINT) AS cost,
  CAST(discount * 100 AS BIGINT) AS discount,
  quantity
FROM read_parquet('${input}')
WHERE ordered_at < TIMESTAMPTZ '${as_of} 00:00:00+00' AND trim(customer_id) <> '';

-- The windows are unions of disjoint bands of days, so each line is added up once.
CREATE OR REPLACE TEMP TABLE band_money AS
SELECT
  customer_id,
  CASE WHEN back <= 90 THEN 1 WHEN back <= 180 THEN 2 WHEN back <= 365 THEN 3
    WHEN back <= 730 THEN 4 ELSE 5 END AS band,
  count(*) FILTER (sale) AS lines,
  count(*) FILTER (NOT sale) AS return_lines,
  count(quantity) AS quantity_lines,
  CAST(sum(amount) AS BIGINT) AS net,
  CAST(coalesce(sum(amount) FILTER (sale), 0) AS BIGINT) AS bought,
  CAST(coalesce(sum(CASE WHEN sale THEN quantity ELSE -abs(quantity) END), 0) AS BIGINT) AS quantity,
  CAST(coalesce(sum(discount) FILTER (sale), 0) AS BIGINT) AS discount,
  CAST(coalesce(sum(amount) FILTER (sale AND discount <> 0), 0) AS BIGINT) AS discounted,
  CAST(coalesce(sum(amount) FILTER (cost IS NOT NULL), 0) AS BIGINT) AS known,
  CAST(coalesce(sum(CASE WHEN sale THEN cost ELSE -abs(cost) END), 0) AS BIGINT) AS cost,
  CAST(coalesce(sum(amount) FILTER (sale AND cost IS NOT NULL), 0) AS BIGINT) AS known_bought
FROM line
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE product AS
SELECT customer_id, count(*) AS products
FROM (
  SELECT DISTINCT customer_id, product_id
  FROM line
  WHERE sale AND amount > 0 AND trim(product_id) <> '')
GROUP BY customer_id;

-- A purchase is an order with a sale of positive value, on the day of its earliest such line.
CREATE OR REPLACE TEMP TABLE purchase_day AS
SELECT
  customer_id,
  back,
  count(*) AS orders,
  count(*) FILTER (net > 0) AS kept,
  date_diff('month', DATE '1970-01-01', DATE '${as_of}' - back) AS month
FROM (
  SELECT customer_id, max(back) FILTER (sale AND amount > 0) AS back, sum(amount) AS net
  FROM line
  GROUP BY customer_id, order_id)
WHERE back IS NOT NULL
GROUP BY customer_id, back;

CREATE OR REPLACE TEMP TABLE spaced_day AS
SELECT
  customer_id,
  back,
  orders,
  kept,
  month <> lag(month) OVER earlier AS new_month,
  lag(back) OVER earlier AS next_back,
  back - next_back AS gap
FROM purchase_day
WINDOW earlier AS (PARTITION BY customer_id ORDER BY back);

-- The loyalty period: the 80 % quantile of all repurchase gaps, within 30 to 730 days.
CREATE OR REPLACE TEMP TABLE base AS
WITH
  length AS (
    SELECT gap, count(*) AS gaps FROM spaced_day WHERE gap IS NOT NULL GROUP BY gap),
  reached AS (
    SELECT gap, sum(gaps) OVER (ORDER BY gap) AS upto, sum(gaps) OVER () AS total FROM length),
  repeat_buyer AS (
    SELECT count(*) AS customers
    FROM (SELECT customer_id FROM purchase_day GROUP BY customer_id HAVING count(*) >= 2))
SELECT CAST(CASE
  WHEN (SELECT customers FROM repeat_buyer) < 200 THEN 90
  ELSE greatest(30, least(730, (SELECT min(gap) FROM reached WHERE upto * 100 >= total * 80)))
  END AS BIGINT) AS period;

CREATE OR REPLACE TEMP TABLE rhythm AS
SELECT
  customer_id,
  max(back) AS first_back,
  min(back) AS last_back,
  CAST(sum(orders) AS BIGINT) AS frequency,
  CAST(sum(kept) AS BIGINT) AS kept_orders,
  count(*) AS purchase_days,
  1 + count(*) FILTER (new_month) AS active_months,
  1 + count(*) FILTER (back // period <> next_back // period) AS active_periods,
  count(gap) AS gaps,
  CAST(sum(gap) AS BIGINT) AS gap_sum,
  CAST(sum(gap * gap) AS BIGINT) AS gap_squares,
  max(gap) AS gap_max,
  median(gap) AS gap_median,
  CAST(coalesce(sum(orders) FILTER (back <= 90), 0) AS BIGINT) AS frequency_90d,
  CAST(coalesce(sum(orders) FILTER (back <= 365), 0) AS BIGINT) AS frequency_365d,
  CAST(coalesce(sum(orders) FILTER (back BETWEEN 91 AND 180), 0) AS BIGINT) AS frequency_prior_90d,
  CAST(coalesce(sum(orders) FILTER (back BETWEEN 366 AND 730), 0) AS BIGINT)
    AS frequency_prior_365d,
  count(*) FILTER (back <= 90) AS purchase_days_90d,
  count(*) FILTER (back <= 365) AS purchase_days_365d,
  count(*) FILTER (back BETWEEN 91 AND 180) AS purchase_days_prior_90d
FROM spaced_day, base
GROUP BY customer_id;

CREATE OR REPLACE TEMP TABLE money AS
SELECT
  customer_id,
  CAST(sum(return_lines) AS BIGINT) AS return_lines,
  CAST(sum(quantity_lines) AS BIGINT) AS quantity_lines,
  CAST(sum(discounted) AS BIGINT) AS discounted,
  CAST(sum(known_bought) AS BIGINT) AS known_bought,
  CAST(sum(lines) AS BIGINT) AS lines,
  CAST(sum(net) AS BIGINT) AS net,
  CAST(sum(bought) AS BIGINT) AS bought,
  CAST(sum(quantity) AS BIGINT) AS quantity,
  CAST(sum(discount) AS BIGINT) AS discount,
  CAST(sum(known) AS BIGINT) AS known,
  CAST(sum(cost) AS BIGINT) AS cost,
  CAST(coalesce(sum(lines) FILTER (band = 1), 0) AS BIGINT) AS lines_90d,
  CAST(coalesce(sum(return_lines) FILTER (band = 1), 0) AS BIGINT) AS return_lines_90d,
  CAST(coalesce(sum(net) FILTER (band = 1), 0) AS BIGINT) AS net_90d,
  CAST(coalesce(sum(bought) FILTER (band = 1), 0) AS BIGINT) AS bought_90d,
  CAST(coalesce(sum(quantity) FILTER (band = 1), 0) AS BIGINT) AS quantity_90d,
  CAST(coalesce(sum(discount) FILTER (band = 1), 0) AS BIGINT) AS discount_90d,
  CAST(coalesce(sum(known) FILTER (band = 1), 0) AS BIGINT) AS known_90d,
  CAST(coalesce(sum(cost) FILTER (band = 1), 0) AS BIGINT) AS cost_90d,
  CAST(coalesce(sum(lines) FILTER (band <= 3), 0) AS BIGINT) AS lines_365d,
  CAST(coalesce(sum(return_lines) FILTER (band <= 3), 0) AS BIGINT) AS return_lines_365d,
  CAST(coalesce(sum(net) FILTER (band <= 3), 0) AS BIGINT) AS net_365d,
  CAST(coalesce(sum(bought) FILTER (band <= 3), 0) AS BIGINT) AS bought_365d,
  CAST(coalesce(sum(quantity) FILTER (band <= 3), 0) AS BIGINT) AS quantity_365d,
  CAST(coalesce(sum(discount) FILTER (band <= 3), 0) AS BIGINT) AS discount_365d,
  CAST(coalesce(sum(known) FILTER (band <= 3), 0) AS BIGINT) AS known_365d,
  CAST(coalesce(sum(cost) FILTER (band <= 3), 0) AS BIGINT) AS cost_365d,
  CAST(coalesce(sum(lines) FILTER (band = 2), 0) AS BIGINT) AS lines_prior_90d,
  CAST(coalesce(sum(return_lines) FILTER (band = 2), 0) AS BIGINT) AS return_lines_prior_90d,
  CAST(coalesce(sum(net) FILTER (band = 2), 0) AS BIGINT) AS net_prior_90d,
  CAST(coalesce(sum(bought) FILTER (band = 2), 0) AS BIGINT) AS bought_prior_90d,
  CAST(coalesce(sum(quantity) FILTER (band = 2), 0) AS BIGINT) AS quantity_prior_90d,
  CAST(coalesce(sum(discount) FILTER (band = 2), 0) AS BIGINT) AS discount_prior_90d,
  CAST(coalesce(sum(known) FILTER (band = 2), 0) AS BIGINT) AS known_prior_90d,
  CAST(coalesce(sum(cost) FILTER (band = 2), 0) AS BIGINT) AS cost_prior_90d,
  CAST(coalesce(sum(net) FILTER (band = 4), 0) AS BIGINT) AS net_prior_365d,
  CAST(coalesce(sum(quantity) FILTER (band = 4), 0) AS BIGINT) AS quantity_prior_365d,
  CAST(coalesce(sum(known) FILTER (band = 4), 0) AS BIGINT) AS known_prior_365d,
  CAST(coalesce(sum(cost) FILTER (band = 4), 0) AS BIGINT) AS cost_prior_365d
FROM band_money
GROUP BY customer_id;

-- Winter begins in December: month 12 counts as month 0.
CREATE OR REPLACE TEMP TABLE season AS
SELECT customer_id, arg_max(name, (amount, -number)) AS name, max(amount) AS amount
FROM (
  SELECT
    customer_id,
    month(DATE '${as_of}' - back) % 12 // 3 AS number,
    ['winter', 'spring', 'summer', 'autumn'][number + 1] AS name,
    CAST(sum(amount) AS BIGINT) AS amount
  FROM line
  WHERE sale AND amount > 0
  GROUP BY ALL)
GROUP BY customer_id;

CREATE OR REPLACE TEMP TABLE order_size AS
SELECT customer_id, CAST(median(units) AS DECIMAL(18, 4)) AS units
FROM (
  SELECT customer_id, order_id, sum(quantity) AS units
  FROM line
  WHERE sale AND amount > 0
  GROUP BY ALL)
GROUP BY customer_id;

CREATE OR REPLACE TEMP TABLE customer_features AS
SELECT
  m.customer_id,
  DATE '${as_of}' - r.first_back AS first_purchase_on,
  DATE '${as_of}' - r.last_back AS last_purchase_on,
  CAST(r.last_back AS BIGINT) AS recency_days,
  CAST(r.first_back AS BIGINT) AS tenure_days,
  coalesce(r.frequency, 0) AS frequency,
  coalesce(r.purchase_days, 0) AS purchase_days,
  coalesce(r.kept_orders, 0) AS kept_orders,
  coalesce(r.active_months, 0) AS active_months,
  of_units(half_up(r.gap_sum * 10000, r.gaps)) AS mean_gap_days,
  CASE WHEN r.gaps >= 2 THEN of_units(round(10000
    * sqrt(CAST(r.gaps * r.gap_squares - r.gap_sum * r.gap_sum AS DOUBLE)
      / (CAST(r.gaps AS DOUBLE) * (r.gaps - 1))))) END AS gap_spread_days,
  CAST(r.gap_median AS DECIMAL(18, 4)) AS median_gap_days,
  CASE WHEN r.purchase_days >= 3 THEN CAST(r.gap_max AS BIGINT) END AS max_gap_days,
  DATE '${as_of}' - r.last_back + CAST(half_up(r.gap_sum, r.gaps) AS INTEGER) AS expected_next_on,
  b.period AS loyalty_period_days,
  share6(r.active_periods, r.first_back // b.period + 1) AS active_period_share,
  of_cents(m.net) AS monetary,
  of_cents(m.bought) AS purchase_amount,
  of_cents(m.bought - m.net) AS return_amount,
  share6(m.bought - m.net, m.bought) AS return_amount_share,
  of_units(half_up(100 * m.bought, r.frequency)) AS average_order_value,
  m.lines,
  m.return_lines,
  CASE WHEN m.quantity_lines > 0 THEN CAST(m.quantity AS DECIMAL(18, 4)) END AS quantity,
  coalesce(p.products, 0) AS distinct_products,
  of_cents(m.discount) AS discount_amount,
  share6(m.discount, m.bought + m.discount) AS discount_share,
  share6(m.discounted, m.bought) AS discounted_revenue_share,
  share6(m.known_bought, m.bought) AS known_cost_share,
  margin_units(m.net, m.known, m.cost, m.known, m.cost) AS margin,
  of_units(100 * m.net - margin) AS cost_of_goods,
  of_units(margin) AS gross_margin,
  share6(margin, 100 * m.net) AS gross_margin_share,
  of_units(margin) AS contribution_margin,
  share6(margin, 100 * m.net) AS contribution_margin_share,
  coalesce(r.frequency_90d, 0) AS frequency_90d,
  coalesce(r.purchase_days_90d, 0) AS purchase_days_90d,
  of_cents(m.net_90d) AS net_revenue_90d,
  of_cents(m.bought_90d) AS purchase_amount_90d,
  of_cents(m.bought_90d - m.net_90d) AS return_amount_90d,
  of_units(half_up(100 * m.bought_90d, r.frequency_90d)) AS average_order_value_90d,
  m.lines_90d,
  m.return_lines_90d,
  CAST(m.quantity_90d AS DECIMAL(18, 4)) AS quantity_90d,
  of_cents(m.discount_90d) AS discount_amount_90d,
  of_units(margin_units(m.net_90d, m.known_90d, m.cost_90d, m.known, m.cost))
    AS gross_margin_90d,
  gross_margin_90d AS contribution_margin_90d,
  coalesce(r.frequency_365d, 0) AS frequency_365d,
  coalesce(r.purchase_days_365d, 0) AS purchase_days_365d,
  of_cents(m.net_365d) AS net_revenue_365d,
  of_cents(m.bought_365d) AS purchase_amount_365d,
  of_cents(m.bought_365d - m.net_365d) AS return_amount_365d,
  of_units(half_up(100 * m.bought_365d, r.frequency_365d)) AS average_order_value_365d,
  m.lines_365d,
  m.return_lines_365d,
  CAST(m.quantity_365d AS DECIMAL(18, 4)) AS quantity_365d,
  of_cents(m.discount_365d) AS discount_amount_365d,
  of_units(margin_units(m.net_365d, m.known_365d, m.cost_365d, m.known, m.cost))
    AS gross_margin_365d,
  of_cents(m.net_365d) - gross_margin_365d AS cost_of_goods_365d,
  gross_margin_365d AS contribution_margin_365d,
  coalesce(r.frequency_prior_90d, 0) AS frequency_prior_90d,
  coalesce(r.purchase_days_prior_90d, 0) AS purchase_days_prior_90d,
  of_cents(m.net_prior_90d) AS net_revenue_prior_90d,
  of_cents(m.bought_prior_90d) AS purchase_amount_prior_90d,
  of_cents(m.bought_prior_90d - m.net_prior_90d) AS return_amount_prior_90d,
  of_units(half_up(100 * m.bought_prior_90d, r.frequency_prior_90d)) AS average_order_value_prior_90d,
  m.lines_prior_90d,
  m.return_lines_prior_90d,
  CAST(m.quantity_prior_90d AS DECIMAL(18, 4)) AS quantity_prior_90d,
  of_cents(m.discount_prior_90d) AS discount_amount_prior_90d,
  of_units(margin_units(m.net_prior_90d, m.known_prior_90d, m.cost_prior_90d, m.known, m.cost))
    AS gross_margin_prior_90d,
  gross_margin_prior_90d AS contribution_margin_prior_90d,
  coalesce(r.frequency_prior_365d, 0) AS frequency_prior_365d,
  of_cents(m.net_prior_365d) AS net_revenue_prior_365d,
  CAST(m.quantity_prior_365d AS DECIMAL(18, 4)) AS quantity_prior_365d,
  of_units(margin_units(m.net_prior_365d, m.known_prior_365d, m.cost_prior_365d, m.known, m.cost))
    AS gross_margin_prior_365d,
  gross_margin_prior_365d AS contribution_margin_prior_365d,
  of_cents(m.net_90d - m.net_prior_90d) AS net_revenue_change_90d,
  contribution_margin_90d - contribution_margin_prior_90d AS contribution_margin_change_90d,
  contribution_margin_365d - contribution_margin_prior_365d AS contribution_margin_change_365d,
  contribution_margin_365d AS value_365d,
  s.name AS top_season,
  share6(s.amount, m.bought) AS top_season_share,
  o.units AS median_order_units
FROM money m
LEFT JOIN rhythm r USING (customer_id)
LEFT JOIN product p USING (customer_id)
LEFT JOIN season s USING (customer_id)
LEFT JOIN order_size o USING (customer_id)
CROSS JOIN base b;

COPY (SELECT * EXCLUDE (margin) FROM customer_features)
  TO '${output}/customer_features.parquet' (FORMAT parquet);
