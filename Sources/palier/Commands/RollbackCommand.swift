internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier rollback`.
enum RollbackCommand: Command {
  static let name = "rollback"
  static let summary = "make the results of a past run current again"
  static let operands = "RUN"
  static let options = [
    Option("lock-timeout", value: "SECONDS", "how long to wait for another run (default: 60)")
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    let name = try arguments.operands("RUN")[0]
    let timeout = try arguments.seconds("lock-timeout") ?? 60
    let project = try project(arguments)
    Interruption.install()
    let outcome = try Rollback(project, lockTimeout: timeout).execute(to: name) {
      console.log("waiting for \($0) to end …")
    }
    for warning in outcome.run?.warnings ?? [] where !project.store.warnings.contains(warning) {
      console.log("warning: \(warning)")
    }
    if let fault = outcome.run?.fault { console.error(fault) }
    if console.isJSON {
      console.data(json(outcome))
    } else if !console.isQuiet {
      show(outcome, console)
    }
    return outcome.run?.fault == nil ? ExitCode.success : ExitCode.stageFailed
  }

  private static func json(_ outcome: Rollback.Outcome) -> JSON {
    [
      "rollback_of": .string(outcome.target), "changed": .bool(outcome.run != nil),
      "run": outcome.run?.json ?? nil,
      "next_run": outcome.next.map { .array($0.map(\.json)) } ?? nil,
    ]
  }

  private static func show(_ outcome: Rollback.Outcome, _ console: Console) {
    if let run = outcome.run {
      guard run.status == .succeeded || run.isPublished else { return console.print(run.standing) }
      let changed = run.stages.filter { $0.verdict == .restored }.map(\.stage)
      console.print("the results of run \(outcome.target) are current again (run \(run.run))")
      console.print(
        "changed: \(changed.isEmpty ? "nothing but which stages there are" : changed.joined(separator: ", "))")
      if let report = run.report { console.print("report: \(Paths.shown(report))") }
    } else {
      console.print("the results of run \(outcome.target) are current already: nothing to do")
    }
    guard let next = outcome.next, !next.isEmpty else { return }
    let words = next.map { "\($0.stage) (\($0.verdict.rawValue.replacing("_", with: " ")))" }
    console.print("the next run with this config changes that: \(words.joined(separator: ", "))")
  }
}
