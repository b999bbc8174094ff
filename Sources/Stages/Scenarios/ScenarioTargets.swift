internal import Analytics
internal import DuckDB
internal import Engines

/// The customers that a scenario may be about.
struct ScenarioTarget {
  /// `all`, `segment` or `cohort`.
  let kind: String
  /// The segment's key, the cohort's month `2011-01`, or empty.
  let name: String
  let customers: Int64
  let baseline: ScenarioBaseline
}

/// Reads what the data say of every target.
enum ScenarioTargets {
  /// Makes the table `curves` and reads the baselines, all customers first.
  static func read(_ context: StageContext, _ session: DuckDBSession, horizon: Int) throws -> [ScenarioTarget] {
    guard let lines = try context.table("lines", having: "net_quantity", session),
      let window = try context.table("window", having: "as_of", session),
      let features = try context.table("customers", having: "first_order_at", session),
      let scored = try context.table("customers", having: "segment", session),
      let retention = try context.table("retention", having: "masked", session)
    else {
      throw StageFailure(
        "an input is missing: the stage reads cleaned lines, the features and their window, scored customers and cohorts"
      )
    }
    try session.execute(
      """
      CREATE TEMP TABLE members AS
      SELECT f.customer_id, s.segment, CAST(date_trunc('month', f.first_order_at) AS DATE) AS cohort, f.monetary
      FROM \(SQL.quoteIdentifier(features.view)) AS f
      JOIN \(SQL.quoteIdentifier(scored.view)) AS s ON s.customer_id = f.customer_id;
      CREATE TEMP TABLE known AS
      SELECT cohort, age_months FROM \(SQL.quoteIdentifier(retention.view))
      WHERE NOT masked AND age_months <= \(horizon);
      CREATE TEMP TABLE activity AS
      SELECT customer_id, cohort, segment, age_months, sum(revenue) AS revenue, max(is_active) AS is_active
      FROM (
        SELECT m.customer_id, m.cohort, m.segment, l.amount_net AS revenue,
          greatest(date_diff('month', m.cohort, CAST(l.occurred_at AS DATE)), 0) AS age_months,
          CASE WHEN l.net_quantity > 0 THEN 1 ELSE 0 END AS is_active
        FROM \(SQL.quoteIdentifier(lines.view)) AS l
        JOIN members AS m ON m.customer_id = l.customer_id
        WHERE l.unit_price > 0 AND l.net_quantity <> 0
          AND l.occurred_at < (SELECT as_of FROM \(SQL.quoteIdentifier(window.view)))
      )
      GROUP BY ALL;
      """)
    try session.execute(
      """
      CREATE TEMP TABLE sizes AS
      SELECT kind, target, cohort, count(*) AS customers, sum(monetary) AS revenue
      FROM (
        SELECT 'all' AS kind, '' AS target, cohort, monetary FROM members
        UNION ALL SELECT 'segment', segment, cohort, monetary FROM members
        UNION ALL SELECT 'cohort', strftime(cohort, '%Y-%m'), cohort, monetary FROM members
      )
      GROUP BY ALL;
      CREATE TABLE curves AS
      SELECT z.kind AS target_kind, z.target, k.age_months, CAST(sum(z.customers) AS BIGINT) AS size,
        CAST(coalesce(sum(a.active), 0) AS BIGINT) AS active,
        CAST(coalesce(sum(a.revenue), 0) AS DECIMAL(38, 4)) AS revenue
      FROM sizes AS z
      JOIN known AS k ON k.cohort = z.cohort
      LEFT JOIN (
        SELECT kind, target, cohort, age_months, sum(is_active) AS active, sum(revenue) AS revenue
        FROM (
          SELECT 'all' AS kind, '' AS target, cohort, age_months, is_active, revenue FROM activity
          UNION ALL SELECT 'segment', segment, cohort, age_months, is_active, revenue FROM activity
          UNION ALL SELECT 'cohort', strftime(cohort, '%Y-%m'), cohort, age_months, is_active, revenue FROM activity
        )
        GROUP BY ALL
      ) AS a
        ON a.kind = z.kind AND a.target = z.target AND a.cohort = z.cohort AND a.age_months = k.age_months
      GROUP BY z.kind, z.target, k.age_months
      """)
    let (kinds, names, ages, sizes, actives, revenues) = try session.execute(
      """
      SELECT target_kind, target, age_months, size, active, CAST(revenue AS DOUBLE) FROM curves
      ORDER BY target_kind, target, age_months
      """
    ).columns(String.self, String.self, Int64.self, Int64.self, Int64.self, Double.self)
    var curves: [String: [ScenarioBaseline.Age]] = [:]
    for index in kinds.indices {
      let key = kinds[index] + " " + names[index]
      // A curve reaches as far as its ages follow each other.
      guard curves[key, default: []].count == Int(ages[index]) else { continue }
      let active = Double(actives[index])
      curves[key, default: []].append(
        .init(
          retention: active / Double(sizes[index]), revenuePerActive: active > 0 ? revenues[index] / active : 0))
    }
    let (targetKinds, targetNames, customers, revenue) = try session.execute(
      """
      SELECT kind, target, CAST(sum(customers) AS BIGINT), CAST(sum(revenue) AS DOUBLE) FROM sizes
      GROUP BY kind, target ORDER BY kind, target
      """
    ).columns(String.self, String.self, Int64.self, Double.self)
    return targetKinds.indices.map { index in
      ScenarioTarget(
        kind: targetKinds[index], name: targetNames[index], customers: customers[index],
        baseline: ScenarioBaseline(
          revenue: revenue[index], ages: curves[targetKinds[index] + " " + targetNames[index]] ?? []))
    }
  }
}
