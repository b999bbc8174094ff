extension PurchaseHistory {
  /// The features of every customer known at each of several instants, in one pass over the lines.
  ///
  /// Only what happened before an instant enters its features: a later return has not yet reduced a purchase. An order's
  /// score counts from the order on. Where a customer has no value, it is the median of the others' at the instant.
  ///
  /// - Parameters:
  ///   - features: the columns of each snapshot.
  ///   - instants: microseconds since 1970-01-01 00:00 UTC, ascending.
  ///   - window: which purchases are looked at from each instant.
  ///   - returns: what a return does.
  ///   - threads: threads to use; changes the time taken and nothing else.
  /// - Returns: one snapshot per instant, in their order.
  /// - Throws: `AnalyticsError` when instants descend.
  /// - Complexity: O(lines + instants · customers).
  public func features(
    _ features: [StudyFeature], at instants: [Int64], window: HistoryWindow = .cumulative,
    returns: ReturnsPolicy = .net, threads: Int = 1
  ) throws -> [FeatureSnapshot] {
    guard zip(instants, instants.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw AnalyticsError.invalidParameter("instants", "give them in ascending order")
    }
    let starts = instants.map { window.start(from: $0) }
    let pieces = min(max(customerCount, 1), 64)
    let parts = Parallel.map(count: pieces, threads: threads) { piece in
      let range = customerCount * piece / pieces..<customerCount * (piece + 1) / pieces
      return sweep(range, features, instants: instants, starts: starts, returns: returns)
    }
    return instants.indices.map { index in
      let customers = parts.flatMap { $0[index].customers }
      var values = Array(parts.map { $0[index].values }.joined())
      for column in features.indices where features[column].mayBeMissing {
        Self.fill(&values, column: column, of: features.count)
      }
      return FeatureSnapshot(
        instant: instants[index], customers: customers,
        values: Matrix(rows: customers.count, columns: features.count, storage: values))
    }
  }

  /// The same for features of purchases alone.
  public func features(
    _ features: [PurchaseFeature], at instants: [Int64], window: HistoryWindow = .cumulative,
    returns: ReturnsPolicy = .net, threads: Int = 1
  ) throws -> [FeatureSnapshot] {
    try self.features(
      features.map { .purchases($0) }, at: instants, window: window, returns: returns, threads: threads)
  }

  /// Gives customers without a value the median of those with one; 0 where nobody has any.
  private static func fill(_ values: inout [Double], column: Int, of columns: Int) {
    let places = Array(stride(from: column, to: values.count, by: columns))
    let known = places.map { values[$0] }.filter { !$0.isNaN }.sorted()
    guard known.count < places.count else { return }
    let middle = known.count / 2
    let median = known.isEmpty ? 0 : known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2
    for place in places where values[place].isNaN { values[place] = median }
  }

  private func withBuffers(
    _ body: (UnsafeBufferPointer<Line>, UnsafeBufferPointer<Int64>) -> Void
  ) {
    lines.withUnsafeBufferPointer { lines in scores.withUnsafeBufferPointer { body(lines, $0) } }
  }

  private typealias Part = (customers: [Int32], values: [Double])

  /// The rows of a range of customers, by instant.
  private func sweep(
    _ customers: Range<Int>, _ features: [StudyFeature], instants: [Int64], starts: [Int64],
    returns: ReturnsPolicy
  ) -> [Part] {
    var parts = [Part](repeating: ([], []), count: instants.count)
    withBuffers { buffer, scores in
      var state = CustomerSweep(lines: buffer, scores: scores, tags: tags, policy: returns, widest: widest)
      for customer in customers where offsets[customer] < offsets[customer + 1] {
        state.start(offsets[customer]..<offsets[customer + 1])
        for index in instants.indices {
          state.advance(to: instants[index], windowStart: starts[index])
          guard let span = state.span else { continue }
          parts[index].customers.append(Int32(customer))
          for feature in features {
            parts[index].values.append(state.value(of: feature, span: span, at: instants[index]))
          }
        }
      }
    }
    return parts
  }
}

extension StudyFeature {
  /// Whether a customer may have no value.
  fileprivate var mayBeMissing: Bool {
    switch self {
    case .purchases(let feature): feature == .meanReviewScore
    case .share: true
    case .isMost: false
    }
  }
}

extension CustomerSweep {
  /// A feature of the customer as the state stands.
  fileprivate func value(of feature: StudyFeature, span: (first: Int64, last: Int64), at instant: Int64) -> Double {
    switch feature {
    case .purchases(let feature): value(of: feature, span: span, at: instant)
    case .share(let tag, let code): tagged.share(tag: tag, code: code)
    case .isMost(let tag, let codes): tagged.most(tag: tag).map { codes.contains($0) ? 1 : 0 } ?? 0
    }
  }

  /// A feature of the customer as the state stands; exact integers become Double only here.
  fileprivate func value(of feature: PurchaseFeature, span: (first: Int64, last: Int64), at instant: Int64) -> Double {
    switch feature {
    case .recencyDays: Double(Instant.wholeDays(from: span.last, to: instant))
    case .frequency: Double(orders)
    case .monetary: Double(amount) / 10_000
    case .tenureDays: Double(Instant.wholeDays(from: span.first, to: instant))
    case .averageBasket: Double(amount) / 10_000 / Double(orders)
    case .items: Double(items)
    case .distinctProducts: Double(products)
    case .meanReviewScore: scored > 0 ? Double(scoreSum) / 1e6 / Double(scored) : .nan
    }
  }
}
