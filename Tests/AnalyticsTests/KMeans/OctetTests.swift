import Analytics
import Testing

/// Single precision serves where it is certain; where it is not, nothing may show.
@Suite("KMeans, what single precision cannot tell")
struct OctetTests {
  /// Points that are hard to tell apart in single precision.
  enum Hard: String, CaseIterable, CustomTestStringConvertible {
    case farFromOrigin, ties, outlier, tiny, oneByOne

    var testDescription: String { rawValue }

    var points: Matrix {
      var generator = SeededGenerator(seed: 77)
      var values: [Double] = []
      for i in 0..<1003 {
        for j in 0..<3 {
          let noise = generator.normal() + Double(i % 4 * (j + 1)) * 3
          switch self {
          case .farFromOrigin: values.append(1e9 + noise)
          case .ties: values.append(Double(i % 4) + Double(generator.nextBelow(3)))
          case .outlier: values.append(i == 500 ? 1e12 : noise)
          case .tiny: values.append(noise * 1e-120)
          case .oneByOne: values.append(1 + Double(i % 5) * 1e-13)
          }
        }
      }
      return Matrix(rows: 1003, columns: 3, storage: values)
    }
  }

  @Test("Labels, inertia and centroids are those of double precision", arguments: Hard.allCases)
  func exact(_ hard: Hard) throws {
    let points = hard.points
    let options = KMeansOptions(clusters: 4, restarts: 6, seed: 5, maximumIterations: 1000, tolerance: 0)
    let fit = try KMeans.fit(points, options)
    let (labels, inertia) = Points.nearest(points, fit.model.centroids)
    #expect(fit.labels == labels)
    #expect(abs(fit.model.inertia - inertia) <= 1e-12 * inertia)
    #expect(fit.model.converged)
    for c in 0..<4 {
      let members = labels.indices.filter { labels[$0] == Int32(c) }
      for j in 0..<3 {
        let mean = members.reduce(0.0) { $0 + points[$1, j] } / Double(members.count)
        #expect(isClose(fit.model.centroids[c, j], mean, 1e-12))
      }
    }
  }

  @Test("A shift of all points shifts the centroids and changes nothing else")
  func shifted() throws {
    let points = Points.blobs(2001, 2, centers: 5, spread: 6, seed: 3).points
    // A power of two, on a grid of 2⁻²⁰: both sets hold the same points exactly.
    let rounded = points.storage.map { ($0 * 0x1p20).rounded() * 0x1p-20 }
    let far = Matrix(rows: 2001, columns: 2, storage: rounded.map { $0 + 0x1p20 })
    let options = KMeansOptions(clusters: 5, seed: 8)
    let near = try KMeans.fit(Matrix(rows: 2001, columns: 2, storage: rounded), options)
    #expect(try Agreement.adjustedRand(KMeans.fit(far, options).labels, near.labels) == 1)
  }

  @Test("More clusters than are compared one by one: as exact")
  func manyClusters() throws {
    let points = Points.blobs(4000, 2, centers: 80, spread: 60, seed: 6).points
    for clusters in [64, 65] {
      let fit = try KMeans.fit(points, KMeansOptions(clusters: clusters, restarts: 2, seed: 1))
      #expect(fit.labels == Points.nearest(points, fit.model.centroids).labels)
    }
  }

  @Test("A range of numbers of clusters: each the fit of that number alone; it ends where points are too few")
  func range() throws {
    let points = Points.blobs(900, 3, centers: 5, spread: 5, seed: 2).points
    let options = KMeansOptions(clusters: 2, restarts: 3, seed: 4, threads: 2)
    for fit in try KMeans.fits(points, clusters: 2...6, options).fits {
      var own = options
      own.clusters = fit.model.centroids.rows
      #expect(isClose(try KMeans.fit(points, own).model.inertia, fit.model.inertia, 1e-12))
    }
    let few = Matrix(rows: 6, columns: 1, storage: [1, 1, 2, 2, 3, 3])
    let (fits, refusal) = try KMeans.fits(few, clusters: 2...5, options)
    #expect(fits.map(\.model.centroids.rows) == [2, 3])
    #expect(refusal?.kind == .notEnoughData)
  }
}
