internal import PipelineModel
internal import Platform

/// Puts units where systemd finds them, and takes them away again.
struct SystemdInstaller {
  let units: SystemdUnits
  /// Whether they are the user's own, not the machine's.
  let isForUser: Bool
  /// The folder where they lie.
  let folder: String
  /// Whether systemd is told: not where the folder was named, as for another machine.
  let tellsSystemd: Bool
  let console: Console

  private var files: [(path: String, text: String)] {
    [("\(folder)/\(units.serviceName)", units.service), ("\(folder)/\(units.timerName)", units.timer)]
  }

  /// Installs the units; those that are there already and equal stay.
  func install() throws {
    for file in files { try refuseForeign(file.path) }
    try verify()
    let isThere = files.allSatisfy { file in (try? Files.read(file.path)) == Array(file.text.utf8) }
    if !isThere {
      try Files.makeFolder(folder)
      for file in files { try Files.replace(file.path, with: Array(file.text.utf8)) }
    }
    // The log's folder must be there before the first run.
    try Files.makeFolder(Files.folderOf(units.run.log))
    for file in files { console.print(file.path) }
    console.print(isThere ? "was installed already" : "installed: every night at \(units.run.time)")
    try tell([["daemon-reload"], ["enable", "--now", units.timerName]])
    if isForUser { console.log("a user's timers run without a login only with: loginctl enable-linger") }
  }

  /// Removes the units.
  func uninstall() throws {
    let found = files.map(\.path).filter(Files.exists)
    for path in found { try refuseForeign(path) }
    guard !found.isEmpty else {
      console.print("nothing is installed: no \(units.timerName) in \(folder)")
      return
    }
    try tell([["disable", "--now", units.timerName]])
    for path in found {
      try Files.remove(path)
      console.print("removed \(path)")
    }
    try tell([["daemon-reload"]])
  }

  private func refuseForeign(_ path: String) throws {
    guard Files.exists(path) else { return }
    let text = String(decoding: try Files.read(path, limit: 1 << 16), as: UTF8.self)
    let first = text.prefix { $0 != "\n" }
    guard first != units.run.mark else { return }
    let owner =
      first.hasPrefix(NightlyRun.anyMark)
      ? "belongs to \(first.dropFirst(NightlyRun.anyMark.count))" : "was not made by palier schedule"
    throw ConfigError(path, nil, "this unit \(owner)", mend: "choose another name with --name NAME")
  }

  /// Lets systemd look at the units before they are put in place, where it can.
  private func verify() throws {
    guard let program = Environment.find("systemd-analyze") else { return }
    let place = "\(Environment.value("TMPDIR") ?? "/tmp")/palier-units-\(Environment.processID)"
    try Files.makeFolder(place)
    defer { try? Files.remove(place) }
    let names = [units.serviceName, units.timerName]
    for (name, text) in zip(names, files.map(\.text)) { try Files.write(text, to: "\(place)/\(name)") }
    let (code, said) = try Tool.run([program, "verify"] + names.map { "\(place)/\($0)" })
    let own = said.split(separator: "\n").filter { $0.contains(units.run.name) }
    if code != 0, !own.isEmpty {
      throw ConfigError("systemd-analyze verify", nil, own.joined(separator: "\n"), mend: "check the paths and --name")
    }
  }

  private func tell(_ commands: [[String]]) throws {
    guard tellsSystemd else { return }
    let words = isForUser ? ["systemctl", "--user"] : ["systemctl"]
    guard Files.exists("/run/systemd/system"), let program = Environment.find("systemctl") else {
      console.log("systemd does not run here; where it does: \((words + (commands.last ?? [])).joined(separator: " "))")
      return
    }
    for command in commands {
      let (code, said) = try Tool.run([program] + words.dropFirst() + command)
      if code != 0 {
        throw ConfigError(
          (words + command).joined(separator: " "), nil, "it ended with exit code \(code)\n\(said)",
          mend: isForUser ? "try as that user, logged in" : "try as root, or with --user")
      }
    }
  }
}
