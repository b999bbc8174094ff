internal import JSON
internal import Platform

extension ConfigLoader {
  private static let serverKeys = ["host", "port", "database", "user", "password_environment", "sslmode"]
  private static let sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

  /// Reads what a stage of kind `publish` says of its target; nil for another kind.
  mutating func readPublish(
    _ reader: inout ObjectReader, kind: String?, inputs: [StageInput]
  ) -> PublishDeclaration? {
    guard kind == StageKind.publish.name else {
      if let node = reader["publish"] {
        reader.fault(node.position, "a stage of kind \"\(kind ?? "")\" has no \"publish\"", "remove it")
      }
      return nil
    }
    guard let node = reader["publish"] else {
      reader.fault(
        reader.node.position, "\"publish\" is missing",
        "say where to, such as \"publish\": { \"to\": \"parquet\", \"folder\": \"…\" }")
      return nil
    }
    var own = ObjectReader(
      node, file: shown, what: "\"publish\"",
      keys: ["to", "folder", "file", "schema", "mode", "tables"] + Self.serverKeys)
    defer { faults += own.faults }
    let to = own.string("to", required: true)
    if let to, !PublishDeclaration.targets.contains(to) {
      own.fault(
        own["to"]?.position ?? node.position, "\"\(to)\" is no target",
        Suggestion.mend(to, known: PublishDeclaration.targets))
    }
    let target = to.flatMap { readTarget($0, &own) }
    let mode =
      own.choice("mode", named: PublishDeclaration.Mode.init(rawValue:), of: PublishDeclaration.Mode.self) ?? .replace
    if case .files? = target, mode == .upsert, let place = own["mode"]?.position {
      own.fault(place, "files are replaced whole", "leave \"mode\" out, or publish to a database")
    }
    let tables = readTables(&own, inputs: inputs, mode: mode)
    for input in inputs {
      if case .source = input {
        own.fault(reader.node.position, "what is published is made by stages: \"\(input)\" is a source", "remove it")
      }
    }
    guard own.faults.isEmpty, let target else { return nil }
    return PublishDeclaration(target: target, mode: mode, tables: tables)
  }

  private func readTarget(_ to: String, _ own: inout ObjectReader) -> PublishDeclaration.Target? {
    let allowed: [String] =
      switch to {
      case "duckdb": ["file", "schema"]
      case "postgresql": ["schema"] + Self.serverKeys
      default: ["folder"]
      }
    for key in ["folder", "file", "schema"] + Self.serverKeys where !allowed.contains(key) {
      if let place = own[key]?.position { own.fault(place, "the target \"\(to)\" has no \"\(key)\"", "remove it") }
    }
    switch to {
    case "duckdb":
      guard let file = own.string("file", required: true) else { return nil }
      return .duckdb(file: Paths.absolute(file, base: folder), schema: own.string("schema") ?? "main")
    case "postgresql":
      let mode = own.string("sslmode")
      if let mode, !Self.sslModes.contains(mode), let place = own["sslmode"]?.position {
        own.fault(place, "\"\(mode)\" is no sslmode", Suggestion.mend(mode, known: Self.sslModes))
      }
      guard let host = own.string("host", required: true), let database = own.string("database", required: true) else {
        return nil
      }
      return .postgresql(
        .init(
          host: host, port: own.integer("port", minimum: 1) ?? 5432, database: database, user: own.string("user"),
          schema: own.string("schema") ?? "public", sslMode: mode,
          passwordVariable: own.string("password_environment")))
    default:
      guard let format = PublishDeclaration.FileFormat(rawValue: to), let path = own.string("folder", required: true)
      else { return nil }
      return .files(format, folder: Paths.absolute(path, base: folder))
    }
  }

  /// Why a name serves neither for a table nor for a file of the folder published to, or nil.
  private static func fault(ofTableName name: String) -> String? {
    if name.contains("/") { return "would lie in another folder" }
    if name.hasPrefix(".") { return "begins with a dot" }
    return name.unicodeScalars.contains { $0.value < 32 } ? "holds a line break or a control sign" : nil
  }

  private func readTables(
    _ own: inout ObjectReader, inputs: [StageInput], mode: PublishDeclaration.Mode
  ) -> [String: PublishDeclaration.Table] {
    var tables = Dictionary(
      inputs.map { ($0.description, PublishDeclaration.Table(name: $0.viewName, keys: [])) }, uniquingKeysWith: { $1 })
    if let node = own["tables"], node.members == nil {
      own.fault(node.position, "\"tables\" should be an object, found \(node.kindName)")
    }
    for member in own["tables"]?.members ?? [] {
      guard tables[member.key] != nil else {
        own.fault(
          member.keyPosition, "\"\(member.key)\" is no input of the stage",
          Suggestion.mend(member.key, known: tables.keys.sorted()))
        continue
      }
      var reader = ObjectReader(member.value, file: shown, what: "a table", keys: ["name", "keys"])
      if let name = reader.string("name") {
        if let fault = Self.fault(ofTableName: name), let place = reader["name"]?.position {
          reader.fault(place, "\"\(name)\" \(fault)", "take a plain name such as \"segments\"")
        }
        tables[member.key]?.name = name
      }
      tables[member.key]?.keys = (reader.strings("keys") ?? []).map(\.text)
      own.faults += reader.faults
    }
    if mode == .upsert {
      for (input, table) in tables.sorted(by: { $0.key < $1.key }) where table.keys.isEmpty {
        own.fault(
          own["tables"]?.position ?? own.node.position, "upsert needs the \"keys\" of \(input)",
          "such as \"tables\": { \"\(input)\": { \"keys\": [\"customer_id\"] } }")
      }
    }
    let names = Dictionary(grouping: tables.values, by: \.name).filter { $0.value.count > 1 }
    for name in names.keys.sorted() {
      own.fault(own["tables"]?.position ?? own.node.position, "two inputs have the table \"\(name)\"", "rename one")
    }
    return tables
  }
}
