import Analytics
import Testing

@Suite("Purchase history")
struct PurchaseHistoryTests {
  static let instants = [0, 20, 55, 90, 90, 140, 199, 260].map { Int64($0) * Instant.microsecondsPerDay }

  @Test(
    "One pass gives what the closed form gives from the history cut at each instant",
    arguments: (1...6).map(UInt64.init), ReturnsPolicy.allCases)
  func againstClosedForm(seed: UInt64, returns: ReturnsPolicy) throws {
    let random = RandomEvents(seed: seed)
    let history = try random.history()
    for window in [HistoryWindow.cumulative, .rolling(months: 2)] {
      let snapshots = try history.features(
        PurchaseFeature.allCases, at: PurchaseHistoryTests.instants, window: window, returns: returns)
      #expect(snapshots.map(\.instant) == PurchaseHistoryTests.instants)
      for snapshot in snapshots {
        let start = window.start(from: snapshot.instant)
        let expected = random.cut(at: snapshot.instant)
          .features(at: snapshot.instant, from: start, returns: returns)
        #expect(snapshot.customers == expected.keys.sorted())
        for (row, customer) in snapshot.customers.enumerated() {
          #expect(Array(snapshot.values.row(row)) == expected[customer])
        }
      }
      #expect(snapshots[0].customers.isEmpty)
      #expect(!snapshots[6].customers.isEmpty)
    }
  }

