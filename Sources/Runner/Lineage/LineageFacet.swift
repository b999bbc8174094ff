internal import JSON

/// Facets of OpenLineage events, each with the address of its schema.
enum LineageFacet {
  /// What writes the events.
  static let producer = "urn:palier:\(PalierVersion.text)"
  /// The specification that events follow.
  static let eventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"

  /// A facet of the specification, of the version with which its schema is published.
  static func standard(_ name: String, _ version: String, _ members: [(String, JSON)]) -> JSON {
    facet("https://openlineage.io/spec/facets/\(version)/\(name).json#/$defs/\(name)", members)
  }

  /// A facet of Palier's own; its schema is docs/lineage/palier-facets.json.
  static func own(_ name: String, _ members: [(String, JSON)]) -> JSON {
    facet("urn:palier:openlineage:1-0-0#/$defs/\(name)", members)
  }

  private static func facet(_ schema: String, _ members: [(String, JSON)]) -> JSON {
    .members([("_producer", .string(producer)), ("_schemaURL", .string(schema))] + members)
  }

  // MARK: - Of runs

  static func parent(run: String, namespace: String, job: String) -> JSON {
    standard(
      "ParentRunFacet", "1-0-1",
      [("run", ["runId": .string(run)]), ("job", ["namespace": .string(namespace), "name": .string(job)])])
  }

  /// The engine from what manifests say of it: `duckdb v1.5.5`.
  static func engine(_ text: String) -> JSON? {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return nil }
    return standard(
      "ProcessingEngineRunFacet", "1-1-1", [("name", .string(words[0])), ("version", .string(words[1]))])
  }

  static func error(_ message: String) -> JSON {
    standard(
      "ErrorMessageRunFacet", "1-0-1", [("message", .string(message)), ("programmingLanguage", "Swift")])
  }

  // MARK: - Of jobs

  static func type(_ type: String) -> JSON {
    standard(
      "JobTypeJobFacet", "2-0-3",
      [("processingType", "BATCH"), ("integration", "PALIER"), ("jobType", .string(type))])
  }

  static func sql(_ query: String) -> JSON { standard("SQLJobFacet", "1-0-1", [("query", .string(query))]) }

  // MARK: - Of datasets

  static func schema(_ columns: [(name: String, type: String)]) -> JSON {
    standard(
      "SchemaDatasetFacet", "1-1-1",
      [("fields", .array(columns.map { ["name": .string($0.name), "type": .string($0.type)] }))])
  }

  static func source(_ name: String, uri: String) -> JSON {
    standard("DatasourceDatasetFacet", "1-0-1", [("name", .string(name)), ("uri", .string(uri))])
  }

  static func version(_ version: String) -> JSON {
    standard("DatasetVersionDatasetFacet", "1-0-1", [("datasetVersion", .string(version))])
  }

  static func statistics(rows: Int?, bytes: Int, files: Int) -> JSON {
    standard(
      "OutputStatisticsOutputDatasetFacet", "1-0-2",
      (rows.map { [("rowCount", JSON.int($0))] } ?? []) + [("size", .int(bytes)), ("fileCount", .int(files))])
  }
}
