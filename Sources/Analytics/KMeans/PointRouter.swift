/// Sends every point to its leaf: median cuts of a sample, then a counting sort that keeps the order of rows.
struct PointRouter {
  /// Points per leaf.
  let sizes: [Int]

  private let depth: Int
  private let leafOf: [UInt16]
  /// Per chunk and leaf: the rank, within the leaf, of the chunk's first point.
  private let offsets: [UInt32]
  private let chunks: Int
  private let chunkSize: Int

  init(_ points: Matrix, depth: Int, threads: Int) {
    self.depth = depth
    let leaves = 1 << depth
    let count = points.rows
    let width = points.columns
    // The number of chunks depends on the size alone: as many histograms as 2 MB hold, at most 64.
    chunks = depth == 0 ? 1 : max(1, min(64, count / 8192, (1 << 19) / leaves))
    chunkSize = (count + chunks - 1) / chunks
    let (cutFeature, cutValue) = Self.cuts(points, depth: depth, threads: threads)
    let (chunks, chunkSize) = (chunks, chunkSize)
    var histograms = [UInt32](repeating: 0, count: chunks * leaves)
    leafOf = [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
      histograms.withUnsafeMutableBufferPointer { histogramBuffer in
        nonisolated(unsafe) let leafOf = buffer
        nonisolated(unsafe) let histograms = histogramBuffer
        Parallel.forEach(count: chunks, threads: threads) { chunk in
          points.storage.withUnsafeBufferPointer { values in
            cutFeature.withUnsafeBufferPointer { feature in
              cutValue.withUnsafeBufferPointer { cut in
                guard let values = values.baseAddress, let feature = feature.baseAddress, let cut = cut.baseAddress,
                  let leafOf = leafOf.baseAddress, let histograms = histograms.baseAddress
                else { return }
                Self.route(
                  values, width, from: chunk * chunkSize, to: min(count, (chunk + 1) * chunkSize), depth, feature, cut,
                  leafOf, histograms + chunk * leaves)
              }
            }
          }
        }
      }
      initialized = count
    }
    var sizes = [Int](repeating: 0, count: leaves)
    for chunk in 0..<chunks {
      for leaf in 0..<leaves {
        let here = histograms[chunk * leaves + leaf]
        histograms[chunk * leaves + leaf] = UInt32(sizes[leaf])
        sizes[leaf] += Int(here)
      }
    }
    offsets = histograms
    self.sizes = sizes
  }

  /// Writes the points into the leaves of a target.
  func scatter(_ points: Matrix, into target: PointLeaves, threads: Int) {
    let leaves = 1 << depth
    let width = points.columns
    let count = points.rows
    Parallel.forEach(count: chunks, threads: threads) { chunk in
      var ranks = Array(offsets[chunk * leaves..<(chunk + 1) * leaves])
      let base = UnsafeMutableRawPointer(target.values).assumingMemoryBound(to: Double.self)
      points.storage.withUnsafeBufferPointer { values in
        leafOf.withUnsafeBufferPointer { leafOf in
          ranks.withUnsafeMutableBufferPointer { ranks in
            for row in chunk * chunkSize..<min(count, (chunk + 1) * chunkSize) {
              let leaf = Int(leafOf[row])
              let rank = Int(ranks[leaf])
              ranks[leaf] &+= 1
              let start = target.starts[leaf]
              var place = base + ((start &+ (rank >> 2)) &* 4 &* width &+ (rank & 3))
              var source = row &* width
              for _ in 0..<width {
                place.pointee = values[source]
                place += 4
                source &+= 1
              }
              target.rows[start &* 4 &+ rank] = Int32(truncatingIfNeeded: row)
            }
          }
        }
      }
    }
  }

  /// Walks points down the cuts, eight abreast so that their dependent loads overlap.
  private static func route(
    _ values: UnsafePointer<Double>, _ width: Int, from start: Int, to end: Int, _ depth: Int,
    _ feature: UnsafePointer<Int32>, _ cut: UnsafePointer<Double>, _ leafOf: UnsafeMutablePointer<UInt16>,
    _ histogram: UnsafeMutablePointer<UInt32>
  ) {
    let leaves = 1 << depth
    let abreast = 8
    withUnsafeTemporaryAllocation(of: Int.self, capacity: abreast) { buffer in
      guard let nodes = buffer.baseAddress else { return }
      var row = start
      while row < end {
        let batch = min(abreast, end - row)
        for i in 0..<abreast { nodes[i] = 1 }
        for _ in 0..<depth {
          for i in 0..<batch {
            let node = nodes[i]
            let value = values[(row &+ i) &* width &+ Int(feature[node])]
            nodes[i] = node &* 2 &+ (value >= cut[node] ? 1 : 0)
          }
        }
        for i in 0..<batch {
          let leaf = nodes[i] &- leaves
          leafOf[row &+ i] = UInt16(truncatingIfNeeded: leaf)
          histogram[leaf] &+= 1
        }
        row += batch
      }
    }
  }

  /// The cut of each inner node: a feature and a value; what is below it goes left.
  private static func cuts(_ points: Matrix, depth: Int, threads: Int) -> (features: [Int32], values: [Double]) {
    let inner = 1 << depth
    let width = points.columns
    var features = [Int32](repeating: 0, count: inner)
    var values = [Double](repeating: .infinity, count: inner)
    guard depth > 0 else { return (features, values) }
    let sampleSize = min(points.rows, inner * 4)
    var indices = [Int32](unsafeUninitializedCapacity: sampleSize) { buffer, count in
      for i in 0..<sampleSize { buffer[i] = Int32(i) }
      count = sampleSize
    }
    let sample = [Double](unsafeUninitializedCapacity: sampleSize * width) { buffer, count in
      for i in 0..<sampleSize {
        let row = i * points.rows / sampleSize
        for j in 0..<width { buffer[i * width + j] = points.storage[row * width + j] }
      }
      count = sampleSize * width
    }
    // The sub-samples of one level are independent; each level's nodes are shared out, deeper ones recursed alone.
    features.withUnsafeMutableBufferPointer { features in
      values.withUnsafeMutableBufferPointer { values in
        indices.withUnsafeMutableBufferPointer { indices in
          sample.withUnsafeBufferPointer { sample in
            let splitter = MedianSplitter(
              sample: sample, width: width, depth: depth, features: features, values: values)
            let top = min(depth, threads > 1 ? 2 : 0)
            var pieces = [(node: 1, range: 0..<sampleSize)]
            for level in 0..<top {
              pieces = pieces.flatMap { piece in
                let middle = splitter.split(piece.node, UnsafeMutableBufferPointer(rebasing: indices[piece.range]))
                let at = piece.range.lowerBound + middle
                return [
                  (2 * piece.node, piece.range.lowerBound..<at), (2 * piece.node + 1, at..<piece.range.upperBound),
                ]
              }
              _ = level
            }
            nonisolated(unsafe) let shared = indices
            nonisolated(unsafe) let unsafeSplitter = splitter
            let work = pieces
            Parallel.forEach(count: work.count, threads: threads) { index in
              unsafeSplitter.splitAll(
                work[index].node, level: top, UnsafeMutableBufferPointer(rebasing: shared[work[index].range]))
            }
          }
        }
      }
    }
    return (features, values)
  }
}
