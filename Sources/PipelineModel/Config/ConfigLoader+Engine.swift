internal import JSON
internal import Platform

extension ConfigLoader {
  /// Settings on which results rest: they are the same on every cluster.
  private static let fixedSettings: Set<String> = [
    "spark.sql.session.timeZone", "spark.sql.ansi.enabled", "spark.sql.timestampType",
    "spark.sql.parser.escapedStringLiterals", "spark.master", "spark.app.name",
  ]

  /// Reads the member "engine".
  mutating func readEngine(_ node: JSONNode?) -> EngineDeclaration {
    var engine = EngineDeclaration()
    guard let node else { return engine }
    let sparkKeys = ["master", "home", "conf", "storage"]
    var reader = ObjectReader(
      node, file: shown, what: "\"engine\"", keys: ["kind", "threads", "memory_limit"] + sparkKeys)
    if let name = reader.string("kind") {
      if let kind = EngineDeclaration.Kind(rawValue: name) {
        engine.kind = kind
      } else {
        let known = EngineDeclaration.Kind.allCases.map(\.rawValue)
        reader.fault(
          reader["kind"]?.position ?? node.position, "\"\(name)\" is no engine", Suggestion.mend(name, known: known))
      }
    }
    engine.threads = reader.integer("threads", minimum: 1)
    engine.memoryLimit = reader.string("memory_limit")
    if let limit = engine.memoryLimit, MemorySize.bytes(limit) == nil {
      reader.fault(
        reader["memory_limit"]?.position ?? node.position, "\"\(limit)\" is no amount of memory",
        "write such as \"4GB\" or \"500MB\"")
    }
    if engine.kind != .spark {
      for key in sparkKeys {
        if let member = reader[key] {
          reader.fault(member.position, "\"\(key)\" is for Spark", "write \"kind\": \"spark\", or remove it")
        }
      }
    } else {
      readSpark(&engine.spark, &reader)
    }
    faults += reader.faults
    return engine
  }

  private func readSpark(_ spark: inout EngineDeclaration.Spark, _ reader: inout ObjectReader) {
    if let master = reader.string("master") { spark.master = master }
    let base = Files.folderOf(file)
    spark.home = reader.string("home").map { Paths.absolute($0, base: base) }
    if let storage = reader.string("storage") {
      if storage.contains("://") {
        reader.fault(
          reader["storage"]?.position ?? reader.node.position, "\"storage\" cannot be \(storage)",
          "name a folder that this machine and every worker see under the same path: versions are published by renaming "
            + "files, which object stores and HDFS addresses do not offer here")
      } else {
        spark.storage = Paths.absolute(storage, base: base)
      }
    }
    guard let conf = reader["conf"] else { return }
    var settings = ObjectReader(conf, file: shown, what: "\"conf\"", keys: (conf.members ?? []).map(\.key))
    for member in conf.members ?? [] {
      if Self.fixedSettings.contains(member.key) {
        settings.fault(member.keyPosition, "\"\(member.key)\" cannot be set: results rest on it", "remove it")
      } else if let value = settings.string(member.key) {
        spark.settings[member.key] = value
      }
    }
    reader.faults += settings.faults
  }
}
