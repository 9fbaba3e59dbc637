-- Concentration of revenue, orders and both margins: from the ladder of values, no rank a customer.

CREATE OR REPLACE TEMP TABLE asked AS
SELECT series, n, total, step, n * step // 100 AS whole, n * step % 100 AS hundredths
FROM series_total, range(0, 100) steps(step)
WHERE series <> 'recency';

-- 100 · (sum of the poorest step % of the customers), linear inside a customer.
CREATE OR REPLACE TEMP TABLE lorenz AS
SELECT a.series, a.step,
  share10(100 * (l.sum_below + CAST(l.v AS HUGEINT) * (a.whole - l.below)) + a.hundredths * l.v,
    100 * a.total) AS share
FROM asked a
ASOF JOIN ladder l ON a.series = l.series AND a.whole >= l.below
UNION ALL
SELECT series, 100, 1 FROM series_total WHERE series <> 'recency';

COPY (
  SELECT series AS measure, 'base' AS scope, 'ascending' AS direction,
    CAST(step * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(5, 4)) AS population_share,
    CASE WHEN total > 0 THEN share END AS value_share
  FROM lorenz JOIN series_total USING (series)
  UNION ALL
  SELECT series, 'base', 'descending',
    CAST((100 - step) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(5, 4)),
    CASE WHEN total > 0 THEN 1 - share END
  FROM lorenz JOIN series_total USING (series))
  TO '${output}/concentration_curve.parquet' (FORMAT parquet);

CREATE OR REPLACE TEMP TABLE top AS
SELECT
  a.series,
  max(share10(t.total - l.sum_below - CAST(l.v AS HUGEINT) * (rest - l.below), t.total))
    FILTER (percent = 1) AS top_1,
  max(share10(t.total - l.sum_below - CAST(l.v AS HUGEINT) * (rest - l.below), t.total))
    FILTER (percent = 5) AS top_5,
  max(share10(t.total - l.sum_below - CAST(l.v AS HUGEINT) * (rest - l.below), t.total))
    FILTER (percent = 10) AS top_10,
  max(share10(t.total - l.sum_below - CAST(l.v AS HUGEINT) * (rest - l.below), t.total))
    FILTER (percent = 20) AS top_20
FROM (
  SELECT series, percent, n - (n * percent + 99) // 100 AS rest
  FROM series_total, (VALUES (1), (5), (10), (20)) p(percent)
  WHERE series <> 'recency') a
ASOF JOIN ladder l ON a.series = l.series AND a.rest >= l.below
JOIN series_total t ON t.series = a.series
GROUP BY a.series;

CREATE OR REPLACE TEMP TABLE held AS
SELECT
  series,
  arg_max(t.n - l.below - l.n
    + ((t.total * 4 + 4) // 5 - (t.total - l.sum_below - l.n * v) + v - 1) // v, v)
    FILTER (5 * (t.total - l.sum_below) >= 4 * t.total AND t.total > 0 AND v > 0) AS for_80,
  arg_max(t.n - l.below - l.n + (l.sum_below + l.n * v + v - 1) // v, v)
    FILTER (l.sum_below <= 0 AND t.total > 0 AND v > 0) AS for_100,
  coalesce(sum(l.n) FILTER (v > 0), 0) AS gaining,
  coalesce(sum(l.n) FILTER (v < 0), 0) AS losing,
  min(v) FILTER (v > 0 AND 5 * (t.total - l.sum_below - l.n * v) < 4 * t.positive) AS edge_a,
  min(v) FILTER (v > 0 AND 20 * (t.total - l.sum_below - l.n * v) < 19 * t.positive) AS edge_b
FROM ladder l JOIN series_total t USING (series)
WHERE series <> 'recency'
GROUP BY series;

-- Twice the area between the Lorenz curve and zero where it lies below, in customers times money:
-- whole trapezoids, and the square over the slope where the curve crosses zero.
CREATE OR REPLACE TEMP TABLE under_zero AS
SELECT
  series,
  CAST(coalesce(sum(-(2 * sum_below + n * v) * n) FILTER (sum_below + n * v <= 0), 0) AS HUGEINT)
    AS trapezoids,
  max(sum_below) FILTER (sum_below <= 0 AND sum_below + n * v > 0) AS before_crossing,
  max(v) FILTER (sum_below <= 0 AND sum_below + n * v > 0) AS slope
FROM ladder
GROUP BY series;

COPY (
  SELECT
    series AS measure,
    'base' AS scope,
    n AS customers,
    of_total(total * scale) AS total,
    of_total(positive * scale) AS positive_total,
    of_total(negative * scale) AS negative_total,
    CASE WHEN total > 0 THEN share10(2 * rank_sum - (n + 1) * total, n * total) END AS gini,
    CASE WHEN total > 0 THEN top_1 END AS top_1_share,
    CASE WHEN total > 0 THEN top_5 END AS top_5_share,
    CASE WHEN total > 0 THEN top_10 END AS top_10_share,
    CASE WHEN total > 0 THEN top_20 END AS top_20_share,
    CAST(for_80 AS BIGINT) AS customers_for_80,
    share10(for_80, n) AS customers_for_80_share,
    CASE WHEN total > 0 THEN share10(positive, total) END AS whale_peak_share,
    CAST(gaining AS BIGINT) AS customers_at_peak,
    CAST(for_100 AS BIGINT) AS customers_for_100,
    share10(for_100, n) AS customers_for_100_share,
    CAST(losing AS BIGINT) AS losing_customers,
    CASE WHEN total > 0 THEN share10((2 * rank_sum - (n + 1) * total) * slope,
      (n * total + trapezoids) * slope + before_crossing * before_crossing) END
      AS gini_normalised,
    of_units(edge_a * scale) AS abc_a_edge,
    of_units(edge_b * scale) AS abc_b_edge
  FROM (SELECT *, CASE WHEN series = 'orders' THEN 10000 ELSE 1 END AS scale FROM series_total)
  JOIN top USING (series)
  JOIN held USING (series)
  JOIN under_zero USING (series))
  TO '${output}/concentration_summary.parquet' (FORMAT parquet);
