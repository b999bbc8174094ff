-- Functions that stage files share, as DuckDB writes them. prelude/spark.sql defines the same names.
-- Every function takes and gives NULL where an argument is NULL, unless it says otherwise.

-- Text without surrounding blanks; what is empty is NULL.
CREATE OR REPLACE TEMP MACRO clean_text(x) AS
  CASE WHEN x LIKE ' %' OR x LIKE '% ' OR x = '' THEN NULLIF(TRIM(x), '') ELSE x END;

-- An identifier as text: '17850' and '17850.0' (a number that went through a float) are the same one.
CREATE OR REPLACE TEMP MACRO clean_identifier(x) AS
  CASE
    WHEN x LIKE ' %' OR x LIKE '% ' OR x = '' OR x LIKE '%.0'
    THEN NULLIF(TRIM(CASE
      WHEN TRIM(x) LIKE '_%.0' AND LTRIM(LEFT(TRIM(x), LENGTH(TRIM(x)) - 2), '0123456789') = ''
      THEN LEFT(TRIM(x), LENGTH(TRIM(x)) - 2)
      ELSE x
    END), '')
    ELSE x
  END;

-- A whole number, also when written '6.0'; anything else is NULL, also 1_000, which the engine would take.
CREATE OR REPLACE TEMP MACRO parse_whole(x) AS
  CASE
    WHEN TRY_CAST(x AS DOUBLE) = FLOOR(TRY_CAST(x AS DOUBLE)) AND ABS(TRY_CAST(x AS DOUBLE)) <= 1e15 AND NOT CONTAINS(x, '_')
    THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS BIGINT)
  END;

-- An amount of money or a price, a point as decimal mark; anything else is NULL. With an exponent by way of a double:
-- the engine's own cast makes 0.0001 of 9e-20.
CREATE OR REPLACE TEMP MACRO parse_money(x) AS
  CASE
    WHEN CONTAINS(x, '_') THEN NULL
    WHEN x ILIKE '%e%' THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(18, 4))
    ELSE TRY_CAST(x AS DECIMAL(18, 4))
  END;

-- Quantity times price; NULL where it does not fit DECIMAL(18, 4).
CREATE OR REPLACE TEMP MACRO money_product(quantity, price) AS
  CASE
    WHEN ABS(CAST(quantity AS DOUBLE) * CAST(price AS DOUBLE)) < 9e13
    THEN CAST(CAST(quantity AS DECIMAL(18, 0)) * price AS DECIMAL(18, 4))
  END;

-- part / whole of an amount of money, to the fourth decimal, a half up, in whole numbers: no engine's division is in it.
CREATE OR REPLACE TEMP MACRO money_units(x) AS CAST(CAST(x AS DECIMAL(23, 4)) * 10000 AS HUGEINT);
CREATE OR REPLACE TEMP MACRO money_part(amount, part, whole) AS
  CAST(
    CAST(
      (2 * money_units(amount) * money_units(part) + money_units(whole)) // (2 * money_units(whole)) AS DECIMAL(22, 0))
        * CAST(0.0001 AS DECIMAL(4, 4))
    AS DECIMAL(18, 4));

-- ISO text with the seconds that it lacks before an offset (10:00Z), and without a blank there (10:00:00 +0200), as the
-- engine asks.
CREATE OR REPLACE TEMP MACRO with_seconds(x) AS
  REGEXP_REPLACE(
    REGEXP_REPLACE(x, '^([-0-9]{10}[ T][0-9]{1,2}:[0-9]{2}[0-9:.]*) +([-+][0-9]{2}(:?[0-9]{2})?)$', '\1\2'),
    '^([-0-9]{10}[ T][0-9]{1,2}:[0-9]{2})(Z| UTC|[-+][0-9]{2}(:?[0-9]{2})?)$', '\1:00\2');

-- A point in time from ISO text (2010-12-01 08:26:00, with T, without seconds, or the day alone)
-- or month-first text (12/1/2010 8:26), in UTC where it names an offset; a day that does not exist is NULL.
CREATE OR REPLACE TEMP MACRO parse_timestamp(x) AS
  CASE
    WHEN x LIKE '%/%/____ %' OR x LIKE '%/%/____' THEN COALESCE(
      TRY_STRPTIME(x, '%m/%d/%Y %H:%M'),
      CAST(TRY_STRPTIME(TRIM(x), ['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y']) AS TIMESTAMP))
    WHEN x LIKE '%:%+%' OR x LIKE '%:%-%' THEN MAKE_TIMESTAMP(EPOCH_US(
      COALESCE(TRY_CAST(TRIM(x) AS TIMESTAMPTZ), TRY_CAST(with_seconds(TRIM(x)) AS TIMESTAMPTZ))))
    WHEN TRIM(x) LIKE '____-__-__%'
    THEN COALESCE(TRY_CAST(TRIM(x) AS TIMESTAMP), TRY_CAST(with_seconds(TRIM(x)) AS TIMESTAMP))
  END;

-- Whole days of 24 hours from a to b.
CREATE OR REPLACE TEMP MACRO days_between(a, b) AS DATESUB('day', a, b);

-- Seconds from a to b, whole.
CREATE OR REPLACE TEMP MACRO seconds_between(a, b) AS DATESUB('second', a, b);

-- Midnight of the month's first day.
CREATE OR REPLACE TEMP MACRO month_start(x) AS CAST(DATE_TRUNC('month', x) AS DATE);

-- Whether the text has a match of a regular expression (no backslashes: the engines escape differently).
CREATE OR REPLACE TEMP MACRO text_matches(x, pattern) AS REGEXP_MATCHES(x, pattern);

-- The field as a CSV writer would put it: empty for NULL, quoted where it must be.
CREATE OR REPLACE TEMP MACRO csv_field(x) AS
  CASE
    WHEN x IS NULL THEN ''
    WHEN x LIKE '%,%' OR x LIKE '%"%' OR CONTAINS(x, CHR(10)) OR CONTAINS(x, CHR(13))
    THEN '"' || REPLACE(x, '"', '""') || '"'
    ELSE x
  END;

-- Whole numbers from a to b as a list, and a list's elements as rows.
CREATE OR REPLACE TEMP MACRO sequence(a, b) AS GENERATE_SERIES(CAST(a AS BIGINT), CAST(b AS BIGINT));
CREATE OR REPLACE TEMP MACRO explode(x) AS UNNEST(x);
