internal import DuckDB
internal import PipelineModel
internal import Platform

/// Puts pseudonyms in the place of customer ids in what a source's reader gives, and leaves out who is erased, before
/// a stage's SQL sees any of it.
///
/// A row that is left out stands among the rejected rows with its file and the reason `erased`, without line or text, so
/// that every row stays accounted for.
struct SourceProtection {
  let session: DuckDBSession
  let protection: CustomerProtection

  /// The functions that SQL calls.
  private static let pseudonym = "palier_pseudonym"
  private static let isErased = "palier_is_erased"
  private static let namesErased = "palier_names_erased"

  /// Makes the functions visible to the session.
  func begin() throws {
    let protection = protection
    do {
      if let key = protection.key {
        try session.connection.register(
          Self.pseudonym,
          .text(capacity: 64) { id, digits in
            key.write(id, to: digits)
            return 64
          })
      }
      guard protection.erasures != nil else { return }
      try session.connection.register(
        Self.isErased, .truth { protection.isErased(String(decoding: $0, as: UTF8.self)) })
      try session.connection.register(
        Self.namesErased, .truth { protection.namesErased(String(decoding: $0, as: UTF8.self)) })
    } catch {
      throw DuckDBSession.failure(error)
    }
  }

  // MARK: - Rows

  /// The expression that stands for a customer's id in an expression of plain ids; `erasedMark` for who is left out.
  func customer(_ plain: String) -> String {
    let id = "clean_identifier(\(plain))"
    let shown = protection.key == nil ? id : "\(Self.pseudonym)(\(id))"
    guard protection.erasures != nil else { return shown }
    return "CASE WHEN \(Self.isErased)(\(id)) THEN \(Self.erasedMark) ELSE \(shown) END"
  }

  /// What no id is.
  static let erasedMark = "chr(24)"

  /// Replaces the view `name` by one without plain ids and without rows of who is erased.
  ///
  /// - Parameters:
  ///   - column: the column of customer ids.
  ///   - hidesRaw: whether the view has a column `raw`, the row as it stood.
  func protect(_ name: String, column: String, hidesRaw: Bool) throws {
    let plain = name + "_plain"
    try session.execute("ALTER VIEW \(name) RENAME TO \(plain)")
    var condition = ""
    if protection.erasures != nil {
      try findErased(in: plain, column: column)
      if try session.execute("SELECT count(*) FROM \(plain)_erased").scalar(Int64.self) > 0 {
        let isErased = "EXISTS (SELECT 1 FROM \(plain)_erased AS e WHERE e.id = \(plain).\(column))"
        try note(erased: "\(plain) WHERE \(isErased)")
        condition = " WHERE NOT \(isErased)"
      }
    }
    var replaced: [String] = []
    if protection.key != nil {
      replaced.append("\(Self.pseudonym)(clean_identifier(\(column))) AS \(column)")
      if hidesRaw { replaced.append("CAST(NULL AS VARCHAR) AS raw") }
    }
    let list = replaced.isEmpty ? "" : " REPLACE (\(replaced.joined(separator: ", ")))"
    try session.execute("CREATE TEMP VIEW \(name) AS SELECT *\(list) FROM \(plain)\(condition)")
  }

  /// Makes the table of ids, as they are written, of who is erased.
  private func findErased(in plain: String, column: String) throws {
    try session.execute(
      """
      CREATE TEMP TABLE \(plain)_erased AS
      SELECT id FROM (SELECT DISTINCT \(column) AS id FROM \(plain) WHERE \(column) IS NOT NULL) AS ids
      WHERE \(Self.isErased)(clean_identifier(id))
      """)
  }

  /// Accounts for rows that are left out.
  private func note(erased rows: String) throws {
    try session.execute(
      "INSERT INTO source_rejects SELECT source_file, NULL, NULL, '\(CustomerProtection.erasedReason)' FROM \(rows)")
  }

