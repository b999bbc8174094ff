-- Functions that stage files share, as Spark SQL writes them; prelude/duckdb.sql defines the same names.
-- Tried by hand on Spark 4.3.0 with generated and real data: outputs equal to DuckDB's, but for the estimates
-- in ingest.profile. Needs spark.sql.session.timeZone = UTC and spark.sql.ansi.enabled = true; sequence and
-- explode are Spark's own. Text with a UTC offset relies on Spark's cast and has not been tried.

CREATE TEMPORARY FUNCTION clean_text(x STRING) RETURNS STRING RETURN NULLIF(TRIM(x), '');

CREATE TEMPORARY FUNCTION clean_identifier(x STRING) RETURNS STRING
RETURN NULLIF(TRIM(CASE WHEN TRIM(x) LIKE '%.0' THEN LEFT(TRIM(x), LENGTH(TRIM(x)) - 2) ELSE x END), '');

CREATE TEMPORARY FUNCTION parse_whole(x STRING) RETURNS BIGINT
RETURN CASE
  WHEN TRY_CAST(x AS DOUBLE) = FLOOR(TRY_CAST(x AS DOUBLE)) AND ABS(TRY_CAST(x AS DOUBLE)) <= 1e15
  THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS BIGINT)
END;

CREATE TEMPORARY FUNCTION parse_money(x STRING) RETURNS DECIMAL(18, 4) RETURN TRY_CAST(x AS DECIMAL(18, 4));

CREATE TEMPORARY FUNCTION money_product(quantity BIGINT, price DECIMAL(18, 4)) RETURNS DECIMAL(18, 4)
RETURN CASE
  WHEN ABS(CAST(quantity AS DOUBLE) * CAST(price AS DOUBLE)) < 9e13
  THEN CAST(CAST(quantity AS DECIMAL(18, 0)) * price AS DECIMAL(18, 4))
END;

CREATE TEMPORARY FUNCTION parse_timestamp(x STRING) RETURNS TIMESTAMP
RETURN CASE
  WHEN x LIKE '%/%/%' THEN COALESCE(
    TRY_TO_TIMESTAMP(TRIM(x), 'M/d/yyyy H:mm'),
    TRY_TO_TIMESTAMP(TRIM(x), 'M/d/yyyy H:mm:ss'),
    TRY_TO_TIMESTAMP(TRIM(x), 'M/d/yyyy'))
  WHEN TRIM(x) LIKE '____-__-__%' THEN TRY_CAST(TRIM(x) AS TIMESTAMP)
END;

CREATE TEMPORARY FUNCTION days_between(a TIMESTAMP, b TIMESTAMP) RETURNS BIGINT RETURN TIMESTAMPDIFF(DAY, a, b);

CREATE TEMPORARY FUNCTION seconds_between(a TIMESTAMP, b TIMESTAMP) RETURNS BIGINT RETURN TIMESTAMPDIFF(SECOND, a, b);

CREATE TEMPORARY FUNCTION month_start(x TIMESTAMP) RETURNS DATE RETURN TRUNC(x, 'MONTH');

CREATE TEMPORARY FUNCTION text_matches(x STRING, pattern STRING) RETURNS BOOLEAN RETURN REGEXP_LIKE(x, pattern);

CREATE TEMPORARY FUNCTION csv_field(x STRING) RETURNS STRING
RETURN CASE
  WHEN x IS NULL THEN ''
  WHEN x LIKE '%,%' OR x LIKE '%"%' OR CONTAINS(x, CHR(10)) OR CONTAINS(x, CHR(13))
  THEN CONCAT('"', REPLACE(x, '"', '""'), '"')
  ELSE x
END;
