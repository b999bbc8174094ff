internal import DuckDB
internal import Engines
internal import Report

/// The table of customers, from whatever stages say something of each.
struct CustomersReader {
  let inputs: ReportInputs
  private var session: DuckDBSession { inputs.session }

  /// The table `report_customers`: a row a customer with its `place` in the order of ids; false without segments.
  private func number() throws -> Bool {
    guard let scores = try inputs.view("customers", having: "segment") else { return false }
    let features = try inputs.view("customers", having: "tenure_days")
    let clusters = try inputs.view("assignments", having: "cluster")
    let values = try inputs.view("customers", having: "p_alive")
    func column(_ view: String?, _ name: String, _ type: String) -> String {
      view == nil ? "CAST(NULL AS \(type)) AS \(name)" : name
    }
    // Digits that nobody is shown would be half of the files.
    func rounded(_ view: String?, _ name: String, _ places: Int) -> String {
      view == nil ? "CAST(NULL AS DOUBLE) AS \(name)" : "round(\(name), \(places)) AS \(name)"
    }
    func join(_ view: String?, _ name: String) -> String {
      view.map { "LEFT JOIN \($0) AS \(name) ON \(name).customer_id = s.customer_id" } ?? ""
    }
    try session.execute(
      """
      CREATE TEMP TABLE report_customers AS
      SELECT row_number() OVER (ORDER BY s.customer_id) - 1 AS place, s.customer_id, s.segment,
        s.recency_days, s.frequency, CAST(s.monetary AS DOUBLE) AS monetary, s.rfm_code,
        \(column(features, "tenure_days", "BIGINT")), \(column(features, "country", "VARCHAR")),
        CAST(\(clusters == nil ? "NULL" : "k.cluster") AS BIGINT) AS cluster,
        \(rounded(values, "p_alive", 4)), \(rounded(values, "expected_purchases_90d", 3)), \(rounded(values, "clv", 2))
      FROM \(scores) AS s
      \(join(features, "f")) \(join(clusters, "k")) \(join(values, "v"))
      """)
    return true
  }

  /// The columns of all customers, or nil where the pipeline has no segments.
  func read() throws -> ReportModel.Customers? {
    guard try number() else { return nil }
    let segments = try texts("SELECT DISTINCT segment FROM report_customers ORDER BY segment")
    let countries = try texts(
      "SELECT DISTINCT country FROM report_customers WHERE country IS NOT NULL ORDER BY country")
    let result = try session.execute(
      """
      SELECT customer_id, segment, recency_days, frequency, monetary, rfm_code
      FROM report_customers ORDER BY place
      """)
    let (ids, segment, recency, frequency, monetary, code) = try result.columns(
      String.self, String.self, Int64.self, Int64.self, Double.self, String.self)
    let segmentPlaces = Self.places(segments)
    var made = ReportModel.Customers(
      ids: ids, segments: segments, segment: segment.map { segmentPlaces[$0] ?? -1 },
      recencyDays: recency.map(Int.init), frequency: frequency.map(Int.init), monetary: monetary, code: code)
    made.countries = countries
    let countryPlaces = Self.places(countries)
    made.tenureDays = try wholes("tenure_days")?.map { $0 ?? 0 }
    made.cluster = try wholes("cluster")?.map { $0 ?? -1 }
    if !countries.isEmpty {
      made.country = try column("country", String.self)?.map { $0.flatMap { countryPlaces[$0] } ?? -1 }
    }
    made.pAlive = try column("p_alive", Double.self)
    made.expectedOrders = try column("expected_purchases_90d", Double.self)
    made.lifetimeValue = try column("clv", Double.self)
    made.hasDetails = try inputs.view("last_lines", having: "position") != nil
    return made
  }

  /// Hands out the details of all customers, some shards at a time, so that no more are held.
  func forEachPiece(
    of customers: ReportModel.Customers, _ body: ([ReportModel.CustomerShard]) throws -> Void
  ) throws {
    let lines = customers.hasDetails ? try inputs.view("last_lines", having: "position") : nil
    let offers = try inputs.view("customers", having: "lift")
    let size = ReportModel.Customers.shardSize
    // In pieces of a bounded number of rows, whatever the number of customers.
    let piece = size * 256
    let names = try products(lines, offers)
    try place(lines, offers)
    for first in stride(from: 0, to: customers.ids.count, by: piece) {
      let last = min(first + piece, customers.ids.count)
      var details = [ReportModel.CustomerDetail](repeating: .init(), count: last - first)
      if lines != nil { try readLines(names, first..<last, into: &details) }
      if offers != nil { try readOffers(names, first..<last, into: &details) }
      try body(
        stride(from: first, to: last, by: size).map { start in
          ReportModel.CustomerShard(
            number: start / size, customers: Array(details[(start - first)..<(min(start + size, last) - first)]))
        })
    }
  }

