public import JSON
public import PipelineModel

/// What differs between a stage of two runs.
public struct StageDifference: Sendable {
  /// How the two compare.
  public enum Change: String, Sendable, Hashable {
    /// The same version.
    case same
    /// Another version with the same content.
    case sameContent = "same_content"
    /// Other content.
    case changed
    /// The second run alone has a version of it.
    case added
    /// The first run alone has a version of it.
    case removed
  }

  /// One run's side of it.
  public struct Side: Sendable, Hashable {
    /// The version; nil where there is none.
    public var version: String?
    /// What the run did with it; nil where no record says.
    public var verdict: String?

    var json: JSON {
      ["version": version.map { .string($0) } ?? nil, "verdict": verdict.map { .string($0) } ?? nil]
    }
  }

  /// The stage.
  public var stage: String
  /// How the two compare.
  public var change: Change
  /// The first run's side.
  public var from: Side
  /// The second run's side.
  public var to: Side
  /// What it was made from that differs.
  public var reasons: [Reason]
  /// Its outputs, by name.
  public var outputs: [OutputDifference]

  /// The difference for programs.
  public var json: JSON {
    [
      "id": .string(stage), "change": .string(change.rawValue), "from": from.json, "to": to.json,
      "reasons": .array(reasons.map(\.json)), "outputs": .members(outputs.map { ($0.name, $0.json) }),
    ]
  }
}

/// What differs between an output of two runs.
public struct OutputDifference: Sendable, Hashable {
  /// The output.
  public var name: String
  /// Rows on both sides; nil where the output is no table, or is missing.
  public var rows: (from: Int?, to: Int?) {
    get { (rowsFrom, rowsTo) }
    set { (rowsFrom, rowsTo) = newValue }
  }
  /// Whether both sides hold the same.
  public var isEqual: Bool
  /// Columns that the second side alone has.
  public var addedColumns: [String] = []
  /// Columns that the first side alone has.
  public var removedColumns: [String] = []
  /// Columns of another type: `name: BIGINT → DOUBLE`.
  public var retypedColumns: [String] = []
  private var rowsFrom: Int?
  private var rowsTo: Int?

  /// Makes a difference.
  public init(name: String, rows: (from: Int?, to: Int?), isEqual: Bool) {
    self.name = name
    self.isEqual = isEqual
    self.rows = rows
  }

  /// The difference for programs.
  public var json: JSON {
    func texts(_ list: [String]) -> JSON { .array(list.map { .string($0) }) }
    return [
      "equal": .bool(isEqual),
      "rows": ["from": rows.from.map { .int($0) } ?? nil, "to": rows.to.map { .int($0) } ?? nil],
      "columns": [
        "added": texts(addedColumns), "removed": texts(removedColumns), "retyped": texts(retypedColumns),
      ],
    ]
  }
}
