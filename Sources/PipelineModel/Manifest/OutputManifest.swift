public import JSON

/// What a version's manifest says of one output.
public struct OutputManifest: Sendable, Hashable {
  /// How an output is kept.
  public enum Format: String, Sendable, Hashable {
    /// A table in Parquet.
    case parquet
    /// One JSON value.
    case json
    /// A folder of files.
    case files
  }

  /// One file.
  public struct File: Sendable, Hashable {
    /// The path within the version's folder.
    public var path: String
    /// Bytes.
    public var bytes: Int
    /// SHA-256 of the bytes.
    public var sha256: String
    /// What its rows hold, for a part of a table.
    public var content: RowDigest?

    /// Makes a file's entry.
    public init(path: String, bytes: Int, sha256: String, content: RowDigest? = nil) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
      self.content = content
    }
  }

  /// One column of a table.
  public struct Column: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The engine's name for the type.
    public var type: String

    /// Makes a column.
    public init(name: String, type: String) {
      self.name = name
      self.type = type
    }
  }

  /// How it is kept.
  public var format: Format
  /// Its files.
  public var files: [File]
  /// Rows, for a table.
  public var rows: Int?
  /// The digest of its content: of the rows whatever their order, with the schema; of the value; or of the files.
  public var digest: String
  /// The columns, for a table.
  public var schema: [Column]
  /// Whether it tells how the data came rather than what they are, and so is no part of the stage's content digest.
  public var isProvenance: Bool

  /// Makes an output's entry.
  public init(
    format: Format, files: [File], rows: Int?, digest: String, schema: [Column] = [], isProvenance: Bool = false
  ) {
    self.format = format
    self.files = files
    self.rows = rows
    self.digest = digest
    self.schema = schema
    self.isProvenance = isProvenance
  }

  /// Bytes of all files.
  public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  /// The entry as JSON.
  public var json: JSON {
    [
      "format": .string(format.rawValue), "rows": rows.map { .int($0) } ?? nil, "bytes": .int(bytes),
      "digest": .string(digest), "provenance": .bool(isProvenance),
      "files": .array(files.map(\.json)),
      "schema": .array(schema.map { ["name": .string($0.name), "type": .string($0.type)] }),
    ]
  }

  /// Reads an entry back; nil where the JSON is none.
  public init?(json: JSON) {
    guard let format = json["format"]?.string.flatMap(Format.init(rawValue:)), let digest = json["digest"]?.string,
      let files = json["files"]?.array
    else { return nil }
    self.format = format
    self.digest = digest
    rows = json["rows"]?.int
    isProvenance = json["provenance"]?.bool ?? false
    self.files = []
    for file in files {
      guard let entry = File(json: file) else { return nil }
      self.files.append(entry)
    }
    schema = (json["schema"]?.array ?? []).compactMap { column in
      guard let name = column["name"]?.string, let type = column["type"]?.string else { return nil }
      return Column(name: name, type: type)
    }
  }
}

extension OutputManifest.File {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("path", .string(path)), ("bytes", .int(bytes)), ("sha256", .string(sha256))]
    if let content { members.append(("content", content.json)) }
    return .members(members)
  }

  fileprivate init?(json: JSON) {
    guard let path = json["path"]?.string, let bytes = json["bytes"]?.int, let sha = json["sha256"]?.string else {
      return nil
    }
    self.init(path: path, bytes: bytes, sha256: sha, content: json["content"].flatMap(RowDigest.init(json:)))
  }
}
