internal import JSON
internal import Platform

/// Where a verb writes: data to standard output, messages to standard error.
struct Console: Sendable {
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  let isJSON: Bool
  let isQuiet: Bool
  let isVerbose: Bool
  private let mayColor: Bool

  init(_ arguments: Arguments) {
    isJSON = arguments.has("json")
    isQuiet = arguments.has("quiet")
    isVerbose = arguments.has("verbose")
    mayColor = !arguments.has("no-color") && (Environment.value("NO_COLOR") ?? "").isEmpty
  }

  /// One JSON value on a line of standard output.
  func data(_ value: JSON) { Stream.output.write(value.bytes() + [UInt8(ascii: "\n")]) }

  /// Text on standard output.
  func print(_ text: String) { Stream.output.write(text + "\n") }

  /// A message for whoever watches.
  func log(_ text: String) {
    if !isQuiet { Stream.error.write(text + "\n") }
  }

  /// An error message, which may quote what stands in files.
  func error(_ text: String) {
    Stream.error.write(TerminalText.safe(text) + "\n")
  }

  /// Text in a colour, where the stream shows colours.
  func styled(_ text: String, _ style: Style, on stream: Stream) -> String {
    mayColor && stream.isTerminal ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
