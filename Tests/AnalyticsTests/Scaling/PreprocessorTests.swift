import Analytics
import Testing

@Suite("Preprocessor")
struct PreprocessorTests {
  private let skewed: [Double] = [-3, -1, 0, 0.5, 2, 9, 40]

  @Test("Yeo-Johnson λ by maximum likelihood: the values scikit-learn finds")
  func yeoJohnson() throws {
    let column = try Preprocessor.fit(Matrix(columns: [skewed]), transform: .yeoJohnson, scale: .none)
    #expect(abs(column.lambdas[0] - 0.302422879637) < 1e-6)
    let transformed = column.apply(Matrix(columns: [skewed])).storage
    let expected = [
      -5.608385438185, -1.321623454653, 0, 0.431372598046, 1.303125762452, 3.327872435803, 6.858856637694,
    ]
    #expect(zip(transformed, expected).allSatisfy { abs($0 - $1) < 1e-5 })

    let iris = try Preprocessor.fit(Iris.measurements, transform: .yeoJohnson, scale: .none)
    let lambdas = [-0.321223290446, 0.039075646212, 1.093218150667, 0.840484196718]
    #expect(zip(iris.lambdas, lambdas).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("Yeo-Johnson at its two singular λ is the limit of its neighbours")
  func limits() {
    for x in [0.3, 7, -0.3, -7] {
      for lambda in [0.0, 2] {
        let at = Transform.yeoJohnson.apply(x, lambda: lambda)
        #expect(abs(at - Transform.yeoJohnson.apply(x, lambda: lambda + 1e-9)) < 1e-7)
      }
      #expect(isClose(Transform.yeoJohnson.apply(x, lambda: 1), x, 1e-14))
    }
  }

  @Test("Standard: mean 0 and variance 1 over n")
  func standard() throws {
    let points = try Preprocessor.fit(Iris.measurements, transform: .log1p, scale: .standard).apply(Iris.measurements)
    for j in 0..<4 {
      let column = points.column(j)
      #expect(abs(column.reduce(0, +)) < 1e-10)
      #expect(isClose(column.reduce(0) { $0 + $1 * $1 } / 150, 1, 1e-12))
    }
  }

  @Test("Robust: median and quartiles by linear interpolation; minmax: 0 … 1")
  func others() throws {
    let matrix = Matrix(columns: [[4, 1, 3, 2, 100, 0]])
    let robust = try Preprocessor.fit(matrix, transform: .none, scale: .robust)
    #expect(robust.centers == [2.5])
    #expect(robust.spreads == [2.5])
    let minmax = try Preprocessor.fit(matrix, transform: .none, scale: .minmax).apply(matrix)
    #expect(minmax.storage == [0.04, 0.01, 0.03, 0.02, 1, 0])
  }

  @Test("A constant column becomes 0, not NaN", arguments: Transform.allCases, [Scale.standard, .robust, .minmax])
  func constant(_ transform: Transform, _ scale: Scale) throws {
    let matrix = Matrix(columns: [[0.1, 0.1, 0.1], [1, 2, 4]])
    let points = try Preprocessor.fit(matrix, transform: transform, scale: scale).apply(matrix)
    #expect(points.column(0) == [0, 0, 0])
    #expect(points.isFinite)
  }

  @Test("Reloaded parameters give the same points, bit for bit")
  func reload() throws {
    let fitted = try Preprocessor.fit(Iris.measurements, transform: .yeoJohnson, scale: .standard)
    let reloaded = Preprocessor(
      transform: fitted.transform, scale: fitted.scale, lambdas: fitted.lambdas, centers: fitted.centers,
      spreads: fitted.spreads)
    #expect(reloaded.apply(Iris.measurements) == fitted.apply(Iris.measurements))
  }

  @Test("What cannot be fitted is refused")
  func refusals() {
    #expect(throws: AnalyticsError.self) {
      try Preprocessor.fit(Matrix(rows: 0, columns: 2, storage: []), transform: .none, scale: .standard)
    }
    #expect(throws: AnalyticsError.self) {
      try Preprocessor.fit(Matrix(columns: [[1, .nan]]), transform: .none, scale: .standard)
    }
    #expect {
      try Preprocessor.fit(Matrix(columns: [[1, 2], [0, -1]]), transform: .log1p, scale: .standard)
    } throws: { ($0 as? AnalyticsError)?.message.contains("row 1, column 1") == true }
  }
}
