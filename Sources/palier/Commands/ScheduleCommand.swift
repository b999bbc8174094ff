internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier schedule`.
enum ScheduleCommand: Command {
  static let name = "schedule"
  static let summary = "print or install a nightly run: a systemd timer or a cron line"
  static let options =
    [
      Option("systemd", "a oneshot service and a persistent timer (default)"),
      Option("cron", "a line of a crontab"),
      Option("at", value: "HH:MM", "when (default: 03:00)"),
      Option("install", "install it; never over a unit that is not its own"),
      Option("uninstall", "remove it"),
      Option("user", "as the user's own unit, not the machine's"),
      Option("name", value: "NAME", "what the units are called (default: palier- and the pipeline's name)"),
      Option("env-file", value: "FILE", "variables for the run, NAME=value a line, such as a webhook's URL"),
      Option("unit-dir", value: "DIR", "where the units lie; systemd is not told then"),
    ] + Option.overrides

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    for (one, other) in [("systemd", "cron"), ("install", "uninstall")] where arguments.has(one) && arguments.has(other)
    {
      throw UsageError("--\(one) and --\(other) exclude each other")
    }
    let project = try project(arguments)
    let nightly = try NightlyRun(project, arguments)
    if arguments.has("cron") {
      for option in ["user", "name", "unit-dir"] where arguments.has(option) {
        throw UsageError("--\(option) is for systemd")
      }
      return try cron(CronEntry(run: nightly), arguments, console)
    }
    return try systemd(nightly, arguments, console)
  }

  private static func systemd(_ nightly: NightlyRun, _ arguments: Arguments, _ console: Console) throws -> Int32 {
    let isForUser = arguments.has("user")
    let units = SystemdUnits(run: nightly, user: isForUser ? nil : Environment.value("SUDO_USER"))
    let named = arguments.value("unit-dir").map { Paths.absolute($0) }
    let home = Environment.value("XDG_CONFIG_HOME") ?? (Environment.value("HOME") ?? "") + "/.config"
    let folder = named ?? (isForUser ? home + "/systemd/user" : "/etc/systemd/system")
    let installer = SystemdInstaller(
      units: units, isForUser: isForUser, folder: folder, tellsSystemd: named == nil, console: console)
    if arguments.has("install") {
      try installer.install()
    } else if arguments.has("uninstall") {
      try installer.uninstall()
    } else if console.isJSON {
      console.data([
        "kind": "systemd", "folder": .string(folder),
        "units": [units.serviceName: .string(units.service), units.timerName: .string(units.timer)],
      ])
    } else {
      console.print(
        "# \(folder)/\(units.serviceName)\n\(units.service)\n# \(folder)/\(units.timerName)\n\(units.timer)")
      console.log("install it with --install (for this user: --install --user); output goes to \(nightly.log)")
      let logFolder = Files.folderOf(nightly.log)
      if !Files.exists(logFolder) {
        console.log(
          "\(logFolder) is not there yet, and systemd starts nothing before it is: palier run makes it, --install too")
      }
    }
    return ExitCode.success
  }

  private static func cron(_ entry: CronEntry, _ arguments: Arguments, _ console: Console) throws -> Int32 {
    guard arguments.has("install") || arguments.has("uninstall") else {
      if console.isJSON {
        console.data(["kind": "cron", "lines": .array(entry.lines.map { .string($0) })])
      } else {
        for line in entry.lines { console.print(line) }
        console.log("install it with --install; output goes to \(entry.run.log)")
      }
      return ExitCode.success
    }
    guard Environment.find("crontab") != nil else {
      throw ConfigError("schedule --cron", nil, "there is no program crontab", mend: "install cron, or use --systemd")
    }
    // A user without a crontab has an empty one.
    let (code, before) = try Tool.run(["crontab", "-l"])
    let table = code == 0 ? before : ""
    let after = arguments.has("install") ? entry.added(to: table) : entry.removed(from: table)
    if after == table {
      console.print(arguments.has("install") ? "was installed already" : "nothing is installed")
      return ExitCode.success
    }
    if arguments.has("install") { try Files.makeFolder(Files.folderOf(entry.run.log)) }
    let (result, said) = try Tool.run(["crontab", "-"], input: after)
    guard result == 0 else {
      throw ConfigError("crontab -", nil, "it ended with exit code \(result)\n\(said)", mend: "see who may use cron")
    }
    console.print(arguments.has("install") ? "installed: every night at \(entry.run.time)" : "removed")
    return ExitCode.success
  }
}
