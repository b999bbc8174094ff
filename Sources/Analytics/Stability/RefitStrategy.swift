/// When a deployed segmentation is refitted.
public enum RefitStrategy: Sendable, Hashable {
  /// Never again.
  case never
  /// Every so many steps.
  case every(steps: Int)
  /// At the first step where its ARI with a fresh refit is below the threshold.
  case belowThreshold

  /// The stable name in outputs: `never`, `every_3`, `below_threshold`.
  public var key: String {
    switch self {
    case .never: "never"
    case .every(let steps): "every_\(steps)"
    case .belowThreshold: "below_threshold"
    }
  }

  /// Whether a model this old, with this ARI, is refitted now.
  func refits(age: Int, adjustedRand: Double, threshold: Double) -> Bool {
    switch self {
    case .never: false
    case .every(let steps): age >= steps
    case .belowThreshold: adjustedRand < threshold
    }
  }
}
