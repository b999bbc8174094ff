import CDuckDB
import Glibc

/// The engine's shared library, loaded at first use so that a program that never queries never pays for it.
public enum DuckDBLibrary {
  /// Loads the library unless that is done: `PALIER_DUCKDB` where set, else `.deps/duckdb/libduckdb.so` in or above
  /// the executable's folder, then the current folder, then the system's `libduckdb.so`.
  /// - Throws: ``DuckDBError`` of kind `library`, with each place tried and what is wrong there.
  public static func load() throws { try loaded.get() }

  /// The engine's version, as in "v1.5.5".
  public static var version: String {
    get throws {
      try load()
      return String(cString: duckdb_library_version())
    }
  }

  /// The library's file.
  public static var path: String {
    get throws {
      try load()
      return palier_duckdb_path().map { String(cString: $0) } ?? ""
    }
  }

  /// The file of the signed Excel extension, for `LOAD`, or nil where `make deps` has not brought it.
  public static var excelExtensionPath: String? { extensionPath("excel") }

  /// The file of a signed extension, for `LOAD`, or nil where `make deps` has not brought it.
  public static func extensionPath(_ extensionName: String) -> String? {
    let name = extensionName + ".duckdb_extension"
    let beside = palier_duckdb_path().map { folder(of: String(cString: $0)) + "/" + name }
    let below = folders().map { $0 + "/.deps/duckdb/" + name }
    return ([beside].compactMap(\.self) + below).first { access($0, R_OK) == 0 }
  }

  // One attempt a process: what is missing now will not appear while it runs.
  private static let loaded: Result<Void, DuckDBError> = {
    var reasons: [String] = []
    let named = getenv("PALIER_DUCKDB").map { String(cString: $0) }
    for candidate in candidates(named: named, executable: executableFolder(), current: currentFolder()) {
      if candidate.contains("/"), candidate != named, access(candidate, R_OK) != 0 { continue }
      guard let reason = attempt(candidate) else { return .success(()) }
      reasons.append(reason)
    }
    let advice =
      named == nil
      ? "Run `make deps` to fetch it, or set PALIER_DUCKDB to a libduckdb.so."
      : "PALIER_DUCKDB is set to it; unset it or point it at a libduckdb.so."
    let message = "Cannot load the DuckDB engine: \(reasons.joined(separator: "; ")). \(advice)"
    return .failure(DuckDBError(.library, message, while: "loading libduckdb.so"))
  }()

  /// The files to try, in order. A file that the user names is the only candidate.
  package static func candidates(named: String?, executable: String?, current: String?) -> [String] {
    if let named { return [named] }
    var seen: Set<String> = []
    return [executable, current].compactMap(\.self).flatMap(ancestors)
      .map { $0 + "/.deps/duckdb/libduckdb.so" }
      .filter { seen.insert($0).inserted } + ["libduckdb.so"]
  }

  private static func attempt(_ candidate: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 1_024)
    guard palier_duckdb_load(candidate, &buffer, buffer.count) != 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

// MARK: - Folders

extension DuckDBLibrary {
  private static func folders() -> [String] {
    [executableFolder(), currentFolder()].compactMap(\.self).flatMap(ancestors)
  }

  private static func executableFolder() -> String? {
    realpath("/proc/self/exe", nil).map { pointer in
      defer { free(pointer) }
      return folder(of: String(cString: pointer))
    }
  }

  private static func currentFolder() -> String? {
    getcwd(nil, 0).map { pointer in
      defer { free(pointer) }
      return String(cString: pointer)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// A folder, its parent, and so on; the root comes out as "".
  private static func ancestors(_ path: String) -> [String] {
    var path = path == "/" ? "" : path
    var result = [path]
    while let slash = path.lastIndex(of: "/") {
      path = String(path[..<slash])
      result.append(path)
    }
    return result
  }
}
