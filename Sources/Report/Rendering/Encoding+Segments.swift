import JSON

extension ReportModel.Segments {
  var json: JSON {
    [
      "grid": .string(grid), "method": .string(method), "bins": .int(bins), "rows": .array(rows.map(\.json)),
      "cells": .array(cells.map(\.json)), "lint": .array(lint.map(\.json)), "notes": .array(notes.map(\.json)),
      "actions": .array(chosenActions.map(\.json)), "products": .array(products.map(\.json)),
      "months": .array(months.map(\.json)), "spreads": .array(spreads.map(\.json)),
    ]
  }

  /// The action of each segment shown, the config's before the built-in one; most urgent first, else in row order.
  var chosenActions: [ReportModel.SegmentAction] {
    let chosen = rows.compactMap { row in
      actions.first { $0.segment == row.segment }
        ?? ReportModel.SegmentAction.builtIn.first { $0.segment == row.segment }
    }
    return ReportModel.SegmentAction.Priority.allCases.flatMap { priority in
      chosen.filter { $0.priority == priority }
    }
  }
}

extension ReportModel.SegmentRow {
  var json: JSON {
    [
      "segment": .string(segment), "customers": .int(customers), "customerShare": .double(customerShare),
      "revenue": .double(revenue), "revenueShare": .double(revenueShare), "orders": .int(orders),
      "averageOrderValue": JSON(averageOrderValue), "meanRecencyDays": JSON(meanRecencyDays),
      "meanFrequency": JSON(meanFrequency), "meanMonetary": JSON(meanMonetary),
    ]
  }
}

extension ReportModel.ScoreCell {
  var json: JSON {
    ["r": .int(rScore), "f": .int(fScore), "customers": .int(customers), "revenue": .double(revenue)]
  }
}

extension ReportModel.GridLintNote {
  var json: JSON {
    [
      "kind": .string(kind.rawValue), "segments": JSON(segments), "cells": .int(cells), "total": .int(cellsTotal),
      "examples": JSON(examples), "customers": JSON(customers),
    ]
  }
}

extension ReportModel.SegmentName {
  var json: JSON {
    ["segment": .string(segment), "name": name.json, "description": JSON(description?.json)]
  }
}

extension ReportModel.SegmentAction {
  var json: JSON {
    [
      "segment": .string(segment), "priority": .string(priority.rawValue), "objective": objective.json,
      "tactic": tactic.json,
    ]
  }
}

extension ReportModel.SegmentProduct {
  var json: JSON {
    [
      "segment": .string(segment), "product": .string(product), "revenue": .double(revenue), "items": .int(items),
      "customers": .int(customers),
    ]
  }
}

extension ReportModel.SegmentMonth {
  var json: JSON {
    [
      "segment": .string(segment), "month": .string(month), "revenue": .double(revenue), "orders": .int(orders),
      "customers": .int(customers),
    ]
  }
}
