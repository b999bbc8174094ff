internal import Platform

/// A nightly run as a line of a crontab, under a comment that tells whose it is.
struct CronEntry {
  let run: NightlyRun

  /// The comment and the line.
  var lines: [String] { [run.mark, line] }

  private var line: String {
    // The shell writes the log, and runs nothing where its folder is missing.
    var command = "mkdir -p \(Self.quoted(Files.folderOf(run.log))) && cd \(Self.quoted(run.folder)) && "
    if let file = run.environmentFile { command += "set -a && . \(Self.quoted(file)) && set +a && " }
    command += run.environment.map { "\($0.name)=\(Self.quoted($0.value)) " }.joined()
    command += run.arguments.map(Self.quoted).joined(separator: " ")
    command += " >> \(Self.quoted(run.log)) 2>&1"
    // cron takes an unescaped % for the end of the command, within quotes too.
    return "\(run.minute) \(run.hour) * * * " + command.replacing("%", with: "\\%")
  }

  /// A word for the shell.
  private static func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

  /// A crontab without this pipeline's entry.
  func removed(from table: String) -> String {
    var kept: [Substring] = []
    var lines = table.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      if line == run.mark { _ = lines.popFirst() } else { kept.append(line) }
    }
    return kept.joined(separator: "\n")
  }

  /// A crontab with this pipeline's entry, in place of an older one.
  func added(to table: String) -> String {
    var rest = removed(from: table)
    if !rest.isEmpty, !rest.hasSuffix("\n") { rest += "\n" }
    return rest + lines.joined(separator: "\n") + "\n"
  }
}
