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
      "fields": JSON(Self.fields),
      "sizes": .array(sizes.map { .int($0) }),
      "medians": .array(
        sizes.indices.map { segment in
          .array([recency, frequency, monetary].map { .double($0.medians[segment]) })
        }),
    ]
  }

  /// Writes what a file says of the customer at a place besides lines and offers: the values of ``fields``.
  func write(at place: Int, to writer: inout ScriptWriter) {
    let country = customers.country.flatMap { places in
      customers.countries.indices.contains(places[place]) ? customers.countries[places[place]] : nil
    }
    let cluster = customers.cluster.flatMap { $0[place] < 0 ? nil : $0[place] }
    writer.text(customers.ids[place])
    for value in [customers.segment[place], customers.recencyDays[place], customers.frequency[place]] {
      writer.raw(",")
      writer.number(value)
    }
    writer.raw(",")
    writer.number(customers.monetary[place])
    writer.raw(",")
    writer.text(customers.code[place])
    writer.raw(",")
    writer.number(customers.tenureDays?[place])
    writer.raw(",")
    writer.text(country)
    writer.raw(",")
    writer.number(cluster)
    for values in [customers.pAlive, customers.expectedOrders, customers.lifetimeValue] {
      writer.raw(",")
      writer.number(values.flatMap { $0[place] })
    }
    writer.raw(",")
    writer.list([recency, frequency, monetary]) { $0.number($1.behind[place]) }
  }
}
