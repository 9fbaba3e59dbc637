-- Scores, the five schemes and the size of every segment.

CREATE OR REPLACE TEMP MACRO share10(a, b) AS
  CAST(CAST(half_up(CAST(a AS HUGEINT) * 10000000000, CAST(b AS HUGEINT)) AS DECIMAL(20, 0))
    * CAST(0.0000000001 AS DECIMAL(10, 10)) AS DECIMAL(20, 10));
CREATE OR REPLACE TEMP MACRO of_total(u) AS
  CAST(CAST(u AS DECIMAL(28, 0)) * CAST(0.0001 AS DECIMAL(4, 4)) AS DECIMAL(38, 4));

-- Every value of every series once, in ascending order, with what lies below it.
CREATE OR REPLACE TEMP TABLE ladder AS
SELECT
  series,
  v,
  n,
  buyers,
  CAST(sum(n) OVER ascending - n AS BIGINT) AS below,
  CAST(sum(n * v) OVER ascending - n * v AS HUGEINT) AS sum_below,
  CAST(sum(buyers) OVER ascending - buyers AS BIGINT) AS buyers_below
FROM (
  SELECT 'revenue' AS series, CAST(monetary * 10000 AS BIGINT) AS v, count(*) AS n,
    count(*) FILTER (frequency > 0) AS buyers
  FROM customer_features GROUP BY ALL
  UNION ALL
  SELECT 'orders', frequency, count(*), count(*) FILTER (frequency > 0)
  FROM customer_features GROUP BY ALL
  UNION ALL
  SELECT 'recency', -recency_days, count(*), count(*)
  FROM customer_features WHERE frequency > 0 GROUP BY ALL
  UNION ALL
  SELECT 'margin', margin, count(*), count(*) FILTER (frequency > 0)
  FROM customer_features WHERE margin IS NOT NULL GROUP BY ALL
  UNION ALL
  SELECT 'contribution', CAST(contribution_margin * 10000 AS BIGINT), count(*),
    count(*) FILTER (frequency > 0)
  FROM customer_features WHERE contribution_margin IS NOT NULL GROUP BY ALL)
WINDOW ascending AS (PARTITION BY series ORDER BY v);