  /// Protects a source of several tables, in which orders lead to customers and all else to orders.
  func protectTables(_ tables: [SourceKind.Table]) throws {
    let people = "source_customers"
    let person = "customer_unique_id"
    guard tables.contains(where: { "source_" + $0.name == people }) else { return }
    try session.execute("ALTER VIEW \(people) RENAME TO \(people)_plain")
    var condition = ""
    if protection.erasures != nil {
      try findErased(in: people + "_plain", column: person)
      let isErased = "\(person) IN (SELECT id FROM \(people)_plain_erased)"
      try session.execute(
        """
        CREATE TEMP TABLE erased_customers AS
        SELECT DISTINCT clean_text(customer_id) AS id FROM \(people)_plain WHERE \(isErased) AND customer_id IS NOT NULL
        """)
      try note(erased: "\(people)_plain WHERE \(isErased)")
      condition = " WHERE COALESCE(NOT \(isErased), TRUE)"
      try leaveOut("orders", "customer_id", of: "erased_customers")
      try session.execute(
        """
        CREATE TEMP TABLE erased_orders AS
        SELECT DISTINCT clean_text(order_id) AS id FROM source_orders_plain
        WHERE order_id IS NOT NULL AND EXISTS (SELECT 1 FROM erased_customers AS e WHERE e.id = clean_text(customer_id))
        """)
      for table in tables where table.name != "orders" && table.columns.contains("order_id") {
        try leaveOut(table.name, "order_id", of: "erased_orders")
      }
    }
    let replaced = protection.key == nil ? "" : " REPLACE (\(Self.pseudonym)(clean_identifier(\(person))) AS \(person))"
    try session.execute("CREATE TEMP VIEW \(people) AS SELECT *\(replaced) FROM \(people)_plain\(condition)")
  }

  private func leaveOut(_ table: String, _ column: String, of erased: String) throws {
    let name = "source_" + table
    let isErased = "EXISTS (SELECT 1 FROM \(erased) AS e WHERE e.id = clean_text(\(name)_plain.\(column)))"
    try session.execute("ALTER VIEW \(name) RENAME TO \(name)_plain")
    try note(erased: "\(name)_plain WHERE \(isErased)")
    try session.execute("CREATE TEMP VIEW \(name) AS SELECT * FROM \(name)_plain WHERE NOT \(isErased)")
  }

  // MARK: - Rejected rows

  /// A SELECT of rejected rows without what could tell who they are of: with pseudonyms no text of the row and no value
  /// in the reason; of who is erased neither text nor line. Another SELECT comes back as it is.
  ///
  /// - Returns: the SELECT, and how many lines stand before the first of `select` in it.
  func rejects(_ select: String, from origin: SQLOrigin) throws -> (select: String, linesBefore: Int) {
    let names = try session.names(select, from: origin)
    guard Set(["source_file", "source_line", "raw", "reason"]).isSubset(of: names) else { return (select, 0) }
    var select = select
    var lines = 0
    if protection.erasures != nil {
      select = """
        SELECT * EXCLUDE (is_erased) REPLACE (CASE WHEN is_erased THEN NULL ELSE source_line END AS source_line, \
        CASE WHEN is_erased THEN NULL ELSE raw END AS raw, \
        CASE WHEN is_erased THEN '\(CustomerProtection.erasedReason)' ELSE reason END AS reason) \
        FROM (SELECT *, COALESCE(\(Self.namesErased)(raw), FALSE) OR COALESCE(\(Self.namesErased)(reason), FALSE) \
        AS is_erased FROM (
        \(select)
        ) AS rejected) AS judged
        """
      lines += 1
    }
    if protection.key != nil {
      // A value may hold quotes and whatever ends a reason, so everything from the first value on goes.
      select = """
        SELECT * REPLACE (CAST(NULL AS VARCHAR) AS raw, regexp_replace(reason, ': ".*', '', 's') AS reason) FROM (
        \(select)
        ) AS rejected
        """
      lines += 1
    }
    return (select, lines)
  }
}
