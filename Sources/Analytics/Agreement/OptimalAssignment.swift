/// The one-to-one assignment of rows to columns with the largest total weight.
///
/// Shortest augmenting paths with potentials (the Hungarian method as in Jonker and Volgenant, Computing 38, 1987), on
/// integers, so exact. Of equal assignments the one found is always the same.
package enum OptimalAssignment {
  /// For each row its column, or nil for rows that exceed the columns.
  /// - Parameter weights: rows by columns, row by row.
  /// - Complexity: O(s³), s the larger side.
  package static func columns(rows: Int, columns: Int, weights: [Int]) -> [Int?] {
    let size = max(rows, columns)
    guard size > 0 else { return [] }
    // Cost to minimise; cells past the table weigh nothing.
    func cost(_ row: Int, _ column: Int) -> Int {
      row < rows && column < columns ? -weights[row * columns + column] : 0
    }

    var rowPotential = [Int](repeating: 0, count: size + 1)
    var columnPotential = [Int](repeating: 0, count: size + 1)
    // Row assigned to each column, counted from 1; 0 is none. Column 0 holds the row being placed.
    var rowOf = [Int](repeating: 0, count: size + 1)
    for row in 1...size {
      rowOf[0] = row
      var reached = [Bool](repeating: false, count: size + 1)
      var slack = [Int](repeating: .max, count: size + 1)
      var previous = [Int](repeating: 0, count: size + 1)
      var column = 0
      repeat {
        reached[column] = true
        let from = rowOf[column]
        var best = Int.max
        var nearest = 0
        for candidate in 1...size where !reached[candidate] {
          let reduced = cost(from - 1, candidate - 1) - rowPotential[from] - columnPotential[candidate]
          if reduced < slack[candidate] {
            slack[candidate] = reduced
            previous[candidate] = column
          }
          if slack[candidate] < best {
            best = slack[candidate]
            nearest = candidate
          }
        }
        for candidate in 0...size {
          if reached[candidate] {
            rowPotential[rowOf[candidate]] += best
            columnPotential[candidate] -= best
          } else if slack[candidate] != .max {
            slack[candidate] -= best
          }
        }
        column = nearest
      } while rowOf[column] != 0
      while column != 0 {
        rowOf[column] = rowOf[previous[column]]
        column = previous[column]
      }
    }

    var result = [Int?](repeating: nil, count: rows)
    for column in 1...size where rowOf[column] <= rows && column <= columns { result[rowOf[column] - 1] = column - 1 }
    return result
  }
}
