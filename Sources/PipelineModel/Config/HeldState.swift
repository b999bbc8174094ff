internal import JSON

/// What a kind of stage can keep from its current version for the next one, where the config asks for it.
///
/// A model that is held from night to night is an input like any other: the digest of its content is in the key of every
/// version that was made with it, so equal keys still give equal content.
public struct HeldState: Sendable, Hashable {
  /// The output whose content says what is held.
  public var output: String
  /// Outputs that go with it.
  public var companions: [String]
  /// The parameter that says whether anything is held.
  public var policy: String
  /// The value of `policy` that holds nothing.
  public var nothing: String
  /// Parameters that do not shape what is held: with other values of them, it is held all the same.
  public var free: Set<String>

  /// Makes a declaration.
  public init(output: String, companions: [String], policy: String, nothing: String, free: Set<String>) {
    self.output = output
    self.companions = companions
    self.policy = policy
    self.nothing = nothing
    self.free = free
  }

  /// What a version with key `key` takes over from `current`; nil where it starts from nothing.
  ///
  /// A version of other parameters serves nothing: its state answers another question.
  public func taken(from current: Manifest?, for key: StageKey, renewed: Bool) -> StageKey.Held? {
    guard let policy = key.parameters[policy]?.string, policy != nothing, let old = current?.key,
      let digest = current?.outputs[output]?.digest, old.kind == key.kind, shape(old) == shape(key)
    else { return nil }
    return StageKey.Held(content: digest, isRenewed: renewed)
  }

  private func shape(_ key: StageKey) -> [String: JSON] {
    key.parameters.filter { !free.contains($0.key) }
  }
}