  /// The names of all products that are told of, by the number that the table `report_products` gives them.
  private func products(_ lines: String?, _ offers: String?) throws -> [String] {
    let selects = [lines, offers].compactMap { view in
      view.map { "SELECT coalesce(product_name, product_id) AS name FROM \($0)" }
    }
    guard !selects.isEmpty else { return [] }
    try session.execute(
      """
      CREATE TEMP TABLE report_products AS
      SELECT row_number() OVER (ORDER BY name) - 1 AS number, name
      FROM (SELECT DISTINCT name FROM (\(selects.joined(separator: " UNION ALL "))))
      """)
    return try texts("SELECT name FROM report_products ORDER BY number")
  }

  /// Puts what is told of each customer beside their place, once: pieces are then cut out of it.
  private func place(_ lines: String?, _ offers: String?) throws {
    if let lines {
      try session.execute(
        """
        CREATE TEMP TABLE report_lines AS
        SELECT CAST(c.place AS INTEGER) AS place, l.position, CAST(CAST(l.occurred_at AS DATE) AS VARCHAR) AS day, l.order_id,
          p.number, l.quantity, CAST(l.amount AS DOUBLE) AS amount
        FROM \(lines) AS l JOIN report_customers AS c ON c.customer_id = l.customer_id
        JOIN report_products AS p ON p.name = coalesce(l.product_name, l.product_id)
        """)
    }
    guard let offers else { return }
    try session.execute(
      """
      CREATE TEMP TABLE report_offers AS
      SELECT CAST(c.place AS INTEGER) AS place, o.rank, p.number, round(o.lift, 3) AS lift, round(o.confidence, 4) AS confidence,
        o.source
      FROM \(offers) AS o JOIN report_customers AS c ON c.customer_id = o.customer_id
      JOIN report_products AS p ON p.name = coalesce(o.product_name, o.product_id)
      """)
  }

  private func readLines(
    _ names: [String], _ range: Range<Int>, into details: inout [ReportModel.CustomerDetail]
  ) throws {
    let result = try session.execute(
      """
      SELECT CAST(place AS BIGINT), day, order_id, number, quantity, amount FROM report_lines
      WHERE place >= \(range.lowerBound) AND place < \(range.upperBound) ORDER BY place, position
      """)
    let (place, day, order, product, quantity, amount) = try result.columns(
      Int64.self, String.self, String.self, Int64.self, Int64.self, Double.self)
    for index in place.indices {
      details[Int(place[index]) - range.lowerBound].lines.append(
        .init(
          day: day[index], order: order[index], product: names[Int(product[index])], quantity: Int(quantity[index]),
          amount: amount[index]))
    }
  }

  private func readOffers(
    _ names: [String], _ range: Range<Int>, into details: inout [ReportModel.CustomerDetail]
  ) throws {
    let result = try session.execute(
      """
      SELECT CAST(place AS BIGINT), number, lift, confidence, source FROM report_offers
      WHERE place >= \(range.lowerBound) AND place < \(range.upperBound) ORDER BY place, rank
      """)
    let (place, product, lift, confidence, source) = try result.columns(
      Int64.self, Int64.self, Double?.self, Double?.self, String.self)
    for index in place.indices {
      details[Int(place[index]) - range.lowerBound].recommendations.append(
        .init(
          product: names[Int(product[index])], lift: lift[index], confidence: confidence[index], source: source[index]))
    }
  }

  // MARK: - Columns

  private static func places(_ names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func texts(_ sql: String) throws -> [String] {
    try session.execute(sql).columns(String.self)
  }

  /// A column by place; nil where it says nothing of any customer.
  private func column<T: ColumnValue>(_ name: String, _ type: T.Type) throws -> [T?]? {
    let values = try session.execute("SELECT \(SQL.quoteIdentifier(name)) FROM report_customers ORDER BY place")
      .columns(T?.self)
    return values.contains { $0 != nil } ? values : nil
  }

  private func wholes(_ name: String) throws -> [Int?]? { try column(name, Int64.self)?.map { $0.map(Int.init) } }
}
