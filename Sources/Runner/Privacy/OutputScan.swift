internal import ArtifactStore
internal import DuckDB
internal import Engines
internal import Glibc
internal import JSON
internal import PipelineModel
internal import Platform
internal import Stages

/// Looks through every file of an output folder for customers: the bytes as they lie there, and beside them what is
/// packed: values of Parquet, texts of JSON, what a workbook holds.
struct OutputScan {
  let store: Store
  let finder: PersonFinder

  /// plotly.js as Palier brings it, with its size.
  private let library = ChartLibrary.path.flatMap { path in FileStatus(path).map { (path: path, size: $0.size) } }

  private static let chunk = 1 << 22
  private static let largestEntry = 1 << 30

  /// Looks through all of it.
  /// - Throws: `FileError`, `StageFailure`.
  func run() throws -> PersonScan {
    var scan = PersonScan()
    let root = store.layout.root
    guard Files.exists(root) else { return scan }
    let connection = try openEngine()
    for path in try Files.tree(root) {
      if Interruption.signalNumber != nil { throw FileError("read", path, code: EINTR) }
      guard let status = FileStatus("\(root)/\(path)", followLinks: false), status.kind == .file else { continue }
      scan.files += 1
      scan.bytes += status.size
      if try isChartLibrary("\(root)/\(path)", status) { continue }
      scan.findings += try findings(path, connection, &scan)
    }
    return scan
  }

  /// Whether a file is that library: its text has many words, and never a customer.
  private func isChartLibrary(_ file: String, _ status: FileStatus) throws -> Bool {
    guard let library, library.size == status.size else { return false }
    return try SHA256.hex(file: file) == SHA256.hex(file: library.path)
  }

  private func openEngine() throws -> Connection {
    do {
      let connection = try Connection(try Database())
      let finder = finder
      try connection.register("palier_names", .truth { finder.hits($0).count > 0 })
      try connection.register("palier_names_surely", .truth { finder.hits($0).distinctive > 0 })
      return connection
    } catch {
      throw DuckDBSession.failure(error)
    }
  }

  private func findings(_ path: String, _ connection: Connection, _ scan: inout PersonScan) throws -> [PersonFinding] {
    let place = place(of: path)
    let file = "\(store.layout.root)/\(path)"
    func finding(_ hits: PersonFinder.Hits, certain: Bool = false, column: String? = nil) -> [PersonFinding] {
      guard hits.count > 0 else { return [] }
      return [
        .init(place: place, path: path, column: column, count: hits.count, isCertain: certain || hits.distinctive > 0)
      ]
    }
    if path.hasSuffix(".parquet") {
      let columns = try columns(of: file, connection, &scan)
      let found = columns.flatMap { finding($0.hits, certain: Self.isPersonal($0.name), column: $0.name) }
      // Beside the values lie statistics and what is not packed.
      return found.isEmpty ? finding(try hits(inBytesOf: file)) : found
    }
    let isLines = path.hasSuffix(".ndjson")
    if isLines || path.hasSuffix(".json"), let texts = Self.texts(of: try Files.read(file), isLines: isLines) {
      return finding(texts.reduce(.init()) { $0 + finder.hits($1) })
    }
    if path.hasSuffix(".xlsx") { return finding(try hits(inWorkbook: file)) }
    let hits = try hits(inBytesOf: file)
    let isCertain = hits.count > 0 && path.hasSuffix(".csv") ? try namesInCustomerColumn(file) : false
    return finding(hits, certain: isCertain)
  }

  private func place(of path: String) -> PersonFinding.Place {
    let parts = path.split(separator: "/").map(String.init)
    switch parts[0] {
    case "artifacts" where parts.count > 3:
      return .version(
        stage: parts[1], version: parts[2], isCurrent: store.pointer?.versions[parts[1]] == parts[2])
    case "runs" where parts.count > 2: return .run(parts[1])
    case "quarantine" where parts.count > 1: return .quarantine(parts[1])
    case "journal.ndjson", "schedule.log": return .journal
    case "cache": return .cache
    case ".reports": return .report
    default: return .other
    }
  }

  // MARK: - Tables

  /// Whether a column holds customers, or the rows that they came in.
  static func isPersonal(_ column: String) -> Bool {
    ["raw", "reason"].contains(column.lowercased()) || PersonalColumn.isCustomer(column)
  }

