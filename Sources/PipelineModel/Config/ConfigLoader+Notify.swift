internal import JSON
internal import Platform

extension ConfigLoader {
  mutating func readNotify(_ node: JSONNode?) -> NotifyDeclaration {
    var notify = NotifyDeclaration()
    guard let node else { return notify }
    let keys = NotifyDeclaration.Event.allCases.map { "on_\($0.rawValue)" }
    var reader = ObjectReader(node, file: shown, what: "\"notify\"", keys: keys)
    for event in NotifyDeclaration.Event.allCases {
      if let hook = reader["on_\(event.rawValue)"] { notify.hooks[event] = readHook(hook, "on_\(event.rawValue)") }
    }
    if node.members?.isEmpty == true {
      reader.fault(node.position, "\"notify\" names no event", "add one of: \(keys.joined(separator: ", "))")
    }
    faults += reader.faults
    return notify
  }

  private mutating func readHook(_ node: JSONNode, _ name: String) -> NotifyDeclaration.Hook? {
    var reader = ObjectReader(
      node, file: shown, what: "\"\(name)\"", keys: ["command", "webhook", "timeout", "include_rows"])
    var hook = NotifyDeclaration.Hook(command: [])
    if let list = reader["command"] {
      hook.command = (reader.strings("command") ?? []).map(\.text)
      if list.string != nil || hook.command.isEmpty {
        reader.fault(list.position, "\"command\" is an array", "write [\"/path/of/program\", \"argument\"]")
      } else if let program = hook.command.first, program.contains("/") {
        hook.command[0] = Paths.absolute(program, base: folder)
      }
    }
    hook.urlVariable = readWebhook(reader["webhook"])
    hook.timeout = reader.age("timeout") ?? hook.timeout
    if let flag = reader["include_rows"] {
      if let value = flag.json.bool {
        hook.includesRows = value
      } else {
        reader.fault(flag.position, "\"include_rows\" should be true or false, found \(flag.kindName)")
      }
    }
    if reader.faults.isEmpty, reader["command"] == nil, reader["webhook"] == nil {
      reader.fault(
        node.position, "\"\(name)\" tells nobody", "add \"command\": [ … ] or \"webhook\": { \"url_env\": \"…\" }")
    }
    faults += reader.faults
    return hook
  }

  private mutating func readWebhook(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    var reader = ObjectReader(node, file: shown, what: "\"webhook\"", keys: ["url_env"])
    let name = reader.string("url_env", required: true)
    if let name, let place = reader["url_env"]?.position, !Environment.isName(name) {
      reader.fault(
        place, "\"url_env\" names no environment variable",
        "write a name such as \"PALIER_WEBHOOK_URL\"; the URL and its token stay out of this file")
    }
    faults += reader.faults
    return name
  }

  mutating func readMetrics(_ node: JSONNode?) -> MetricsDeclaration {
    guard let node else { return MetricsDeclaration() }
    var reader = ObjectReader(node, file: shown, what: "\"metrics\"", keys: ["textfile"])
    let path = reader.string("textfile", required: true)
    if let path, let place = reader["textfile"]?.position, !path.hasSuffix(".prom") {
      reader.fault(place, "\"\(path)\" does not end in .prom", "collectors read files of that name only")
    }
    faults += reader.faults
    return MetricsDeclaration(textfile: path.map { Paths.absolute($0, base: folder) })
  }
}
