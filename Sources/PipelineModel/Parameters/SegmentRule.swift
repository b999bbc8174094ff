public import JSON

/// One rule of an RFM grid: the scores that a segment holds, bounds included.
public struct SegmentRule: Sendable, Hashable {
  /// The segment's stable key.
  public var segment: String
  /// Bounds of the recency score; nil for any.
  public var recency: ClosedRange<Int>?
  /// Bounds of the frequency score; nil for any.
  public var frequency: ClosedRange<Int>?
  /// Bounds of the monetary score; nil for any.
  public var monetary: ClosedRange<Int>?

  init(_ segment: String, r: ClosedRange<Int>? = nil, f: ClosedRange<Int>? = nil, m: ClosedRange<Int>? = nil) {
    self.segment = segment
    recency = r
    frequency = f
    monetary = m
  }

  /// The rule as a row, with every bound filled for scores 1…`bins`.
  public func row(position: Int, bins: Int) -> JSON {
    let any = 1...bins
    let (r, f, m) = (recency ?? any, frequency ?? any, monetary ?? any)
    return [
      "position": .int(position), "segment": .string(segment), "r_min": .int(r.lowerBound), "r_max": .int(r.upperBound),
      "f_min": .int(f.lowerBound), "f_max": .int(f.upperBound), "m_min": .int(m.lowerBound),
      "m_max": .int(m.upperBound),
    ]
  }
}

/// The grids that a config may name.
public enum SegmentGrid {
  /// The names of the built-in grids.
  public static let names = ["seed_six", "total_ten"]

  /// The rules of a built-in grid for scores 1…`bins` (thresholds as for five bins), or nil.
  public static func rules(_ name: String, bins: Int) -> [SegmentRule]? {
    // A bound past the last score means "the best score".
    let top = max(bins, 5)
    switch name {
    case "seed_six":
      return [
        SegmentRule("champions", r: 4...top, f: 4...top, m: 4...top),
        SegmentRule("clients_fideles", r: 2...top, f: 3...top, m: 3...top),
        SegmentRule("potentiels_fideles", r: 3...top, f: 2...top, m: 3...top),
        SegmentRule("nouveaux_clients", r: 4...top, f: 1...1),
        SegmentRule("a_ne_pas_perdre", r: 1...1, f: 4...top, m: 4...top),
        SegmentRule("hibernants", r: 1...1, f: 1...2, m: 1...2),
        SegmentRule("autre"),
      ]
    case "total_ten":
      return [
        SegmentRule("hibernating", r: 1...2, f: 1...2),
        SegmentRule("at_risk", r: 1...2, f: 3...4),
        SegmentRule("cant_lose", r: 1...2, f: 5...top),
        SegmentRule("about_to_sleep", r: 3...3, f: 1...2),
        SegmentRule("need_attention", r: 3...3, f: 3...3),
        SegmentRule("loyal", r: 3...4, f: 4...top),
        SegmentRule("promising", r: 4...4, f: 1...1),
        SegmentRule("new", r: 5...top, f: 1...1),
        SegmentRule("potential_loyalist", r: 4...top, f: 2...3),
        SegmentRule("champions", r: 5...top, f: 4...top),
      ]
    default: return nil
    }
  }
}
