import Analytics
import CKernels
import Testing

/// What the processor offers must change how fast results come, not what they are.
@Suite(.serialized) struct InstructionSetTests {
  @Test(arguments: [1, 2, 3, 5, 8, 11])
  func resultsAreTheSameToTheBit(columns: Int) throws {
    var generator = SeededGenerator(seed: UInt64(columns))
    let rows = 1501
    let points = Matrix(
      rows: rows, columns: columns, storage: (0..<rows * columns).map { _ in generator.nextDouble() * 10 })
    func results() throws -> (KMeansFit, [Double]) {
      let fit = try KMeans.fit(points, KMeansOptions(clusters: 6, seed: 7))
      return (fit, try Validity.silhouettes(points, fit.labels))
    }
    palier_kernels_keep_to_base(1)
    let base = try results()
    palier_kernels_keep_to_base(0)
    let usual = try results()
    #expect(base.0 == usual.0)
    #expect(base.1 == usual.1)
  }
}
