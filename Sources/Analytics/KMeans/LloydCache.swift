/// A float for each of four observations.
typealias Floats = SIMD4<Float>

/// What is known of each leaf from earlier iterations of one start, so that leaves whose labels cannot have changed
/// are not looked at again.
final class LloydCache: @unchecked Sendable {
  /// The centroids that the leaf's labels refer to, ascending; k places per leaf.
  let slots: UnsafeMutablePointer<Int32>
  /// How many they are; 0 before the leaf is first labeled.
  let slotCounts: UnsafeMutablePointer<Int32>
  /// By how much any other centroid is still farther, at least, than the nearest slot.
  let margins: UnsafeMutablePointer<Double>
  /// How far two slots have moved towards and away from a point since the leaf was labeled, at most.
  let drifts: UnsafeMutablePointer<Double>
  /// The least of the leaf's `bounds`.
  let leastBounds: UnsafeMutablePointer<Float>
  /// Per point: the drift up to which its label holds.
  let bounds: UnsafeMutablePointer<Floats>
  /// Per point: the place of its centroid among the slots.
  let labels: UnsafeMutablePointer<Floats>
  /// Sums of the leaf's points by slot: features, then count; k places per leaf.
  let sums: UnsafeMutablePointer<Double>

  private let leaves: Int

  init(_ points: PointLeaves, k: Int) {
    leaves = points.leaves
    slots = .allocate(capacity: leaves * k)
    slotCounts = .allocate(capacity: leaves)
    margins = .allocate(capacity: leaves)
    drifts = .allocate(capacity: leaves)
    leastBounds = .allocate(capacity: leaves)
    bounds = .allocate(capacity: max(points.vectors, 1))
    labels = .allocate(capacity: max(points.vectors, 1))
    sums = .allocate(capacity: leaves * k * (points.width + 1))
    forget()
  }

  deinit {
    slots.deallocate()
    slotCounts.deallocate()
    margins.deallocate()
    drifts.deallocate()
    leastBounds.deallocate()
    bounds.deallocate()
    labels.deallocate()
    sums.deallocate()
  }

  /// Makes every leaf unknown again, for another start.
  func forget() {
    slotCounts.update(repeating: 0, count: leaves)
  }
}
