import JSON

extension ReportModel.Profile {
  var json: JSON {
    [
      "files": .int(files),
      "columns": .array(
        columns.map {
          [
            "column": .string($0.column), "lines": .int($0.lines), "nulls": .int($0.nulls),
            "distinct": JSON($0.distinct), "minimum": JSON($0.minimum), "maximum": JSON($0.maximum),
          ]
        }),
      "measures": .array(
        measures.map {
          [
            "measure": .string($0.measure), "quantiles": .array($0.quantiles.map { .double($0) }),
            "low": .double($0.fences.low), "high": .double($0.fences.high), "below": .int($0.outside.low),
            "above": .int($0.outside.high), "lines": .int($0.lines),
          ]
        }),
      "hours": .array(hours.map { [.int($0.weekday), .int($0.hour), .int($0.orders)] }),
    ]
  }
}

extension ReportModel.SegmentSpread {
  var json: JSON {
    [
      "segment": .string(segment), "measure": .string(measure), "quantiles": .array(quantiles.map { .double($0) }),
    ]
  }
}
