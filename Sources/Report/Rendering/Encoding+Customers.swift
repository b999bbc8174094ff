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

extension JSON {
  fileprivate init(_ values: [Int]) { self = .array(values.map { .int($0) }) }
  fileprivate init(_ values: [Double]) { self = .array(values.map { .double($0) }) }
  fileprivate init(_ values: [Double?]) { self = .array(values.map { JSON($0) }) }
}
