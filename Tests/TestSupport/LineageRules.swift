public import JSON

/// What OpenLineage 2-0-2 asks of a run event, and of the facets that Palier writes: a check of structure and formats.
public enum LineageRules {
  /// What is wrong with an event; nothing where it keeps the rules.
  public static func violations(_ event: JSON) -> [String] {
    var found: [String] = []
    func expect(_ isRight: Bool, _ what: String) { if !isRight { found.append(what) } }
    let states: Set = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]
    expect(states.contains(event["eventType"]?.string ?? ""), "eventType")
    expect(isDateTime(event["eventTime"]?.string), "eventTime")
    expect(isURI(event["producer"]?.string), "producer")
    expect(isURI(event["schemaURL"]?.string), "schemaURL")
    expect(isUUID(event["run"]?["runId"]?.string), "run.runId")
    found += named(event["job"], "job")
    found += facets(event["run"]?["facets"], "run.facets") + facets(event["job"]?["facets"], "job.facets")
    for side in ["inputs", "outputs"] {
      guard let datasets = event[side] else { continue }
      expect(datasets.array != nil, side)
      for (index, dataset) in (datasets.array ?? []).enumerated() {
        let place = "\(side)[\(index)]"
        found += named(dataset, place) + facets(dataset["facets"], "\(place).facets")
        found += facets(dataset["inputFacets"], "\(place).inputFacets")
        found += facets(dataset["outputFacets"], "\(place).outputFacets")
      }
    }
    return found
  }

  private static func named(_ value: JSON?, _ place: String) -> [String] {
    ["namespace", "name"].filter { value?[$0]?.string?.isEmpty ?? true }.map { "\(place).\($0)" }
  }

  /// Members that the schema of a facet requires, with the test of each.
  private static let required: [String: [(String, @Sendable (JSON) -> Bool)]] = [
    "ParentRunFacet": [
      ("run", { isUUID($0["runId"]?.string) }),
      ("job", { $0["namespace"]?.string != nil && $0["name"]?.string != nil }),
    ],
    "ErrorMessageRunFacet": [("message", { $0.string != nil }), ("programmingLanguage", { $0.string != nil })],
    "ProcessingEngineRunFacet": [("version", { $0.string != nil })],
    "SQLJobFacet": [("query", { $0.string != nil })],
    "JobTypeJobFacet": [("processingType", { $0.string != nil }), ("integration", { $0.string != nil })],
    "DatasetVersionDatasetFacet": [("datasetVersion", { $0.string != nil })],
    "DatasourceDatasetFacet": [("uri", { isURI($0.string) })],
    "SchemaDatasetFacet": [("fields", { $0.array?.allSatisfy { $0["name"]?.string != nil } ?? false })],
    "OutputStatisticsOutputDatasetFacet": [("size", { $0.int != nil })],
    "PalierRunFacet": [("run", { $0.string != nil })],
    "PalierStageRunFacet": [
      ("run", { $0.string != nil }), ("verdict", { $0.string != nil }), ("reasons", { $0.array != nil }),
    ],
  ]

  private static func facets(_ value: JSON?, _ place: String) -> [String] {
    guard let value else { return [] }
    guard let members = value.object else { return [place] }
    var found: [String] = []
    for facet in members {
      let name = "\(place).\(facet.key)"
      for key in ["_producer", "_schemaURL"] where !isURI(facet.value[key]?.string) { found.append("\(name).\(key)") }
      let schema = facet.value["_schemaURL"]?.string?.split(separator: "/").last.map(String.init) ?? ""
      guard let rules = required[schema] else {
        found.append("\(name): \(schema) is not known")
        continue
      }
      for (key, test) in rules where !(facet.value[key].map(test) ?? false) { found.append("\(name).\(key)") }
    }
    return found
  }

  private static func isUUID(_ text: String?) -> Bool {
    text?.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
  }

  private static func isDateTime(_ text: String?) -> Bool {
    text?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/) != nil
  }

  private static func isURI(_ text: String?) -> Bool {
    text?.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:[!-~]+/) != nil
  }
}
