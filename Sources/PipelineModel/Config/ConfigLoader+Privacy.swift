internal import JSON
internal import Platform

extension ConfigLoader {
  mutating func readPrivacy(_ node: JSONNode?) -> PrivacyDeclaration {
    let name = Paths.name(file)
    let stem = name.hasSuffix(".json") ? String(name.dropLast(5)) : name
    var privacy = PrivacyDeclaration(erasures: "\(folder)/\(stem).erasures.json")
    guard let node else { return privacy }
    var reader = ObjectReader(
      node, file: shown, what: "\"privacy\"", keys: ["pseudonymise", "key_file", "key_environment", "erasures"])
    privacy.isPseudonymised = reader.truth("pseudonymise") ?? false
    if let variable = reader.string("key_environment") {
      if !Environment.isName(variable) {
        reader.fault(
          reader["key_environment"]?.position ?? node.position, "\"key_environment\" is the name of a variable",
          "write the name, such as \"\(PrivacyDeclaration.usualVariable)\"; the key itself never stands here")
      }
      privacy.key = .environment(variable)
      privacy.keyPosition = reader["key_environment"]?.position
    }
    if let path = reader.string("key_file") {
      if let place = reader["key_file"]?.position {
        privacy.keyPosition = place
        if reader["key_environment"] != nil {
          reader.fault(place, "the key comes from a file or from the environment, not both", "remove one")
        }
      }
      privacy.key = .file(Paths.absolute(path, base: folder))
    }
    if let path = reader.string("erasures") { privacy.erasures = Paths.absolute(path, base: folder) }
    faults += reader.faults
    return privacy
  }

  /// A program gets its source's files as they are: it would see plain ids.
  mutating func refuseUnprotectedSources(_ stages: [StageDeclaration], _ privacy: PrivacyDeclaration) {
    guard privacy.isPseudonymised else { return }
    for stage in stages where stage.command != nil {
      for case .source(let name) in stage.inputs {
        fault(
          stage.place(of: "source:\(name)"),
          "stage \"\(stage.id)\" is a program that reads the source \"\(name)\" itself, where customer ids are plain",
          "let it read what an ingest stage of kind \"sql\" makes of the source, or turn \"pseudonymise\" off")
      }
    }
  }
}
