internal import Platform
internal import Report

/// How many customers each score of one dimension has.
struct ScoreSizes {
  /// `R`, `F` or `M`.
  var dimension: String
  /// Customers by score, from score 1.
  var customers: [Int]

  /// The sizes in the order R, F, M; none where the pipeline does not give them.
  static func read(_ inputs: ReportInputs) throws -> [ScoreSizes] {
    guard let view = try inputs.view("scores", having: "dimension") else { return [] }
    let rows = try inputs.rows("SELECT dimension, customers FROM \(view) ORDER BY dimension, score") { row in
      (dimension: try row.text("dimension"), customers: try row.integer("customers"))
    }
    return ["R", "F", "M"].compactMap { name in
      let sizes = rows.filter { $0.dimension == name }.map(\.customers)
      return sizes.isEmpty ? nil : ScoreSizes(dimension: name, customers: sizes)
    }
  }

  /// Says that scores are empty, and why: cut points that somebody set, too few customers, or too many equal values for
  /// the bins asked.
  ///
  /// - Parameter method: how customers were scored, `rfm.method`.
  func note(method: String) -> LocalizedText? {
    let empty = customers.count { $0 == 0 }
    guard empty > 0 else { return nil }
    let reason =
      if method == "custom" {
        LocalizedText(
          en: "because nobody lies between the cut points set", fr: "car personne ne se trouve entre les bornes fixées")
      } else if customers.reduce(0, +) < customers.count {
        LocalizedText(
          en: "because there are fewer customers than scores", fr: "car il y a moins de clients que de scores")
      } else {
        LocalizedText(
          en: "because equal values share a score", fr: "car des valeurs égales partagent un score")
      }
    func sizes(_ style: NumberText.Style) -> String {
      customers.map { NumberText.count($0, style) }.joined(separator: "; ")
    }
    let (en, fr) = names
    return LocalizedText(
      en: "\(en): \(empty) of \(customers.count) scores \(empty == 1 ? "holds" : "hold") no customer, \(reason.en). "
        + "Customers from score 1 up: \(sizes(.english)).",
      fr:
        "\(fr)\u{a0}: \(empty) des \(customers.count) scores \(empty == 1 ? "n’a" : "n’ont") aucun client, \(reason.fr). "
        + "Clients à partir du score 1\u{a0}: \(sizes(.french)).")
  }

  private var names: (en: String, fr: String) {
    switch dimension {
    case "R": ("Recency", "Récence")
    case "F": ("Frequency", "Fréquence")
    default: ("Amount", "Montant")
    }
  }
}
