import Foundation
import Report
import Testing

@Suite("Contrast")
struct ContrastTests {
  /// Colours written `--name: #rrggbb` in one block of the style sheet.
  private func colors(of block: Substring) -> [String: Double] {
    var found: [String: Double] = [:]
    for match in block.matches(of: /--([\w-]+): #([0-9a-f]{6});/) {
      let value = Int(match.output.2, radix: 16) ?? 0
      let channels = [16, 8, 0].map { shift -> Double in
        let share = Double((value >> shift) & 255) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      found[String(match.output.1)] = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    return found
  }

  @Test("Text has at least 4.5:1 on what it stands on, in light and in dark (WCAG AA)")
  func text() throws {
    let file = try #require(ReportRenderer.render(Fixture.empty).first { $0.path == "assets/style.css" })
    let style = String(decoding: file.bytes, as: UTF8.self)
    let blocks = style.matches(of: /:root[^{]*\{[^}]*\}/).map { colors(of: $0.output) }
    #expect(blocks.count == 2)
    let pairs = [
      ("ink", ["page", "surface", "sunken", "accent-soft", "good-soft", "bad-soft", "warn-soft"]),
      ("muted", ["page", "surface", "sunken"]), ("accent", ["page", "surface", "accent-soft"]),
      ("good", ["surface", "good-soft"]), ("bad", ["surface", "bad-soft"]), ("warn", ["surface", "warn-soft"]),
    ]
    for block in blocks {
      for (name, grounds) in pairs {
        for ground in grounds {
          let (one, other) = (try #require(block[name]), try #require(block[ground]))
          #expect((max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5, "\(name) on \(ground)")
        }
      }
    }
  }
}
