internal import JSON
internal import PipelineModel
internal import Platform

/// The file in which a pipeline keeps who is erased.
enum ErasureFile {
  /// The list; nil where there is no file.
  /// - Throws: `ConfigError` where it is no list: to go on without it would bring people back.
  static func load(_ path: String) throws(ConfigError) -> ErasureList? {
    guard Files.exists(path) else { return nil }
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch {
      throw ConfigError(
        Paths.shown(path), nil, "the list of erasures cannot be read: \(error.reason)",
        mend: "let this user read it: without it erased customers would come back")
    }
    guard let json = try? JSON.parse(bytes), let list = ErasureList(json: json) else {
      throw ConfigError(
        Paths.shown(path), nil, "this is no list of erasures",
        mend: "take it from a backup: without it erased customers would come back")
    }
    return list
  }

  /// Seconds to wait for another change of the list, which takes a moment.
  private static let patience = 60.0

  /// Changes the list, which begins empty where there is none. One list can serve several output folders, so it has a
  /// lock of its own: two changes at once would lose one.
  /// - Throws: `ConfigError` where it is no list, `RunError` where another change does not end, `FileError`.
  static func change<Result>(_ path: String, _ body: (inout ErasureList) -> Result) throws -> Result {
    guard let lock = try FileLock.take(path + ".lock", timeout: patience) else {
      throw RunError(
        cause: .locked,
        description: "another process changes the list of erasures \(Paths.shown(path))\n  mend: wait for it to end")
    }
    defer { withExtendedLifetime(lock) {} }
    var list = try load(path) ?? new()
    let result = body(&list)
    try save(list, to: path)
    return result
  }

  /// Replaces the list in one step. A new file is the user's alone.
  /// - Throws: `FileError`.
  private static func save(_ list: ErasureList, to path: String) throws(FileError) {
    let mode = Files.permissions(path) ?? 0o600
    try Files.replace(path, with: Array((list.json.text(.pretty) + "\n").utf8)) { () throws(FileError) in
      try Files.setPermissions(path + Files.temporarySuffix, mode)
    }
  }

  /// An empty list with a salt of its own.
  /// - Throws: `FileError` where the system gives no chance.
  private static func new() throws(FileError) -> ErasureList {
    let digits = try Files.read("/dev/urandom", limit: 16).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return ErasureList(salt: digits.joined())
  }
}
