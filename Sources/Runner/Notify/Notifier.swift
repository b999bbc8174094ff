internal import JSON
internal import PipelineModel
internal import Platform

/// Tells programs and webhooks what became of a run. Nothing that goes wrong here changes the run.
struct Notifier {
  let config: PipelineConfig
  let log: RunLog

  /// The largest notice that is sent; of a larger one the stages are left out.
  private static let bound = 60_000

  /// Tells each event that happened.
  /// - Returns: what went wrong with that.
  func tell(_ notice: RunNotice, _ earlier: EarlierRuns, _ refit: RefitAdvice?) -> [String] {
    var warnings: [String] = []
    for event in NotifyDeclaration.Event.allCases {
      guard let hook = config.notify.hooks[event], happened(event, notice, earlier, refit) else { continue }
      var body = notice.json(event, config, includesRows: hook.includesRows)
      if body.text().utf8.count > Self.bound, case .object(let members) = body {
        body = .object(members.filter { $0.key != "stages" })
      }
      let bytes = Array((body.text() + "\n").utf8)
      if !hook.command.isEmpty { warnings += [tell(hook, bytes, event)].compactMap { $0 } }
      if let variable = hook.urlVariable { warnings += [post(hook, bytes, to: variable, event)].compactMap { $0 } }
    }
    return warnings
  }

  private func happened(
    _ event: NotifyDeclaration.Event, _ notice: RunNotice, _ earlier: EarlierRuns, _ refit: RefitAdvice?
  ) -> Bool {
    let succeeded = notice.status == .succeeded
    switch event {
    case .failure: return notice.isFailure
    case .recovery: return succeeded && earlier.lastStatus.map { $0 != RunOutcome.Status.succeeded.rawValue } ?? false
    case .warning: return succeeded && (!notice.brokenChecks.isEmpty || !notice.warnings.isEmpty)
    case .refitDue: return succeeded && refit?.isDue == true
    }
  }

  private func tell(_ hook: NotifyDeclaration.Hook, _ body: [UInt8], _ event: NotifyDeclaration.Event) -> String? {
    run(hook.command, hook, input: body, called: "on_\(event.rawValue): \(hook.command[0])")
  }

  /// Posts by curl. The URL stands in what curl reads, so that no list of processes shows its token.
  private func post(
    _ hook: NotifyDeclaration.Hook, _ body: [UInt8], to variable: String, _ event: NotifyDeclaration.Event
  ) -> String? {
    let name = "on_\(event.rawValue): webhook"
    guard let url = Environment.value(variable), !url.isEmpty else {
      return "\(name): the environment has no \(variable), so nobody was told"
    }
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      return "\(name): \(variable) holds no http URL, so nobody was told"
    }
    let settings = [
      ("url", url), ("data-binary", String(decoding: body, as: UTF8.self)),
      ("header", "Content-Type: application/json"), ("user-agent", "palier/\(PalierVersion.text)"),
    ]
    let text = settings.map { "\($0) = \"\(Self.escaped($1))\"\n" }.joined()
    return run(
      ["curl", "--config", "-", "--silent", "--show-error", "--fail", "--output", "/dev/null"], hook,
      input: Array(text.utf8), called: name)
  }

  /// Text within the quotes of curl's own config files.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private func run(
    _ arguments: [String], _ hook: NotifyDeclaration.Hook, input: [UInt8], called name: String
  ) -> String? {
    guard let program = Environment.find(arguments[0]) else {
      return "\(name): there is no program \"\(arguments[0])\", so nobody was told"
    }
    var process = ChildProcess(
      program: program, arguments: arguments, environment: Environment.all, folder: Files.folderOf(config.file),
      timeout: Double(hook.timeout.seconds), grace: 1)
    process.input = input
    let watch = Stopwatch()
    var output: [UInt8] = []
    let ending: ChildProcess.Ending
    do {
      ending = try process.run(stop: WakeUp()) { bytes in
        if output.count < 4000 { output += bytes.prefix(4000 - output.count) }
      }
    } catch {
      return "\(name): it could not be started: \((error as? ChildProcess.StartError)?.reason ?? "\(error)")"
    }
    let said = output.isEmpty ? "" : "\n\(String(decoding: output, as: UTF8.self))"
    switch ending {
    case .exited(0):
      log.add("told \(name) in \(rounded(watch.elapsed)) s\(said)")
      return nil
    case .exited(let code): return "\(name): ended with exit code \(code)\(said)"
    case .signalled(let number): return "\(name): ended by signal \(number)\(said)"
    case .timedOut, .stopped: return "\(name): did not end within \(hook.timeout) and was stopped\(said)"
    }
  }
}
