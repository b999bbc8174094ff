import Analytics
import Testing

@Suite("Matrix and parallel loops")
struct MatrixTests {
  @Test("Columns in, rows out")
  func layout() {
    let matrix = Matrix(columns: [[1, 2, 3], [4, 5, 6]])
    #expect(matrix.rows == 3 && matrix.columns == 2)
    #expect(matrix.storage == [1, 4, 2, 5, 3, 6])
    #expect(Array(matrix.row(1)) == [2, 5])
    #expect(matrix.column(1) == [4, 5, 6])
    #expect(matrix[2, 0] == 3)
    #expect(matrix.selecting(rows: [2, 2, 0]).storage == [3, 6, 3, 6, 1, 4])
  }

  @Test("A value that is not finite is found wherever it is", arguments: 0..<21)
  func finite(_ place: Int) {
    var matrix = Matrix(rows: 7, columns: 3, repeating: 1e308)
    #expect(matrix.isFinite)
    matrix.storage[place] = place % 2 == 0 ? .nan : -.infinity
    #expect(!matrix.isFinite)
    #expect { try matrix.requireFinite() } throws: { error in
      (error as? AnalyticsError)?.message.hasPrefix("row \(place / 3), column \(place % 3) ") == true
    }
  }

  @Test("Every piece once, results in order, the first error wins", arguments: [1, 2, 3, 8])
  func parallel(_ threads: Int) {
    let squares = Parallel.map(count: 1000, threads: threads) { $0 * $0 }
    #expect(squares == (0..<1000).map { $0 * $0 })
    #expect(Parallel.map(count: 0, threads: threads) { $0 }.isEmpty)
    #expect {
      try Parallel.tryMap(count: 100, threads: threads) { index in
        if index % 30 == 29 { throw AnalyticsError(.invalidArgument, "\(index)") }
      }
    } throws: { ($0 as? AnalyticsError)?.message == "29" }
  }
}