  private func columns(
    of file: String, _ connection: Connection, _ scan: inout PersonScan
  ) throws -> [(name: String, hits: PersonFinder.Hits)] {
    do {
      let table = SQL.readParquet([file])
      let header = try connection.execute("SELECT * FROM \(table) LIMIT 0")
      let columns = zip(header.names, header.types.map { "\($0)" }).filter { name, type in
        let isText = type == "VARCHAR" || type.contains("[") || type.contains("STRUCT") || type.contains("MAP")
        return isText || Self.isPersonal(name)
      }
      guard !columns.isEmpty else { return [] }
      let counts = columns.flatMap { name, type in
        let value = SQL.quoteIdentifier(name)
        // A whole number is the same id in any type.
        let isFraction = type == "DOUBLE" || type == "FLOAT" || type.hasPrefix("DECIMAL")
        let whole = "CASE WHEN \(value) = trunc(\(value)) THEN CAST(TRY_CAST(\(value) AS HUGEINT) AS VARCHAR) END"
        let text = isFraction ? "coalesce(\(whole), '')" : "CAST(\(value) AS VARCHAR)"
        return ["palier_names", "palier_names_surely"].map { "count(*) FILTER (WHERE \($0)(\(text)))" }
      }
      let rows = try connection.execute("SELECT count(*), \(counts.joined(separator: ", ")) FROM \(table)").rows()
      let numbers = (rows.first ?? []).map { value -> Int in if case .int(let number) = value { Int(number) } else { 0 }
      }
      scan.values += (numbers.first ?? 0) * columns.count
      return columns.enumerated().map { index, column in
        (column.0, .init(count: numbers[1 + 2 * index], distinctive: numbers[2 + 2 * index]))
      }
    } catch {
      throw DuckDBSession.failure(error)
    }
  }

  /// Whether a line of a csv file names a customer in a column of customers.
  private func namesInCustomerColumn(_ file: String) throws -> Bool {
    let lines = String(decoding: try Files.read(file), as: UTF8.self).split(separator: "\n")
    guard let header = lines.first else { return false }
    let delimiter = [";", "\t"].first { header.contains($0) } ?? ","
    let places = header.split(separator: delimiter, omittingEmptySubsequences: false).enumerated()
      .filter { Self.isPersonal(String($0.element)) }.map(\.offset)
    guard !places.isEmpty else { return false }
    return lines.dropFirst().contains { line in
      guard finder.hits(String(line)).count > 0 else { return false }
      let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
      return places.contains { $0 < fields.count && finder.hits(String(fields[$0])).count > 0 }
    }
  }

  // MARK: - Bytes and texts

  private func hits(inBytesOf file: String) throws -> PersonFinder.Hits {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", file) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk + 2 * finder.longest + 2, alignment: 64)
    defer { buffer.deallocate() }
    var kept = 0
    var found = PersonFinder.Hits()
    while true {
      let count = read(descriptor, buffer.baseAddress.map { $0 + kept }, Self.chunk)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", file)
      }
      let filled = kept + count
      found = found + finder.hits(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
      if count == 0 { return found }
      // What could begin at the end is looked at again; a place counted twice does no harm.
      let next = min(filled, finder.longest + 1)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[(filled - next)..<filled]))
      kept = next
    }
  }

  private func hits(inWorkbook file: String) throws -> PersonFinder.Hits {
    let bytes = try Files.read(file)
    return try bytes.withUnsafeBytes { raw in
      try ZipFile.names(raw).reduce(.init()) { sum, name in
        let entry = try ZipFile.entry(name, of: raw, limit: Self.largestEntry) ?? []
        return sum + entry.withUnsafeBytes { finder.hits($0) }
      }
    }
  }

  /// All texts of a JSON file; nil where it is none.
  static func texts(of bytes: [UInt8], isLines: Bool) -> [String]? {
    var texts: [String] = []
    let parts = isLines ? bytes.split(separator: 0x0A).map { Array($0) } : [bytes]
    for part in parts {
      guard let json = try? JSON.parse(part) else { return nil }
      collect(json, &texts)
    }
    return texts
  }

  private static func collect(_ json: JSON, _ texts: inout [String]) {
    if let text = json.string { texts.append(text) }
    for item in json.array ?? [] { collect(item, &texts) }
    for member in json.object ?? [] {
      texts.append(member.key)
      collect(member.value, &texts)
    }
  }
}
