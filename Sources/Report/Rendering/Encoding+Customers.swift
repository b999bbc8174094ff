import JSON

extension ReportModel.Customers {
  var json: JSON {
    [
      "ids": JSON(ids), "segments": JSON(segments),
      "segment": JSON(segment), "recency": JSON(recencyDays), "frequency": JSON(frequency), "monetary": JSON(monetary),
      "code": JSON(code), "tenure": JSON(tenureDays.map { JSON($0) }), "countries": JSON(countries),
      "country": JSON(country.map { JSON($0) }), "cluster": JSON(cluster.map { JSON($0) }),
      "alive": JSON(pAlive.map { JSON($0) }), "expected": JSON(expectedOrders.map { JSON($0) }),
      "clv": JSON(lifetimeValue.map { JSON($0) }),
    ]
  }

  /// What the first page has to know of them: not the customers themselves.
  var summaryJSON: JSON { ["count": .int(ids.count), "details": .bool(hasDetails)] }
}

extension ReportModel.CustomerShard {
  /// Products by number, since the customers of a shard share many; lines and offers as rows of values.
  func json(_ standing: CustomerStanding) -> JSON {
    var numbers: [String: Int] = [:]
    var products: [String] = []
    func number(_ product: String) -> JSON {
      if let known = numbers[product] { return .int(known) }
      numbers[product] = products.count
      products.append(product)
      return .int(products.count - 1)
    }
    let first = self.number * ReportModel.Customers.shardSize
    let details = customers.enumerated().map { place, customer -> JSON in
      .members(
        standing.json(at: first + place) + [
          (
            "lines",
            .array(
              customer.lines.map {
                [.string($0.day), .string($0.order), number($0.product), .int($0.quantity), .double($0.amount)]
              })
          ),
          (
            "offers",
            .array(
              customer.recommendations.map {
                [number($0.product), JSON($0.lift), JSON($0.confidence), .string($0.source)]
              })
          ),
        ])
    }
    return ["products": JSON(products), "customers": .array(details)]
  }
}

extension JSON {
  fileprivate init(_ values: [Int]) { self = .array(values.map { .int($0) }) }
  fileprivate init(_ values: [Double]) { self = .array(values.map { .double($0) }) }
  fileprivate init(_ values: [Double?]) { self = .array(values.map { JSON($0) }) }
}
