import JSON

/// Where customers stand among those of their segment, and how one is found without loading all.
public struct CustomerStanding: Sendable {
  /// One measure.
  private struct Measure {
    /// Each customer's peers that are worse.
    var behind: [Int]
    /// The median of each segment.
    var medians: [Double]
  }

  private let customers: ReportModel.Customers
  private let sizes: [Int]
  private let recency: Measure
  private let frequency: Measure
  private let monetary: Measure

  /// Places every customer among their segment; ties stand together.
  public init(_ customers: ReportModel.Customers) {
    self.customers = customers
    var members = [[Int]](repeating: [], count: customers.segments.count)
    for (place, segment) in customers.segment.enumerated() where members.indices.contains(segment) {
      members[segment].append(place)
    }
    sizes = members.map(\.count)
    recency = Self.measure(customers.recencyDays.map(Double.init), members, lessIsBetter: true)
    frequency = Self.measure(customers.frequency.map(Double.init), members, lessIsBetter: false)
    monetary = Self.measure(customers.monetary, members, lessIsBetter: false)
  }

  private static func measure(_ values: [Double], _ members: [[Int]], lessIsBetter: Bool) -> Measure {
    var behind = [Int](repeating: 0, count: values.count)
    let medians = members.map { places in
      let order = places.sorted { lessIsBetter ? values[$0] > values[$1] : values[$0] < values[$1] }
      var first = 0
      for (index, place) in order.enumerated() {
        if values[place] != values[order[first]] { first = index }
        behind[place] = first
      }
      let middle = order.count / 2
      if order.isEmpty { return 0.0 }
      return order.count % 2 == 1 ? values[order[middle]] : (values[order[middle - 1]] + values[order[middle]]) / 2
    }
    return Measure(behind: behind, medians: medians)
  }

  // MARK: - Files

  /// What a search needs: the first id of each file, and the segments.
  var index: JSON {
    let size = ReportModel.Customers.shardSize
    let best = customers.monetary.indices.max {
      (customers.monetary[$0], $1) < (customers.monetary[$1], $0)
    }
    return [
      "shard": .int(size), "count": .int(customers.ids.count),
      "first": JSON(stride(from: 0, to: customers.ids.count, by: size).map { customers.ids[$0] }),
      "best": JSON(best.map { customers.ids[$0] }), "segments": JSON(customers.segments),
      "sizes": .array(sizes.map { .int($0) }),
      "medians": .array(
        sizes.indices.map { segment in
          .array([recency, frequency, monetary].map { .double($0.medians[segment]) })
        }),
    ]
  }

  /// What one file says of the customer at a place besides lines and offers.
  func json(at place: Int) -> [(String, JSON)] {
    let country = customers.country.flatMap { places in
      customers.countries.indices.contains(places[place]) ? customers.countries[places[place]] : nil
    }
    return [
      ("id", .string(customers.ids[place])), ("segment", .int(customers.segment[place])),
      ("recency", .int(customers.recencyDays[place])), ("frequency", .int(customers.frequency[place])),
      ("monetary", .double(customers.monetary[place])), ("code", .string(customers.code[place])),
      ("tenure", JSON(customers.tenureDays?[place])), ("country", JSON(country)),
      ("cluster", JSON(customers.cluster.flatMap { $0[place] < 0 ? nil : $0[place] })),
      ("alive", JSON(customers.pAlive.flatMap { $0[place] })),
      ("expected", JSON(customers.expectedOrders.flatMap { $0[place] })),
      ("clv", JSON(customers.lifetimeValue.flatMap { $0[place] })),
      ("behind", .array([recency, frequency, monetary].map { .int($0.behind[place]) })),
    ]
  }
}
