internal import CKernels
internal import Glibc

/// Points stored eight to a block, in the order of the leaves, hence neighbours together; once in full and once relative
/// to their center in single precision.
///
/// Immutable once built, hence safe to share between threads.
final class PointOctets: @unchecked Sendable {
  /// Number of points.
  let count: Int
  /// Number of features.
  let width: Int
  /// Number of octets; the last is filled up with copies of its first point.
  let octets: Int
  private let values: UnsafeMutablePointer<Double>
  private let offsets: UnsafeMutablePointer<Float>
  private let lengths: UnsafeMutablePointer<Float>
  private let center: UnsafeMutablePointer<Double>
  private let scale: Double

  /// Copies points that are laid out in leaves.
  init(_ points: PointLeaves) {
    count = points.count
    width = points.width
    octets = (count + 7) / 8
    let places = octets * 8
    values = Self.allocate(places * width)
    offsets = Self.allocate(places * width)
    lengths = Self.allocate(places)
    center = .allocate(capacity: max(width, 1))
    let (values, offsets, lengths, center, width) = (values, offsets, lengths, center, width)
    var place = 0
    for leaf in 0..<points.leaves {
      let block = UnsafeRawPointer(points.block(of: leaf)).assumingMemoryBound(to: Double.self)
      for position in 0..<points.sizes[leaf] {
        for j in 0..<width {
          values[(place >> 3 &* width &+ j) &* 8 &+ place & 7] =
            block[(position >> 2 &* width &+ j) &* 4 &+ position & 3]
        }
        place += 1
      }
    }
    for copy in count..<max(places, count) {
      for j in 0..<width {
        values[(copy >> 3 &* width &+ j) &* 8 &+ copy & 7] = values[((octets - 1) &* width &+ j) &* 8]
      }
    }
    var farthest = 0.0
    for j in 0..<width {
      var sum = 0.0
      for leaf in 0..<points.leaves { sum += points.sums[leaf * (width + 1) + j] }
      center[j] = sum / Double(max(count, 1))
    }
    for octet in 0..<octets {
      for lane in 0..<8 {
        var square = 0.0
        for j in 0..<width {
          let offset = values[(octet &* width &+ j) &* 8 &+ lane] - center[j]
          square += offset * offset
        }
        farthest = max(farthest, square)
      }
    }
    // A power of two: scaling by it rounds nothing, and single precision neither overflows nor runs dry.
    let exponent = farthest > 0 && farthest.isFinite ? farthest.squareRoot().exponent : 0
    scale = scalbn(1, Int32(max(-1000, min(1000, -Int(exponent)))))
    for octet in 0..<octets {
      for lane in 0..<8 {
        var square = 0.0
        for j in 0..<width {
          let at = (octet &* width &+ j) &* 8 &+ lane
          let offset = (values[at] - center[j]) * scale
          offsets[at] = Float(offset)
          square += offset * offset
        }
        lengths[octet &* 8 &+ lane] = Float(square.squareRoot() * (1 + 1e-6))
      }
    }
  }

  /// Every `step`-th octet of others, hence in proportion everywhere.
  init(thinning all: PointOctets, every step: Int) {
    // The last octet may be filled up with copies.
    octets = (all.count / 8 + step - 1) / step
    count = octets * 8
    width = all.width
    scale = all.scale
    values = Self.allocate(count * width)
    offsets = Self.allocate(count * width)
    lengths = Self.allocate(count)
    center = .allocate(capacity: max(width, 1))
    center.update(from: all.center, count: width)
    for octet in 0..<octets {
      let (to, from) = (octet * width * 8, octet * step * width * 8)
      (values + to).update(from: all.values + from, count: width * 8)
      (offsets + to).update(from: all.offsets + from, count: width * 8)
      (lengths + octet * 8).update(from: all.lengths + octet * step * 8, count: 8)
    }
  }

  deinit {
    UnsafeMutableRawPointer(values).deallocate()
    UnsafeMutableRawPointer(offsets).deallocate()
    UnsafeMutableRawPointer(lengths).deallocate()
    center.deallocate()
  }

  /// The coordinates of the point at a place.
  func coordinates(at place: Int) -> [Double] {
    (0..<width).map { values[(place >> 3 &* width &+ $0) &* 8 &+ place & 7] }
  }

  /// The same relative to the center, in single precision.
  func offset(at place: Int) -> [Float] {
    (0..<width).map { offsets[(place >> 3 &* width &+ $0) &* 8 &+ place & 7] }
  }

  /// The points for the kernels.
  var kernelView: palier_octets {
    palier_octets(
      width: width, count: count, octets: octets, values: values, offsets: offsets, lengths: lengths, center: center,
      scale: scale)
  }

  /// Memory that vectors can be loaded from.
  static func allocate<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: max(count, 1))
  }
}
