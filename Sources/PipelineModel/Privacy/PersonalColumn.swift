/// What the name of a column tells of persons.
public enum PersonalColumn {
  private static let words = ["customer", "client", "user", "person", "buyer"]
  private static let endings = ["id", "key", "no", "number", "name", "mail", "email", "code"]

  /// Whether a column of this name holds who somebody is: `customer_id`, `client`, `user_email`, and not `customers` or
  /// `revenue_per_customer`.
  public static func isCustomer(_ column: String) -> Bool {
    let name = column.lowercased()
    if words.contains(name) { return true }
    let parts = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return parts.contains { words.contains($0) } && endings.contains(parts.last ?? "") && !parts.contains("per")
  }
}
