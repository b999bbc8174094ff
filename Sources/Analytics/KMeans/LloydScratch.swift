internal import CKernels

/// Working memory for bringing one leaf after another up to date, the property of one thread.
struct LloydScratch {
  /// Centroids that can be nearest to some point of the leaf.
  private let kept: UnsafeMutablePointer<Int32>
  /// Labels of the leaf; −1 for padding.
  private let labels: UnsafeMutablePointer<Lanes>
  /// Points whose label may have changed, then packed four to a vector.
  private let doubtful: UnsafeMutablePointer<Int32>
  private let packed: UnsafeMutablePointer<Lanes>
  /// Whether each slot's points changed.
  private let isDirty: UnsafeMutablePointer<UInt8>

  init(_ points: PointLeaves, k: Int) {
    kept = .allocate(capacity: k)
    labels = .allocate(capacity: points.largestLeaf)
    doubtful = .allocate(capacity: 4 * points.largestLeaf)
    packed = .allocate(capacity: points.largestLeaf * points.width)
    isDirty = .allocate(capacity: k)
  }

  /// Gives the working memory back.
  func free() {
    kept.deallocate()
    labels.deallocate()
    doubtful.deallocate()
    packed.deallocate()
    isDirty.deallocate()
  }

  /// The same for the kernels.
  var kernelView: palier_lloyd_scratch {
    palier_lloyd_scratch(
      kept: kept, labels: UnsafeMutableRawPointer(labels).assumingMemoryBound(to: Double.self), doubtful: doubtful,
      packed: UnsafeMutableRawPointer(packed).assumingMemoryBound(to: Double.self), is_dirty: isDirty)
  }
}

extension PointLeaves {
  /// The points for the kernels.
  var kernelView: palier_leaves {
    palier_leaves(
      width: width, starts: starts, sizes: sizes,
      values: UnsafeRawPointer(values).assumingMemoryBound(to: Double.self), low: low, high: high, sums: sums)
  }
}

extension LloydCache {
  /// The cache for the kernels.
  var kernelView: palier_lloyd_cache {
    palier_lloyd_cache(
      slots: slots, slot_counts: slotCounts, margins: margins, drifts: drifts, least_bounds: leastBounds,
      bounds: UnsafeMutableRawPointer(bounds).assumingMemoryBound(to: Float.self),
      labels: UnsafeMutableRawPointer(labels).assumingMemoryBound(to: Float.self), sums: sums)
  }
}
