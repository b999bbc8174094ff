import JSON

extension ReportModel {
  /// What every page needs.
  var metaJSON: JSON {
    [
      "title": .string(title), "language": .string(language.rawValue), "currency": .string(currency),
      "asOf": .string(asOf), "parameters": .array(parameters.map(\.json)),
      "names": .array(displayNames.map(\.json)),
    ]
  }

  /// Built-in names first, the pipeline's own after, so that those win.
  private var displayNames: [SegmentName] { SegmentName.builtIn + (segments?.names ?? []) }
}

extension ReportModel.Parameter {
  var json: JSON { ["name": .string(name), "value": .string(value)] }
}

extension ReportModel.Summary {
  var json: JSON {
    [
      "figures": figures.json, "months": .array(months.map(\.json)),
      "atRisk": .array(atRisk.map(\.json)),
    ]
  }
}

extension ReportModel.Figures {
  var json: JSON {
    [
      "revenue": .double(revenue), "customers": .int(customers), "orders": .int(orders),
      "averageOrderValue": JSON(averageOrderValue), "averageCustomerValue": JSON(averageCustomerValue),
      "atRiskCustomers": JSON(atRiskCustomers), "atRiskRevenue": JSON(atRiskRevenue),
      "opportunities": JSON(opportunities), "retentionRate90d": JSON(retentionRate90d),
      "concentration80Customers": JSON(concentration80Customers), "concentration80Share": JSON(concentration80Share),
      "leaderSegment": JSON(leaderSegment), "leaderShare": JSON(leaderShare),
    ]
  }
}

extension ReportModel.Month {
  var json: JSON {
    [
      "month": .string(month), "revenue": .double(revenue), "orders": .int(orders), "customers": .int(customers),
      "partial": .bool(isPartial),
    ]
  }
}

extension ReportModel.AtRiskCustomer {
  var json: JSON {
    [
      "customer": .string(customerID), "segment": .string(segment), "recencyDays": .int(recencyDays),
      "frequency": .int(frequency), "monetary": .double(monetary),
    ]
  }
}
