internal import Analytics
internal import DuckDB
internal import Engines
internal import PipelineModel
internal import Platform

/// Customers who are too many to hold: their ids and features lie on disk, sorted by id, and are read in chunks.
struct StreamedCustomers {
  /// A chunk of them.
  struct Chunk {
    /// Their places among all.
    let rows: Range<Int>
    /// One row a customer, one column a feature, in original units.
    let features: Matrix
    /// What each spent; all 0 where the table has no such column.
    let monetary: [Double]
  }

  /// So many are drawn to find starts on, and for what cannot be added up: quantiles and ranks.
  static let sampleSize = 1 << 18

  /// How many there are.
  let count: Int
  /// The features of a sample, in the order of ids.
  let sample: Matrix
  /// Which features are not 0 for everybody.
  let borne: [Bool]

  private let features: Int
  private let query: CustomerQuery
  private let values: ScratchFile
  private let ids: ScratchFile
  /// Where the ids of each chunk begin in their file, and where they end.
  private let idPlaces: [Int]
  private let folder: String

  /// Reads the customers of a stage and puts them on disk, in its folder.
  /// - Throws: as ``CustomerQuery``; `AnalyticsError` for a value that is not finite; `FileError` for a full disk.
  init(_ request: ClusteringRequest) throws {
    let query = try CustomerQuery(request.names, request.context, request.session)
    let features = request.names.count
    folder = request.context.folder
    let values = try ScratchFile(in: folder)
    let ids = try ScratchFile(in: folder)
    var borne = [Bool](repeating: false, count: features)
    var idPlaces: [Int] = []
    let result = try request.session.stream(query.sql)
    while let chunk = try result.nextChunk() {
      try request.context.control.checkCancelled()
      var names: [String] = []
      try chunk.column(0).append(to: &names)
      for (index, name) in names.enumerated() {
        if (chunk.firstRow + index).isMultiple(of: PointChunks.usualRows) { idPlaces.append(ids.size) }
        var name = name
        try name.withUTF8 { text in
          try withUnsafeBytes(of: UInt32(text.count)) { try ids.append($0) }
          try ids.append(UnsafeRawBufferPointer(text))
        }
      }
      let columns = try (1...query.columns).map { index in
        var column: [Double] = []
        try chunk.column(index).append(to: &column)
        return column
      }
      let rows = Matrix(columns: columns)
      guard rows.isFinite else {
        let at = rows.storage.firstIndex { !$0.isFinite } ?? 0
        throw AnalyticsError(
          .notFinite, "a feature of customer \(names[at / query.columns]) is \(rows.storage[at]), not a finite number")
      }
      for index in borne.indices where !borne[index] { borne[index] = columns[index].contains { $0 != 0 } }
      try rows.storage.withUnsafeBytes { try values.append($0) }
    }
    guard result.rowsRead > 0 else { throw query.nobody }
    try values.seal()
    try ids.seal()
    count = result.rowsRead
    self.query = query
    self.features = features
    self.values = values
    self.ids = ids
    self.idPlaces = idPlaces + [ids.size]
    self.borne = borne
    let drawn = Sampling.rows(Self.sampleSize, of: count, seed: UInt64(try request.context.integer("kmeans.seed")))
    sample = Self.features(ofRows: drawn, values, columns: query.columns, features: features)
  }

  /// The features of some customers, whose places ascend.
  func features(ofRows rows: [Int]) -> Matrix {
    Self.features(ofRows: rows, values, columns: query.columns, features: features)
  }

  private static func features(ofRows rows: [Int], _ values: ScratchFile, columns: Int, features: Int) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(rows.count * features)
    let stride = columns * MemoryLayout<Double>.stride
    var rest = rows[...]
    while let first = rest.first {
      let lot = rest.prefix { $0 - first < PointChunks.usualRows }
      guard let end = lot.last else { break }
      values.withBytes(first * stride..<(end + 1) * stride) { bytes in
        let numbers = bytes.bindMemory(to: Double.self)
        for row in lot {
          let start = (row - first) * columns
          storage.append(contentsOf: numbers[start..<start + features])
        }
      }
      rest = rest.dropFirst(lot.count)
    }
    return Matrix(rows: rows.count, columns: features, storage: storage)
  }

  /// Goes through all customers, in the order of ids.
  func forEachChunk(_ body: (Chunk) throws -> Void) throws {
    let (columns, features) = (query.columns, features)
    let stride = columns * MemoryLayout<Double>.stride
    for start in Swift.stride(from: 0, to: count, by: PointChunks.usualRows) {
      let rows = start..<min(count, start + PointChunks.usualRows)
      let chunk = values.withBytes(rows.lowerBound * stride..<rows.upperBound * stride) { bytes in
        let numbers = bytes.bindMemory(to: Double.self)
        let storage = [Double](unsafeUninitializedCapacity: rows.count * features) { buffer, initialized in
          for row in 0..<rows.count {
            for index in 0..<features { buffer[row * features + index] = numbers[row * columns + index] }
          }
          initialized = rows.count * features
        }
        return Chunk(
          rows: rows, features: Matrix(rows: rows.count, columns: features, storage: storage),
          monetary: (0..<rows.count).map { row in query.monetary.map { numbers[row * columns + $0] } ?? 0 })
      }
      try body(chunk)
    }
  }

  /// The ids of a chunk's customers.
  func ids(of chunk: Chunk) -> [String] {
    let index = chunk.rows.lowerBound / PointChunks.usualRows
    return ids.withBytes(idPlaces[index]..<idPlaces[index + 1]) { bytes in
      var place = 0
      return chunk.rows.map { _ in
        let start = place + MemoryLayout<UInt32>.size
        place = start + Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        return String(decoding: bytes[start..<place], as: UTF8.self)
      }
    }
  }

  /// The customers as points, transformed and scaled, on disk too.
  /// - Throws: `AnalyticsError` for features that the transform cannot take, `FileError` for a full disk.
  func points(_ preprocessor: Preprocessor) throws -> PointChunks {
    let file = try ScratchFile(in: folder)
    try forEachChunk { chunk in
      try preprocessor.requireApplicable(chunk.features)
      try preprocessor.apply(chunk.features).storage.withUnsafeBytes { try file.append($0) }
    }
    try file.seal()
    let stride = features * MemoryLayout<Double>.stride
    return PointChunks(rows: count, columns: features) { rows, body in
      file.withBytes(rows.lowerBound * stride..<rows.upperBound * stride) { body($0.bindMemory(to: Double.self)) }
    }
  }
}
