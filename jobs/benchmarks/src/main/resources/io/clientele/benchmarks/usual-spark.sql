-- RFM, ABC, lifecycle and the Lorenz curve the usual way: distinct counts and windows over the whole base.

CREATE TEMPORARY VIEW customer AS
SELECT
  customer_id,
  datediff(DATE '${as_of}', CAST(max(ordered_at) AS DATE)) AS recency_days,
  count(DISTINCT order_id) AS frequency,
  count(DISTINCT product_id) AS products,
  sum(amount) AS monetary
FROM parquet.`${input}`
WHERE ordered_at < TIMESTAMP '${as_of}' AND customer_id IS NOT NULL AND amount > 0
GROUP BY customer_id;

CREATE TEMPORARY VIEW scored AS
SELECT
  *,
  6 - ntile(5) OVER (ORDER BY recency_days) AS recency_score,
  ntile(5) OVER (ORDER BY frequency) AS frequency_score,
  ntile(5) OVER (ORDER BY monetary) AS monetary_score,
  sum(monetary) OVER (ORDER BY monetary DESC, customer_id ROWS UNBOUNDED PRECEDING)
    / sum(monetary) OVER () AS held,
  row_number() OVER (ORDER BY monetary DESC, customer_id) AS place
FROM customer;

CACHE TABLE scored;

CREATE TABLE usual_customers USING parquet LOCATION '${output}/usual_customers_spark' AS
SELECT
  *,
  CASE WHEN held <= 0.8 THEN 'a' WHEN held <= 0.95 THEN 'b' ELSE 'c' END AS abc,
  CASE WHEN frequency < 2 THEN 'new' WHEN frequency < 3 THEN 'promising' ELSE 'regular' END
    || CASE WHEN recency_days < 60 THEN '_active' WHEN recency_days < 90 THEN '_sleeping'
      ELSE '_lost' END AS lifecycle
FROM scored;

CREATE TABLE usual_curve USING parquet LOCATION '${output}/usual_curve_spark' AS
SELECT place * 100 DIV (SELECT count(*) FROM scored) AS percent, max(held) AS held
FROM scored
GROUP BY 1;
