/// What stands in a column that tells whether a line is a return.
public enum ReturnWords {
  /// It is one.
  public static let yes: Set = [
    "true", "t", "1", "1.0", "yes", "y", "x", "oui", "o", "ja", "j", "si", "sí", "s", "return", "returned", "refund",
    "refunded", "retour", "retourne", "retourné", "retoure",
  ]
  /// It is none; so is an empty field.
  static let no: Set = [
    "false", "f", "0", "0.0", "no", "n", "non", "nein", "nee", "", "-", "sale", "vente", "verkauf",
  ]
}
