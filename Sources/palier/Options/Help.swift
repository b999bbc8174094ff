/// Help, derived from what the verbs declare.
enum Help {
  static var overview: String {
    let width = CommandLineInterface.commands.map { title($0).count }.max() ?? 0
    let verbs = CommandLineInterface.commands.map { "  \(pad(title($0), width))  \($0.summary)" }
    return """
      palier: from raw orders to a customer segmentation, rerunning only what is stale

      usage: palier VERB [options]

      \(verbs.joined(separator: "\n"))

      palier VERB --help tells a verb's options.
      Exit codes: 0 fine, 1 a stage failed, 2 config or usage, 3 a check failed, 4 lock held,
      5 stale (status --exit-code), 130/143 stopped by a signal.

      """
  }

  static func text(_ command: any Command.Type) -> String {
    let options = command.options + Option.shared
    let names = options.map { option in
      (option.short.map { "-\($0), " } ?? "    ") + "--\(option.name)" + (option.value.map { " \($0)" } ?? "")
    }
    let width = names.map(\.count).max() ?? 0
    let lines = zip(names, options).map { "  \(pad($0, width))  \($1.help)" }
    return """
      palier \(command.name): \(command.summary)

      usage: palier \(title(command)) [options]

      \(lines.joined(separator: "\n"))

      """
  }

  private static func title(_ command: any Command.Type) -> String {
    command.operands.isEmpty ? command.name : "\(command.name) \(command.operands)"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
