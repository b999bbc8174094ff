public import JSON

/// Where one column of a canonical line comes from.
public struct ColumnMapping: Sendable, Hashable {
  /// The column.
  public var column: CanonicalColumn
  /// The source's columns; the texts of several are joined by a space.
  public var names: [String]
  /// How times are written (`%d/%m/%Y %H:%M`), tried in order; empty for ISO 8601.
  public var formats: [String] = []
  /// The mark before decimals, where it is not the source's.
  public var decimal: SourceOptions.DecimalMark?
  /// The texts that stand for true, of `is_return`.
  public var values: [String] = []
  /// The same text for every row, instead of a column.
  public var constant: String?

  /// Times written as a number.
  public static let numericFormats = ["unix", "unix_ms", "excel"]

  /// Makes a mapping.
  public init(_ column: CanonicalColumn, _ names: [String]) {
    self.column = column
    self.names = names
  }

  /// The mapping as a config would write it.
  public var json: JSON {
    var members: [(String, JSON)] = []
    if let constant { return ["value": .string(constant)] }
    let name: JSON = names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
    members.append(("name", name))
    if !formats.isEmpty { members.append(("format", .array(formats.map { .string($0) }))) }
    if let decimal { members.append(("decimal", .string(decimal.rawValue))) }
    if !values.isEmpty { members.append(("values", .array(values.map { .string($0) }))) }
    return members.count == 1 ? name : .members(members)
  }
}
