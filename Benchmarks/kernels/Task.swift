internal import Analytics
internal import Glibc

/// One command: what is timed, and on what.
enum Task {
  /// `kmeans POINTS COLUMNS K RESTARTS SEARCHES SEED THREADS LABELS`: one fit; writes its labels.
  case kmeans(
    points: String, columns: Int, k: Int, restarts: Int, searches: Int, seed: UInt64, threads: Int, labels: String)
  /// `scan POINTS COLUMNS FROM TO RESTARTS SEED THREADS`: a fit of every k, and the three indices of each.
  case scan(points: String, columns: Int, range: ClosedRange<Int>, restarts: Int, seed: UInt64, threads: Int)
  /// `silhouette POINTS COLUMNS LABELS THREADS`: exact, over all points.
  case silhouette(points: String, columns: Int, labels: String, threads: Int)
  /// `bgnbd HISTORIES THREADS`: columns repeats, last, age.
  case purchases(histories: String, threads: Int)

  init(_ words: [String]) throws {
    func number(_ place: Int) throws -> Int {
      guard words.indices.contains(place), let value = Int(words[place]) else {
        throw NumberFiles.Failure(description: "word \(place) of \(words) should be a whole number")
      }
      return value
    }
    switch (words.first, words.count) {
    case ("kmeans", 9):
      self = .kmeans(
        points: words[1], columns: try number(2), k: try number(3), restarts: try number(4),
        searches: try number(5), seed: UInt64(try number(6)), threads: try number(7), labels: words[8])
    case ("scan", 8):
      self = .scan(
        points: words[1], columns: try number(2), range: try number(3)...(try number(4)), restarts: try number(5),
        seed: UInt64(try number(6)), threads: try number(7))
    case ("silhouette", 5):
      self = .silhouette(points: words[1], columns: try number(2), labels: words[3], threads: try number(4))
    case ("bgnbd", 3):
      self = .purchases(histories: words[1], threads: try number(2))
    default:
      throw NumberFiles.Failure(description: "unknown command: \(words)")
    }
  }

  /// Does it, and says what came out and how long it took.
  func run(_ files: inout NumberFiles) throws -> String {
    switch self {
    case .kmeans(let points, let columns, let k, let restarts, let searches, let seed, let threads, let labels):
      let matrix = try files.matrix(points, columns: columns)
      var options = KMeansOptions(clusters: k, restarts: restarts, seed: seed, threads: threads)
      options.searches = searches
      let (fit, seconds) = try Self.timed { try KMeans.fit(matrix, options) }
      try NumberFiles.write(fit.labels, to: labels)
      return """
        {"seconds": \(seconds), "inertia": \(fit.model.inertia), "iterations": \(fit.model.iterations)}
        """
    case .scan(let points, let columns, let range, let restarts, let seed, let threads):
      let matrix = try files.matrix(points, columns: columns)
      let options = KMeansOptions(clusters: 2, restarts: restarts, seed: seed, threads: threads)
      let start = Self.processorSeconds()
      let (fits, seconds) = try Self.timed { try KMeans.fits(matrix, clusters: range, options).fits }
      let processor = Self.processorSeconds() - start
      let (indices, more) = try Self.timed {
        let silhouettes = try Validity.silhouettes(matrix, labelings: fits.map(\.labels), threads: threads)
        return try zip(fits, silhouettes).map { fit, silhouettes in
          (
            silhouettes.reduce(0, +) / Double(matrix.rows),
            try Validity.daviesBouldin(matrix, fit.labels), try Validity.calinskiHarabasz(matrix, fit.labels)
          )
        }
      }
      return """
        {"seconds": \(seconds), "fits_processor": \(processor), "index_seconds": \(more), "inertia": \(fits.map(\.model.inertia)), \
        "silhouette": \(indices.map(\.0)), "davies_bouldin": \(indices.map(\.1)), \
        "calinski_harabasz": \(indices.map(\.2))}
        """
    case .silhouette(let points, let columns, let labels, let threads):
      let matrix = try files.matrix(points, columns: columns)
      let clusters: [Int32] = try NumberFiles.read(labels)
      let (found, seconds) = try Self.timed {
        try Validity.silhouette(matrix, clusters, limit: matrix.rows, threads: threads)
      }
      return "{\"seconds\": \(seconds), \"silhouette\": \(found.mean)}"
    case .purchases(let histories, let threads):
      let matrix = try files.matrix(histories, columns: 3)
      let (found, seconds) = try Self.timed {
        try BetaGeometricModel.fit(
          RepeatHistory(repeats: matrix.column(0), lastAt: matrix.column(1), age: matrix.column(2)), threads: threads)
      }
      let model = found.model
      return """
        {"seconds": \(seconds), "r": \(model.r), "alpha": \(model.alpha), "a": \(model.a), "b": \(model.b), \
        "log_likelihood": \(found.report.logLikelihood)}
        """
    }
  }

  /// Processor seconds of all threads so far.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func timed<Value>(_ work: () throws -> Value) rethrows -> (Value, Double) {
    var start = timespec()
    clock_gettime(CLOCK_MONOTONIC, &start)
    let value = try work()
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    return (value, Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9)
  }
}
