-- Functions that stage files share, as Spark SQL writes them; prelude/duckdb.sql defines the same names.
-- Needs spark.sql.session.timeZone = UTC, spark.sql.ansi.enabled = true and time stamps without a zone; sequence and
-- explode are Spark's own. Both engines agree on odd text too: see the tests of Spark.

CREATE TEMPORARY FUNCTION clean_text(x STRING) RETURNS STRING RETURN NULLIF(TRIM(x), '');

CREATE TEMPORARY FUNCTION clean_identifier(x STRING) RETURNS STRING
RETURN NULLIF(TRIM(CASE
  WHEN REGEXP_LIKE(TRIM(x), '^[0-9]+[.]0$') THEN LEFT(TRIM(x), LENGTH(TRIM(x)) - 2)
  ELSE x
END), '');

-- Spark's casts also take 1d, 1f and digits of other scripts.
CREATE TEMPORARY FUNCTION parse_whole(x STRING) RETURNS BIGINT
RETURN CASE
  WHEN NOT REGEXP_LIKE(x, '[^-+0-9.eE \t\n\r]') AND ABS(TRY_CAST(x AS DOUBLE)) <= 1e15
  THEN CASE
    WHEN TRY_CAST(x AS DOUBLE) = FLOOR(TRY_CAST(x AS DOUBLE)) THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS BIGINT)
  END
END;

CREATE TEMPORARY FUNCTION parse_money(x STRING) RETURNS DECIMAL(18, 4)
RETURN CASE
  WHEN REGEXP_LIKE(x, '[^-+0-9.eE \t\n\r]') THEN NULL
  WHEN x ILIKE '%e%' THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(18, 4))
  ELSE TRY_CAST(x AS DECIMAL(18, 4))
END;

CREATE TEMPORARY FUNCTION money_product(quantity BIGINT, price DECIMAL(18, 4)) RETURNS DECIMAL(18, 4)
RETURN CASE
  WHEN ABS(CAST(quantity AS DOUBLE) * CAST(price AS DOUBLE)) < 9e13
  THEN CAST(CAST(quantity AS DECIMAL(18, 0)) * price AS DECIMAL(18, 4))
END;

CREATE TEMPORARY FUNCTION money_part(amount DECIMAL(18, 4), part DECIMAL(23, 4), whole DECIMAL(23, 4))
RETURNS DECIMAL(18, 4)
RETURN CAST(
  CAST(
    (2 * CAST(amount * 10000 AS DECIMAL(18, 0)) * CAST(part * 10000 AS DECIMAL(23, 0)) + CAST(whole * 10000 AS DECIMAL(23, 0)))
      DIV (2 * CAST(whole * 10000 AS DECIMAL(23, 0)))
    AS DECIMAL(22, 0)) * CAST(0.0001 AS DECIMAL(4, 4))
  AS DECIMAL(18, 4));

-- ISO text with the seconds that it lacks before an offset (10:00Z), and without a blank there (10:00:00 +0200).
CREATE TEMPORARY FUNCTION with_seconds(x STRING) RETURNS STRING
RETURN REGEXP_REPLACE(
  REGEXP_REPLACE(x, '^([-0-9]{10}[ T][0-9]{1,2}:[0-9]{2}[0-9:.]*) +([-+][0-9]{2}(:?[0-9]{2})?)$', '$1$2'),
  '^([-0-9]{10}[ T][0-9]{1,2}:[0-9]{2})(Z| UTC|[-+][0-9]{2}(:?[0-9]{2})?)$', '$1:00$2');

-- What may be a date is told by its form: Spark's own casts take an hour without minutes and names of zones, and its
-- patterns any number of digits.
CREATE TEMPORARY FUNCTION parse_timestamp(x STRING) RETURNS TIMESTAMP
RETURN CASE
  WHEN REGEXP_LIKE(x, '^[ \t]*[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( +[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?)? *$') THEN COALESCE(
    TRY_TO_TIMESTAMP(TRIM(REGEXP_REPLACE(x, '[ \t]+', ' ')), 'M/d/yyyy H:m'),
    TRY_TO_TIMESTAMP(TRIM(REGEXP_REPLACE(x, '[ \t]+', ' ')), 'M/d/yyyy H:m:s'),
    TRY_TO_TIMESTAMP(TRIM(x), 'M/d/yyyy'))
  WHEN REGEXP_LIKE(TRIM(x), '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]24:00(:00([.]0*)?)?Z?$')
  THEN TRY_CAST(LEFT(TRIM(x), 10) AS TIMESTAMP) + INTERVAL 1 DAY
  WHEN REGEXP_LIKE(
    TRIM(x), '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{1,2}([.][0-9]*)?)?(Z| UTC| *[-+][0-9]{2}(:?[0-9]{2})?)?)?$')
  THEN CASE
    WHEN x LIKE '%:%+%' OR x LIKE '%:%-%' THEN CAST(TRY_CAST(with_seconds(TRIM(x)) AS TIMESTAMP_LTZ) AS TIMESTAMP)
    ELSE TRY_CAST(with_seconds(TRIM(x)) AS TIMESTAMP)
  END
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
