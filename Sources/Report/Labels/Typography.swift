/// French spacing.
package enum Typography {
  /// Makes the space before `: ; ? ! % » €` and after `«` unbreakable.
  package static func french(_ text: String) -> String {
    let before: Set<Character> = [":", ";", "?", "!", "%", "»", "€"]
    var out = Array(text)
    for index in out.indices where out[index] == " " {
      let next = index + 1 < out.count ? out[index + 1] : " "
      let previous = index > 0 ? out[index - 1] : " "
      if before.contains(next) || previous == "«" { out[index] = "\u{A0}" }
    }
    return String(out)
  }
}
