internal import Comparison
internal import JSON
internal import Platform

/// A causal chain for people: the causes at its beginning, then every stage on the way.
struct ChainDisplay {
  /// Characters that a list of names may take before the rest is counted.
  private static let named = 36
  private let console: Console

  init(_ console: Console) { self.console = console }

  func show(_ chain: CausalChain, indent: String = "") {
    for line in lines(chain) { console.print(line.isEmpty ? "" : indent + line) }
  }

  private func lines(_ chain: CausalChain) -> [String] {
    var out: [String] = []
    let roots = chain.roots
    let target = chain.links.last?.story.stage ?? ""
    for (index, root) in roots.enumerated() {
      let concerns = root.reason["cause"] == "failed" || root.stages == [target] && chain.links.count == 1
      let of = concerns ? "" : " (\(root.stages.joined(separator: ", ")))"
      let when = root.run.map { ", in run \($0)" } ?? ""
      out.append((index == 0 ? "because  " : "    and  ") + ReasonText.headline(root.reason) + of + when)
      out += ReasonText.details(root.reason).map { "           \($0)" }
    }
    // The path says something only where there is one.
    guard chain.links.count > 1 else { return out }
    if !out.isEmpty { out.append("") }
    var table = TextTable(["", "", ""])
    for link in chain.links {
      let reasons = Self.summary(link.story)
      for (index, text) in (reasons.isEmpty ? [""] : reasons).enumerated() {
        let verdict = Self.verdict(link.story.verdict) + (link.run.map { " in \($0)" } ?? "")
        table.add(index == 0 ? [link.story.stage, verdict, text] : ["", "", text])
      }
      if console.isVerbose { for text in Self.inputs(link.story) { table.add(["", "", "  " + text]) } }
    }
    return out + table.lines(limit: 200, header: false)
  }

  /// A stage's reasons in a line each; what it reads from upstream in one.
  private static func summary(_ story: StageStory) -> [String] {
    var lines: [String] = []
    var (inputs, waits): ([String], [String]) = ([], [])
    for reason in story.reasons {
      switch reason["cause"]?.string {
      case "input"?: inputs.append(reason["input"]?.string ?? "")
      case "upstream"?: waits.append(reason["stage"]?.string ?? "")
      default: lines.append(ReasonText.headline(reason))
      }
    }
    if !inputs.isEmpty { lines.append("reads \(Self.list(inputs)), which came out otherwise") }
    if !waits.isEmpty { lines.append("depends on what \(Self.list(waits)) will make") }
    if let error = story.error { lines.append(error.split(separator: "\n").first.map(String.init) ?? error) }
    return lines
  }

  /// As many names as fit a line, and how many more there are.
  private static func list(_ names: [String]) -> String {
    var shown: [String] = []
    for name in names where shown.isEmpty || (shown + [name]).joined(separator: ", ").count <= named {
      if shown.count < names.firstIndex(of: name) ?? 0 { break }
      shown.append(name)
    }
    let rest = names.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Each input that differs, with the digest of its content before and after.
  private static func inputs(_ story: StageStory) -> [String] {
    story.reasons.compactMap { reason in reason["cause"] == "input" ? reason["text"]?.string : nil }
  }

  /// `will_run` as people read it.
  static func verdict(_ verdict: String) -> String { verdict.replacing("_", with: " ") }
}
