internal import Platform

/// A nightly run as a systemd service and its timer.
struct SystemdUnits {
  let run: NightlyRun
  /// Whom the service runs as; nil for whoever owns the manager.
  let user: String?

  var serviceName: String { run.name + ".service" }
  var timerName: String { run.name + ".timer" }

  /// The service: one run; its exit code is the service's.
  var service: String {
    var lines = [
      run.mark, "[Unit]", "Description=Palier: nightly run of \(Self.path(run.title))",
      "Documentation=file://\(Self.path(PercentEncoding.encoded(run.config, keeping: "/")))", "", "[Service]",
      "Type=oneshot",
      "WorkingDirectory=\(Self.path(run.folder))",
    ]
    if let user { lines.append("User=\(user)") }
    lines += run.environment.map { "Environment=\(Self.quoted("\($0.name)=\($0.value)"))" }
    if let file = run.environmentFile { lines.append("EnvironmentFile=\(Self.path(file))") }
    let words = run.arguments.enumerated().map { index, word in
      // The program's own name knows no variables.
      Self.quoted(index == 0 ? word : word.replacing("$", with: "$$"))
    }
    lines += [
      "ExecStart=\(words.joined(separator: " "))", "StandardOutput=append:\(Self.path(run.log))",
      "StandardError=append:\(Self.path(run.log))", "Nice=10",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The timer: every night, and after the machine was off at that time.
  var timer: String {
    """
    \(run.mark)
    [Unit]
    Description=Palier: every night at \(run.time), \(Self.path(run.title))

    [Timer]
    OnCalendar=*-*-* \(run.time):00
    Persistent=true
    Unit=\(serviceName)

    [Install]
    WantedBy=timers.target

    """
  }

  /// A path or a title as a unit's setting takes it whole: `%` would begin a specifier.
  private static func path(_ text: String) -> String { text.replacing("%", with: "%%") }

  /// A word of a command line, in quotes.
  private static func quoted(_ text: String) -> String {
    "\"" + path(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")) + "\""
  }
}
