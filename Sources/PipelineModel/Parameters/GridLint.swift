public import JSON

/// What is odd about an RFM grid: cells no rule covers, rules no cell reaches, rules that overlap.
public struct GridLint: Sendable, Hashable {
  /// Cells (r, f, m) in all.
  public let cells: Int
  /// Cells that the last rule catches because it takes anything.
  public let caughtByRest: Int
  /// Cells that no rule covers.
  public let uncovered: Int
  /// Segments whose rule no cell reaches: earlier rules take all, or its scores are beyond the bins.
  public let unreachable: [String]
  /// Pairs of rules that both hold some cell; the earlier wins. The rule that takes anything is not counted.
  public let overlaps: [[String]]
  private let rest: String?

  private struct Rule {
    let segment: String
    let bounds: [ClosedRange<Int>]

    func holds(_ cell: [Int]) -> Bool { zip(bounds, cell).allSatisfy { $0.contains($1) } }
  }

  /// Looks at the rows of a grid (as `rfm.grid` resolves to) for scores 1…`bins`.
  public init(rows: [JSON], bins: Int) {
    let rules = rows.compactMap { row -> Rule? in
      guard let segment = row["segment"]?.string else { return nil }
      let bounds = ["r", "f", "m"].compactMap { axis -> ClosedRange<Int>? in
        guard let low = row["\(axis)_min"]?.int, let high = row["\(axis)_max"]?.int, low <= high else { return nil }
        return low...high
      }
      return bounds.count == 3 ? Rule(segment: segment, bounds: bounds) : nil
    }
    let takesAll = rules.firstIndex { rule in rule.bounds.allSatisfy { $0.contains(1) && $0.contains(bins) } }
    var winners = [Int](repeating: 0, count: rules.count)
    var pairs: Set<[Int]> = []
    var none = 0
    for r in 1...bins {
      for f in 1...bins {
        for m in 1...bins {
          let holding = rules.indices.filter { rules[$0].holds([r, f, m]) }
          if let winner = holding.first { winners[winner] += 1 } else { none += 1 }
          let named = holding.filter { $0 != takesAll }
          for (position, a) in named.enumerated() {
            for b in named[(position + 1)...] { pairs.insert([a, b]) }
          }
        }
      }
    }
    cells = bins * bins * bins
    uncovered = none
    rest = takesAll.map { rules[$0].segment }
    caughtByRest = takesAll.map { winners[$0] } ?? 0
    unreachable = rules.indices.filter { winners[$0] == 0 }.map { rules[$0].segment }
    overlaps = pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map { $0.map { rules[$0].segment } }
  }

  /// The findings, a line each.
  public var notes: [String] {
    var notes: [String] = []
    if let rest, caughtByRest > 0 { notes.append("\(caughtByRest) of \(cells) cells are left to \"\(rest)\"") }
    if uncovered > 0 { notes.append("\(uncovered) of \(cells) cells are covered by no rule") }
    notes += unreachable.map { "no cell reaches \"\($0)\": earlier rules take all of it, or no such score is given" }
    notes += overlaps.map { "\"\($0[0])\" and \"\($0[1])\" overlap; the first wins" }
    return notes
  }

  /// The findings for programs.
  public var json: JSON {
    [
      "cells": .int(cells), "left_to_rest": .int(caughtByRest), "uncovered": .int(uncovered),
      "unreachable": .array(unreachable.map { .string($0) }),
      "overlaps": .array(overlaps.map { .array($0.map { .string($0) }) }),
    ]
  }
}
