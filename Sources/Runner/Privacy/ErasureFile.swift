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

  /// Replaces the list in one step. A new file is the user's alone.
  /// - Throws: `FileError`.
  static func save(_ list: ErasureList, to path: String) throws(FileError) {
    let mode = Files.permissions(path) ?? 0o600
    try Files.replace(path, with: Array((list.json.text(.pretty) + "\n").utf8)) { () throws(FileError) in
      try Files.setPermissions(path + Files.temporarySuffix, mode)
    }
  }

  /// An empty list with a salt of its own.
  /// - Throws: `FileError` where the system gives no chance.
  static func new() throws(FileError) -> ErasureList {
    let digits = try Files.read("/dev/urandom", limit: 16).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return ErasureList(salt: digits.joined())
  }
}
