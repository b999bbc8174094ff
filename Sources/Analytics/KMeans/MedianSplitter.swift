/// Cuts a sample in two at the median of its most spread feature, again and again.
struct MedianSplitter {
  let sample: UnsafeBufferPointer<Double>
  let width: Int
  let depth: Int
  let features: UnsafeMutableBufferPointer<Int32>
  let values: UnsafeMutableBufferPointer<Double>

  /// Cuts a node and everything below it.
  func splitAll(_ node: Int, level: Int, _ indices: UnsafeMutableBufferPointer<Int32>) {
    guard level < depth else { return }
    let middle = split(node, indices)
    splitAll(2 * node, level: level + 1, UnsafeMutableBufferPointer(rebasing: indices[..<middle]))
    splitAll(2 * node + 1, level: level + 1, UnsafeMutableBufferPointer(rebasing: indices[middle...]))
  }

  /// Cuts one node; its indices are reordered, those of the left child first.
  ///
  /// - Returns: how many go left.
  func split(_ node: Int, _ indices: UnsafeMutableBufferPointer<Int32>) -> Int {
    guard indices.count > 1, let feature = widest(indices) else { return indices.count }
    var low = 0
    var high = indices.count - 1
    let middle = indices.count / 2
    func value(_ position: Int) -> Double { sample[Int(indices[position]) &* width &+ feature] }
    // Hoare's selection with a median of three.
    while low < high {
      let (a, b, c) = (value(low), value((low + high) / 2), value(high))
      let pivot = max(min(a, b), min(max(a, b), c))
      var (i, j) = (low, high)
      while i <= j {
        while value(i) < pivot { i += 1 }
        while value(j) > pivot { j -= 1 }
        if i <= j {
          indices.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if middle <= j { high = j } else if middle >= i { low = i } else { break }
    }
    var cut = value(middle)
    let least = indices.reduce(Double.infinity) { min($0, sample[Int($1) &* width &+ feature]) }
    if cut == least {
      // More than half the sample shares the least value: cut above it instead.
      cut = indices.reduce(Double.infinity) {
        let x = sample[Int($1) &* width &+ feature]
        return x > least ? min($0, x) : $0
      }
    }
    features[node] = Int32(feature)
    values[node] = cut
    return partition(indices, feature, cut)
  }

  private func partition(_ indices: UnsafeMutableBufferPointer<Int32>, _ feature: Int, _ cut: Double) -> Int {
    var left = 0
    for position in indices.indices where sample[Int(indices[position]) &* width &+ feature] < cut {
      indices.swapAt(left, position)
      left += 1
    }
    return left
  }

  /// The feature of greatest variance among a few hundred of the indices; nil when they are all equal.
  private func widest(_ indices: UnsafeMutableBufferPointer<Int32>) -> Int? {
    let step = max(1, indices.count / 256)
    var best: (feature: Int, variance: Double)?
    for feature in 0..<width {
      var sum = 0.0
      var squares = 0.0
      var count = 0.0
      let origin = sample[Int(indices[0]) &* width &+ feature]
      for position in stride(from: 0, to: indices.count, by: step) {
        let x = sample[Int(indices[position]) &* width &+ feature] - origin
        sum += x
        squares += x * x
        count += 1
      }
      let variance = squares - sum * sum / count
      if variance > best?.variance ?? 0 { best = (feature, variance) }
    }
    return best?.feature
  }
}
