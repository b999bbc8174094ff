import JSON

extension ReportModel.Cohorts {
  var json: JSON {
    ["figures": figures.json, "cells": .array(cells.map(\.json)), "curve": .array(curve.map(\.json))]
  }
}

extension ReportModel.CohortCell {
  var json: JSON {
    [
      "cohort": .string(cohort), "age": .int(ageMonths), "size": .int(size), "active": JSON(active),
      "retention": JSON(retention), "revenue": JSON(revenue), "value": JSON(valuePerCustomer),
    ]
  }
}

extension ReportModel.CohortAge {
  var json: JSON {
    [
      "age": .int(ageMonths), "cohorts": .int(cohorts), "size": .int(size), "retention": .double(retention),
      "revenue": .double(revenue), "value": .double(valuePerCustomer),
    ]
  }
}

extension ReportModel.CohortFigures {
  var json: JSON {
    [
      "cohorts": .int(cohorts), "m1": JSON(retentionM1), "m3": JSON(retentionM3), "m3Size": JSON(sizeM3),
      "revenue90d": JSON(revenue90d), "value": JSON(value), "valueMonths": JSON(valueMonths),
    ]
  }
}