  @Test(
    "Shares of spend by tag are those of the closed form; who spent under none gets the median",
    arguments: (1...3).map(UInt64.init), ReturnsPolicy.allCases)
  func tags(seed: UInt64, returns: ReturnsPolicy) throws {
    let random = RandomEvents(seed: seed, count: 500)
    let history = try random.history()
    let features: [StudyFeature] = [
      .share(tag: 0, code: 0), .share(tag: 0, code: 2), .share(tag: 1, code: 3), .isMost(tag: 1, codes: [0, 2]),
      .purchases(.monetary),
    ]
    for window in [HistoryWindow.cumulative, .rolling(months: 2)] {
      for snapshot in try history.features(
        features, at: PurchaseHistoryTests.instants, window: window, returns: returns, threads: 2)
      {
        let expected = random.cut(at: snapshot.instant)
          .spend(from: window.start(from: snapshot.instant), returns: returns)
        #expect(snapshot.customers == expected.keys.sorted())
        for column in 0..<3 {
          let (tag, code) = [(0, 0), (0, 2), (1, 3)][column]
          let shares = snapshot.customers.map { customer -> Double? in
            let spend = expected[customer]?[tag] ?? []
            let total = spend.reduce(0, +)
            return total > 0 ? Double(spend[code]) / Double(total) : nil
          }
          let known = shares.compactMap { $0 }.sorted()
          let middle = known.isEmpty ? 0 : (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
          #expect(snapshot.values.column(column) == shares.map { $0 ?? middle })
        }
        let places = snapshot.customers.map { customer -> Double in
          let spend = expected[customer]?[1] ?? []
          guard let most = spend.max(), most > 0, let code = spend.firstIndex(of: most) else { return -1 }
          return [0, 2].contains(code) ? 1 : 0
        }
        for (value, place) in zip(snapshot.values.column(3), places) where place >= 0 { #expect(value == place) }
      }
    }
    let line: [Int64] = [1]
    for tags in [
      LineTags(marks: [], codes: [[0]], counts: [1]), LineTags(marks: [1], codes: [[0]], counts: [1]),
      LineTags(marks: [0], codes: [[1]], counts: [1]), LineTags(marks: [0], codes: [[0], []], counts: [1, 1]),
    ] {
      #expect(throws: AnalyticsError.self) {
        try PurchaseHistory(
          customerCount: 1, customer: [0], product: [0], order: [0], occurredAt: line, quantity: line, unitPrice: line,
          tags: tags)
      }
    }
  }

  @Test("Features as of an instant know nothing of what came after", arguments: (1...4).map(UInt64.init))
  func causality(seed: UInt64) throws {
    let random = RandomEvents(seed: seed)
    let full = try random.history()
      .features(PurchaseFeature.allCases, at: PurchaseHistoryTests.instants, returns: .net)
    for snapshot in full {
      let cut = try random.cut(at: snapshot.instant).history()
        .features(PurchaseFeature.allCases, at: [snapshot.instant], returns: .net)
      #expect(cut[0].customers == snapshot.customers)
      #expect(cut[0].values == snapshot.values)
    }
  }

  @Test("Customers without a score get the median of the others'")
  func missingScores() throws {
    let history = try PurchaseHistory(
      customerCount: 4, customer: [0, 0, 1, 2, 3], product: [0, 0, 0, 0, 0], order: [0, 1, 2, 3, 4],
      occurredAt: [0, 5, 0, 0, 0], quantity: [1, 1, 1, 1, 1], unitPrice: [10_000, 10_000, 10_000, 10_000, 10_000],
      scores: [1_000_000, 4_000_000, PurchaseHistory.noScore, 5_000_000, 2_000_000])
    let snapshots = try history.features([.frequency, .meanReviewScore], at: [5, 6])
    #expect(snapshots.map(\.values.storage) == [[1, 1, 1, 2, 1, 5, 1, 2], [2, 2.5, 1, 2.5, 1, 5, 1, 2]])
    let unknown = try PurchaseHistory(
      customerCount: 1, customer: [0], product: [0], order: [0], occurredAt: [0], quantity: [1], unitPrice: [1])
    #expect(try unknown.features([.meanReviewScore], at: [1])[0].values.storage == [0])
  }

  @Test("A return reduces its purchase from when it happens, not before")
  func datedReturn() throws {
    let day = Instant.microsecondsPerDay
    let history = try PurchaseHistory(
      customerCount: 1, customer: [0, 0, 0], product: [0, 0, 0], order: [0, 1, 2],
      occurredAt: [0, 10 * day, 20 * day], quantity: [2, 3, -3], unitPrice: [10_000, 20_000, 20_000])
    let features: [PurchaseFeature] = [.monetary, .frequency, .recencyDays]
    let at = [5 * day, 20 * day, 20 * day + 1]
    let net = try history.features(features, at: at, returns: .net).map(\.values.storage)
    #expect(net == [[2, 1, 5], [8, 2, 10], [2, 1, 20]])
    let kept = try history.features(features, at: at, returns: .keep).map(\.values.storage)
    #expect(kept == [[2, 1, 5], [8, 2, 10], [2, 2, 10]])
    let excluded = try history.features(features, at: at, returns: .exclude).map(\.values.storage)
    #expect(excluded == [[2, 1, 5], [8, 2, 10], [8, 2, 10]])
  }

  @Test("Neither the order of lines nor the number of threads changes anything")
  func invariance() throws {
    var random = RandomEvents(seed: 9)
    let expected = try random.history().features(PurchaseFeature.allCases, at: PurchaseHistoryTests.instants)
    var generator = SeededGenerator(seed: 3)
    random.events.shuffle(using: &generator)
    let shuffled = try random.history()
      .features(PurchaseFeature.allCases, at: PurchaseHistoryTests.instants, threads: 4)
    for (one, other) in zip(expected, shuffled) {
      #expect(one.customers == other.customers)
      #expect(one.values == other.values)
    }
  }

  @Test("Money is exact where doubles are not")
  func exactMoney() throws {
    // 0.1 added ten thousand times is not 1000 in doubles.
    let count = 10_000
    let history = try PurchaseHistory(
      customerCount: 1, customer: .init(repeating: 0, count: count), product: (0..<Int32(count)).map { $0 },
      order: (0..<Int32(count)).map { $0 }, occurredAt: (0..<Int64(count)).map { $0 },
      quantity: .init(repeating: 1, count: count), unitPrice: .init(repeating: 1000, count: count))
    let snapshot = try history.features([.monetary], at: [Instant.microsecondsPerDay])
    #expect(snapshot[0].values.storage == [1000])
    #expect((0..<count).reduce(0.0) { sum, _ in sum + 0.1 } != 1000)
  }

  @Test("What would be read wrongly is refused")
  func refusals() {
    func history(customer: Int32 = 0, quantity: Int64 = 1, price: Int64 = 1, columns: Int = 1) throws {
      _ = try PurchaseHistory(
        customerCount: 1, customer: [customer], product: .init(repeating: 0, count: columns), order: [0],
        occurredAt: [0], quantity: [quantity], unitPrice: [price])
    }
    #expect(throws: AnalyticsError.self) { try history(customer: 1) }
    #expect(throws: AnalyticsError.self) { try history(customer: -1) }
    #expect(throws: AnalyticsError.self) { try history(price: -1) }
    #expect(throws: AnalyticsError.self) { try history(columns: 2) }
    #expect(throws: AnalyticsError.self) { try history(quantity: .max / 2, price: 3) }
    #expect(throws: AnalyticsError.self) { try history(quantity: .min, price: 0) }
    #expect(throws: Never.self) { try history(quantity: .max, price: 1) }
    #expect(throws: AnalyticsError.self) {
      try RandomEvents(seed: 1).history().features([.items], at: [5, 4])
    }
  }

  @Test("An unknown feature is refused with those there are")
  func unknownFeature() throws {
    #expect(try PurchaseFeature.named(["monetary", "recency_days"]) == [.monetary, .recencyDays])
    let error = #expect(throws: AnalyticsError.self) {
      try PurchaseFeature.named(["monetary", "cash_share", "review_score"])
    }
    let message = error?.description ?? ""
    #expect(message.contains("cash_share, review_score"))
    for feature in PurchaseFeature.allCases { #expect(message.contains(feature.rawValue)) }
    #expect(throws: AnalyticsError.self) { try PurchaseFeature.named([]) }
  }
}