CREATE OR REPLACE TEMP TABLE series_total AS
SELECT
  series,
  CAST(sum(n) AS BIGINT) AS n,
  CAST(sum(buyers) AS BIGINT) AS buyers,
  CAST(sum(n * v) AS HUGEINT) AS total,
  CAST(coalesce(sum(n * v) FILTER (v > 0), 0) AS HUGEINT) AS positive,
  CAST(coalesce(sum(n * v) FILTER (v < 0), 0) AS HUGEINT) AS negative,
  CAST(sum(CAST(v AS HUGEINT) * (n * below + n * (n + 1) // 2)) AS HUGEINT) AS rank_sum
FROM ladder
GROUP BY series;

-- score = 1 + floor(5 · share of buyers strictly worse): the least value that has it or a better one.
CREATE OR REPLACE TEMP TABLE edge AS
SELECT
  min(v) FILTER (series = 'recency' AND l.buyers > 0
    AND 5 * l.buyers_below >= 1 * t.buyers) AS recency_2,
  min(v) FILTER (series = 'recency' AND l.buyers > 0
    AND 5 * l.buyers_below >= 2 * t.buyers) AS recency_3,
  min(v) FILTER (series = 'recency' AND l.buyers > 0
    AND 5 * l.buyers_below >= 3 * t.buyers) AS recency_4,
  min(v) FILTER (series = 'recency' AND l.buyers > 0
    AND 5 * l.buyers_below >= 4 * t.buyers) AS recency_5,
  min(v) FILTER (series = 'orders' AND l.buyers > 0
    AND 5 * l.buyers_below >= 1 * t.buyers) AS orders_2,
  min(v) FILTER (series = 'orders' AND l.buyers > 0
    AND 5 * l.buyers_below >= 2 * t.buyers) AS orders_3,
  min(v) FILTER (series = 'orders' AND l.buyers > 0
    AND 5 * l.buyers_below >= 3 * t.buyers) AS orders_4,
  min(v) FILTER (series = 'orders' AND l.buyers > 0
    AND 5 * l.buyers_below >= 4 * t.buyers) AS orders_5,
  min(v) FILTER (series = 'revenue' AND l.buyers > 0
    AND 5 * l.buyers_below >= 1 * t.buyers) AS revenue_2,
  min(v) FILTER (series = 'revenue' AND l.buyers > 0
    AND 5 * l.buyers_below >= 2 * t.buyers) AS revenue_3,
  min(v) FILTER (series = 'revenue' AND l.buyers > 0
    AND 5 * l.buyers_below >= 3 * t.buyers) AS revenue_4,
  min(v) FILTER (series = 'revenue' AND l.buyers > 0
    AND 5 * l.buyers_below >= 4 * t.buyers) AS revenue_5,
  min(v) FILTER (series = 'revenue' AND l.buyers > 0 AND 5 * l.buyers_below >= 4 * t.buyers)
    AS high_value,
  min(v) FILTER (series = 'revenue' AND v > 0
    AND 5 * (t.total - l.sum_below - l.n * v) < 4 * t.positive) AS class_a,
  min(v) FILTER (series = 'revenue' AND v > 0
    AND 20 * (t.total - l.sum_below - l.n * v) < 19 * t.positive) AS class_b
FROM ladder l JOIN series_total t USING (series);

CREATE OR REPLACE TEMP TABLE scored AS
SELECT
  f.*,
  CAST(monetary * 10000 AS BIGINT) AS m,
  CASE WHEN frequency > 0 THEN CASE
    WHEN -recency_days >= recency_5 THEN 5
    WHEN -recency_days >= recency_4 THEN 4
    WHEN -recency_days >= recency_3 THEN 3
    WHEN -recency_days >= recency_2 THEN 2
    ELSE 1 END END AS recency_score,
  CASE WHEN frequency > 0 THEN CASE
    WHEN frequency >= orders_5 THEN 5
    WHEN frequency >= orders_4 THEN 4
    WHEN frequency >= orders_3 THEN 3
    WHEN frequency >= orders_2 THEN 2
    ELSE 1 END END AS frequency_score,
  CASE WHEN frequency > 0 THEN CASE
    WHEN m >= revenue_5 THEN 5
    WHEN m >= revenue_4 THEN 4
    WHEN m >= revenue_3 THEN 3
    WHEN m >= revenue_2 THEN 2
    ELSE 1 END END AS monetary_score,
  tenure_days >= 2 * loyalty_period_days AND purchase_days >= 3 AND active_period_share >= 0.5
    AND 2 * recency_days <= 3 * loyalty_period_days
    AND coalesce(discounted_revenue_share, 0) < 0.8 AS loyal,
  m >= high_value AS high,
  CASE WHEN m > 0 AND m >= class_a THEN 'a' WHEN m > 0 AND m >= class_b THEN 'b' ELSE 'c' END AS abc
FROM (
  SELECT customer_id, recency_days, frequency, monetary, margin, tenure_days, purchase_days,
    loyalty_period_days, active_period_share, discounted_revenue_share, known_cost_share,
    contribution_margin_365d, frequency_365d
  FROM customer_features) f, edge;

CREATE OR REPLACE TEMP TABLE customer_segments AS
SELECT
  customer_id,
  recency_days,
  frequency,
  m,
  margin,
  recency_score,
  frequency_score,
  monetary_score,
  CASE
    WHEN frequency = 0 THEN 'no_purchase'
    WHEN recency_score = 5 AND frequency_score >= 4 AND frequency >= 4 THEN 'champion'
    WHEN recency_score BETWEEN 3 AND 4 AND frequency_score >= 4 AND frequency >= 4 THEN 'loyal'
    WHEN recency_score >= 4 AND frequency_score >= 2 THEN 'potential_loyalist'
    WHEN recency_score = 5 THEN 'new_customer'
    WHEN recency_score = 4 THEN 'promising'
    WHEN recency_score = 3 AND frequency_score = 3 THEN 'need_attention'
    WHEN recency_score = 3 THEN 'about_to_sleep'
    WHEN frequency_score = 5 AND frequency >= 4 THEN 'cannot_lose'
    WHEN frequency_score >= 3 THEN 'at_risk'
    ELSE 'hibernating' END AS rfm,
  CASE
    WHEN frequency = 0 THEN 'no_purchase'
    ELSE CASE WHEN frequency < 2 THEN 'new' WHEN frequency < 4 THEN 'promising' ELSE 'regular' END
      || CASE WHEN recency_days < 60 THEN '_active' WHEN recency_days < 90 THEN '_sleeping'
        ELSE '_lost' END END AS lifecycle_9,
  abc,
  CASE
    WHEN frequency = 0 THEN 'no_purchase'
    WHEN coalesce(known_cost_share, 0) < 0.8 THEN 'cost_unknown'
    WHEN tenure_days < 2 * loyalty_period_days THEN 'too_early'
    WHEN frequency_365d = 0 THEN 'lapsed'
    WHEN contribution_margin_365d > 0 AND loyal THEN 'profitable_loyal'
    WHEN contribution_margin_365d > 0 THEN 'profitable_disloyal'
    WHEN loyal THEN 'unprofitable_loyal'
    ELSE 'unprofitable_disloyal' END AS profit_loyalty,
  CASE
    WHEN frequency = 0 THEN 'no_purchase'
    WHEN tenure_days < 2 * loyalty_period_days THEN 'too_early'
    WHEN high AND loyal THEN 'high_value_loyal'
    WHEN high THEN 'high_value_disloyal'
    WHEN loyal THEN 'low_value_loyal'
    ELSE 'low_value_disloyal' END AS value_loyalty
FROM scored;

COPY (SELECT * EXCLUDE (recency_days, frequency, m, margin) FROM customer_segments)
  TO '${output}/customer_segments.parquet' (FORMAT parquet);

CREATE OR REPLACE TEMP TABLE segment AS
SELECT scheme, unnest(segments) AS segment
FROM (VALUES
  ('rfm', ['champion', 'loyal', 'potential_loyalist', 'new_customer', 'promising',
    'need_attention', 'about_to_sleep', 'cannot_lose', 'at_risk', 'hibernating',
    'no_purchase']),
  ('lifecycle_9', ['new_active', 'new_sleeping', 'new_lost', 'promising_active',
    'promising_sleeping', 'promising_lost', 'regular_active', 'regular_sleeping', 'regular_lost',
    'no_purchase']),
  ('abc', ['a', 'b', 'c']),
  ('profit_loyalty', ['cost_unknown', 'too_early', 'lapsed', 'profitable_loyal', 'profitable_disloyal',
    'unprofitable_loyal', 'unprofitable_disloyal', 'no_purchase']),
  ('value_loyalty', ['too_early', 'high_value_loyal', 'high_value_disloyal', 'low_value_loyal',
    'low_value_disloyal', 'no_purchase'])) AS named (scheme, segments);

COPY (
  WITH
    counted AS (
      SELECT
        CASE WHEN rfm IS NOT NULL THEN 'rfm' WHEN lifecycle_9 IS NOT NULL THEN 'lifecycle_9'
          WHEN abc IS NOT NULL THEN 'abc' WHEN profit_loyalty IS NOT NULL THEN 'profit_loyalty'
          ELSE 'value_loyalty' END AS scheme,
        coalesce(rfm, lifecycle_9, abc, profit_loyalty, value_loyalty) AS segment,
        count(*) AS customers,
        CAST(sum(frequency) AS BIGINT) AS orders,
        CAST(sum(m) AS HUGEINT) AS revenue,
        CAST(sum(margin) AS HUGEINT) AS margin,
        median(recency_days) AS median_recency,
        median(frequency) AS median_frequency,
        median(m) AS median_monetary
      FROM customer_segments
      GROUP BY GROUPING SETS ((rfm), (lifecycle_9), (abc), (profit_loyalty), (value_loyalty))),
    whole AS (
      SELECT count(*) AS customers, CAST(sum(m) AS HUGEINT) AS revenue,
        CAST(sum(margin) AS HUGEINT) AS margin
      FROM customer_segments)
  SELECT
    scheme,
    segment,
    coalesce(c.customers, 0) AS customers,
    share10(coalesce(c.customers, 0), w.customers) AS customer_share,
    coalesce(c.orders, 0) AS orders,
    of_total(coalesce(c.revenue, 0)) AS revenue,
    share10(coalesce(c.revenue, 0), w.revenue) AS revenue_share,
    of_total(c.margin) AS margin,
    share10(coalesce(c.margin, 0), w.margin) AS margin_share,
    CAST(c.median_recency AS DECIMAL(18, 4)) AS median_recency_days,
    CAST(c.median_frequency AS DECIMAL(18, 4)) AS median_frequency,
    of_units(CAST(round(c.median_monetary) AS BIGINT)) AS median_monetary,
    CAST(0 AS BIGINT) AS leads
  FROM segment LEFT JOIN counted c USING (scheme, segment) CROSS JOIN whole w)
  TO '${output}/segment_summary.parquet' (FORMAT parquet);
