/// One option of a verb.
struct Option: Sendable {
  /// The long name, without dashes.
  let name: String
  /// The short name, without the dash.
  let short: String?
  /// What stands for its value in help; nil for a flag.
  let value: String?
  /// One line of help.
  let help: String

  init(_ name: String, short: String? = nil, value: String? = nil, _ help: String) {
    self.name = name
    self.short = short
    self.value = value
    self.help = help
  }

  /// The options that every verb shares.
  static let shared = [
    Option("config", short: "c", value: "FILE", "the pipeline (default: pipeline.json)"),
    Option("output", value: "DIR", "the output folder (default: output beside the pipeline)"),
    Option("json", "data for programs on standard output, messages on standard error"),
    Option("quiet", short: "q", "errors only"),
    Option("verbose", short: "v", "more"),
    Option("no-color", "no colours (also: NO_COLOR in the environment)"),
    Option("help", short: "h", "this help"),
  ]

  /// The options that change the config.
  static let overrides = [
    Option("set", value: "PATH=VALUE", "another value of a parameter; may be repeated"),
    Option("source", value: "NAME=PATH", "another path, pattern or folder of a source; may be repeated"),
  ]
}
