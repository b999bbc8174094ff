public import JSON

/// How customers moved between the groups of two runs: segments, or clusters.
public struct Migration: Sendable, Hashable {
  /// What the groups are.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case segments
    case clusters
  }

  /// How two clusterings agree over the customers of both.
  public struct Agreement: Sendable, Hashable {
    /// The adjusted Rand index.
    public var adjustedRand: Double
    /// The adjusted mutual information.
    public var adjustedMutualInformation: Double
    /// Whether the model was fitted anew, so that clusters had to be matched by the customers they share.
    public var isRefitted: Bool
  }

  /// One customer's move.
  public struct Move: Sendable, Hashable {
    /// What became of the customer.
    public enum Change: String, Sendable, Hashable {
      case moved
      /// Only the second run knows the customer.
      case entered
      /// Only the first run knows the customer.
      case left
    }

    /// The customer's id.
    public var customer: String
    /// What became of it.
    public var change: Change
    /// The group before; nil for one that entered.
    public var from: String?
    /// The group after; nil for one that left.
    public var to: String?
  }

  /// What the groups are.
  public var kind: Kind
  /// The output that holds them: `rfm.customers`.
  public var output: String
  /// The groups of the first run.
  public var from: [String]
  /// The groups of the second run; for clusters each row's match stands at the row's place where there is one.
  public var to: [String]
  /// Customers of both runs by group before (rows) and after (columns).
  public var counts: [[Int]]
  /// Customers that only the second run knows, by group after.
  public var entered: [Int]
  /// Customers that only the first run knows, by group before.
  public var left: [Int]
  /// Which column each row's group is called in the second run; nil where none is.
  public var matches: [Int?]
  /// For clusters.
  public var agreement: Agreement?
  /// Names of groups, where they have any: those of the first run's, and of the second's.
  public var names: (from: [String: String], to: [String: String]) {
    get { (namesFrom, namesTo) }
    set { (namesFrom, namesTo) = newValue }
  }
  private var namesFrom: [String: String] = [:]
  private var namesTo: [String: String] = [:]

  init(
    kind: Kind, output: String, from: [String], to: [String], counts: [[Int]], entered: [Int], left: [Int],
    matches: [Int?], agreement: Agreement? = nil
  ) {
    self.kind = kind
    self.output = output
    self.from = from
    self.to = to
    self.counts = counts
    self.entered = entered
    self.left = left
    self.matches = matches
    self.agreement = agreement
  }

  /// Customers of both runs.
  public var common: Int { counts.joined().reduce(0, +) }

  /// Customers of both runs whose group after is not the one that matches their group before.
  public var moved: Int {
    common - from.indices.reduce(0) { sum, row in sum + (matches[row].map { counts[row][$0] } ?? 0) }
  }

  /// Whether nobody moved, entered or left.
  public var isEmpty: Bool { moved == 0 && entered.allSatisfy { $0 == 0 } && left.allSatisfy { $0 == 0 } }

  /// The migration for programs.
  public var json: JSON {
    func group(_ id: String, _ names: [String: String]) -> JSON {
      ["id": .string(id), "name": names[id].map { .string($0) } ?? nil]
    }
    var flows: [JSON] = []
    for row in from.indices {
      for column in to.indices where counts[row][column] > 0 {
        flows.append([
          "from": .string(from[row]), "to": .string(to[column]), "customers": .int(counts[row][column]),
          "stays": .bool(matches[row] == column),
        ])
      }
      if left[row] > 0 { flows.append(["from": .string(from[row]), "to": nil, "customers": .int(left[row])]) }
    }
    for column in to.indices where entered[column] > 0 {
      flows.append(["from": nil, "to": .string(to[column]), "customers": .int(entered[column])])
    }
    return [
      "kind": .string(kind.rawValue), "output": .string(output), "common": .int(common), "moved": .int(moved),
      "entered": .int(entered.reduce(0, +)), "left": .int(left.reduce(0, +)),
      "from": .array(from.map { group($0, namesFrom) }), "to": .array(to.map { group($0, namesTo) }),
      "matches": .array(
        from.indices.compactMap { row in
          matches[row].map { ["from": .string(from[row]), "to": .string(to[$0])] }
        }),
      "flows": .array(flows), "adjusted_rand": agreement.map { .double($0.adjustedRand) } ?? nil,
      "adjusted_mutual_information": agreement.map { .double($0.adjustedMutualInformation) } ?? nil,
      "refitted": agreement.map { .bool($0.isRefitted) } ?? nil,
    ]
  }
}
