import Report
import Testing

@Suite("Labels")
struct LabelTests {
  private var scripts: [String] {
    ReportRenderer.render(Fixture.empty)
      .filter { $0.path.hasPrefix("assets/") && $0.path.hasSuffix(".js") && $0.path != "assets/labels.js" }
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test("Every label is there once, in both languages, with the same places to fill in")
  func parity() {
    var seen: Set<String> = []
    for label in Labels.all {
      #expect(seen.insert(label.key).inserted, "\(label.key) is defined twice")
      #expect(!label.en.isEmpty && !label.fr.isEmpty, "\(label.key)")
      let places = { (text: String) in Set(text.matches(of: /\{\w+\}/).map { String($0.output) }) }
      #expect(places(label.en) == places(label.fr), "\(label.key)")
    }
  }

  @Test("A choice between one and more is written whole, about a value that the label shows")
  func plurals() {
    var count = 0
    for label in Labels.all {
      for text in [label.en, label.fr] {
        let choices = text.matches(of: /\{(\w+):([^|]*)\|((?:[^{}]|\{\w+\})*)\}/)
        #expect(choices.count == text.matches(of: /\{\w+:/).count, "\(label.key)")
        for choice in choices {
          #expect(
            !choice.output.2.isEmpty && !choice.output.3.isEmpty && choice.output.2 != choice.output.3, "\(label.key)")
          #expect(text.contains("{\(choice.output.1)}"), "\(label.key)")
        }
        count += choices.count
      }
    }
    #expect(count > 30)
  }

  @Test("Every label that a script names exists, and every label is named")
  func used() {
    let keys = Set(Labels.all.map(\.key))
    var named: Set<String> = []
    var prefixes: Set<String> = [
      "help.", "feature.", "segments.recency", "segments.frequency", "segments.monetary", "reason.", "finding.",
      "reject.",
    ]
    for script in scripts {
      for match in script.matches(of: /[^\w](?:t|maybe)\("([\w.]+)"( \+)?/) {
        let key = String(match.output.1)
        if match.output.2 == nil {
          named.insert(key)
          #expect(keys.contains(key), "no label \(key)")
        } else {
          prefixes.insert(key)
          #expect(keys.contains { $0.hasPrefix(key) }, "no label begins with \(key)")
        }
      }
    }
    #expect(named.count > 100)
    for key in keys.subtracting(named) where !prefixes.contains(where: { key.hasPrefix($0) }) {
      Issue.record("label \(key) is never used")
    }
  }

  @Test("Built-in segments have names and actions for both grids")
  func segments() {
    let six = [
      "champions", "clients_fideles", "potentiels_fideles", "nouveaux_clients", "a_ne_pas_perdre", "hibernants",
      "autre",
    ]
    let ten = [
      "hibernating", "at_risk", "cant_lose", "about_to_sleep", "need_attention", "loyal", "promising", "new",
      "potential_loyalist", "champions",
    ]
    for key in six + ten {
      #expect(ReportModel.SegmentName.builtIn.contains { $0.segment == key }, "\(key) has no name")
      #expect(ReportModel.SegmentAction.builtIn.contains { $0.segment == key }, "\(key) has no action")
    }
    let priority = { (key: String) in ReportModel.SegmentAction.builtIn.first { $0.segment == key }?.priority }
    #expect(six.map(priority) == [.high, .high, .medium, .medium, .critical, .low, .low])
  }

  @Test("French spacing is unbreakable before double punctuation and inside guillemets")
  func typography() {
    #expect(
      Typography.french("Quoi ? Ceci : « oui » ; 80 % !")
        == "Quoi\u{A0}? Ceci\u{A0}: «\u{A0}oui\u{A0}»\u{A0}; 80\u{A0}%\u{A0}!")
    #expect(Typography.french("a b") == "a b")
  }
}
