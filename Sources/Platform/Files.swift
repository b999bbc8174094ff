internal import CProcess
internal import Glibc

/// Files and folders, by the system's own calls; every failure names what was tried and on what.
public enum Files {
  // MARK: - Reading

  /// The bytes of a file.
  /// - Throws: `FileError`.
  public static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError("read", path, code: EISDIR) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(4096, min(Int(status.st_size) + 1, limit, 1 << 20)))
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path)
      }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    return bytes
  }

  /// The last bytes of a file, at most `limit`.
  /// - Throws: `FileError`.
  public static func readTail(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw FileError("read", path) }
    var bytes = [UInt8](repeating: 0, count: min(limit, Int(end)))
    let count = pread(descriptor, &bytes, bytes.count, end - bytes.count)
    guard count >= 0 else { throw FileError("read", path) }
    return Array(bytes.prefix(count))
  }

  /// The names in a folder, sorted, without `.` and `..`.
  /// - Throws: `FileError`.
  public static func list(_ path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError("list", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether anything is at the path.
  public static func exists(_ path: String) -> Bool { FileStatus(path, followLinks: false) != nil }

  /// Whether this user may execute the file.
  public static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  // MARK: - Writing

  /// Writes a file in place; with `durable`, its bytes are on the disk when this returns.
  /// - Throws: `FileError`.
  public static func write(_ bytes: [UInt8], to path: String, durable: Bool = false) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("write", path) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        let error = FileError("write", path)
        close(descriptor)
        throw error
      }
      offset += count
    }
    if durable, fsync(descriptor) != 0 {
      let error = FileError("write", path)
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw FileError("write", path) }
  }

  /// Writes a text file in place.
  /// - Throws: `FileError`.
  public static func write(_ text: String, to path: String, durable: Bool = false) throws(FileError) {
    try write(Array(text.utf8), to: path, durable: durable)
  }

  /// How the names end under which things are made before they are put in their places.
  public static let temporarySuffix = ".new"

  /// Replaces a file in one step: a reader sees the old bytes or the new ones, also after a crash.
  ///
  /// - Parameters:
  ///   - written: called when the new bytes are written and the old ones still in their place.
  /// - Throws: `FileError`; the old file is then still there.
  public static func replace(
    _ path: String, with bytes: [UInt8], durable: Bool = true, written: () throws(FileError) -> Void = {}
  ) throws(FileError) {
    let temporary = path + temporarySuffix
    do {
      try write(bytes, to: temporary, durable: durable)
      try written()
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
    if durable { try sync(folderOf(path)) }
  }

  /// Adds text at a file's end in one write, making the file as needed.
  /// - Throws: `FileError`.
  public static func append(_ text: String, to path: String, durable: Bool = false) throws(FileError) {
    try append(Array(text.utf8), to: path, durable: durable)
  }

  /// Adds bytes at a file's end in one write, making the file as needed.
  /// - Throws: `FileError`.
  public static func append(_ bytes: [UInt8], to path: String, durable: Bool = false) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("write", path) }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw FileError("write", path) }
    guard !durable || fsync(descriptor) == 0 else { throw FileError("write", path) }
  }

  /// Renames, replacing what was there.
  /// - Throws: `FileError`.
  public static func rename(_ from: String, to: String) throws(FileError) {
    guard Glibc.rename(from, to) == 0 else { throw FileError("rename to", to) }
  }

  /// Exchanges two folders or files in one step, where the file system can.
  /// - Returns: whether it could; nothing was changed otherwise.
  public static func exchange(_ a: String, _ b: String) -> Bool {
    // Linux's RENAME_EXCHANGE, which the headers show to programs for GNU alone.
    renameat2?(AT_FDCWD, a, AT_FDCWD, b, 1 << 1) == 0
  }

  private static let renameat2 = dlsym(nil, "renameat2").map {
    unsafeBitCast(
      $0,
      to: (@convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32).self)
  }

  /// Asks the disk to keep a file or a folder's entries.
  /// - Throws: `FileError`.
  public static func sync(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("sync", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError("sync", path) }
  }

  /// Asks the disk to keep all that was written to the file system that holds a folder: one wait for any number of files.
  /// - Throws: `FileError`.
  public static func syncFileSystem(holding folder: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("sync", folder) }
    defer { close(descriptor) }
    let failure = palier_sync_file_system(descriptor)
    guard failure == 0 else { throw FileError("sync", folder, code: failure) }
  }

  /// Points a symbolic link at a target in one step, replacing an older link.
  /// - Throws: `FileError`.
  public static func link(
    _ path: String, to target: String, made: () throws(FileError) -> Void = {}
  ) throws(FileError) {
    let temporary = path + temporarySuffix
    unlink(temporary)
    guard symlink(target, temporary) == 0 else { throw FileError("make the link", path) }
    try made()
    try rename(temporary, to: path)
  }

  /// Where a symbolic link points, or nil where there is none.
  public static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
      raw.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, raw.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  /// Gives a file that will never change a second name, in the same file system where that can be.
  ///
  /// Where it cannot (another file system, one without hard links, too many names), the file is copied.
  /// - Throws: `FileError`.
  public static func share(_ path: String, as name: String) throws(FileError) {
    if Glibc.link(path, name) == 0 { return }
    guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP].contains(errno) else { throw FileError("link to", name) }
    try write(try read(path), to: name)
  }

  /// Takes away everybody's right to write a file.
  /// - Throws: `FileError`.
  public static func makeReadOnly(_ path: String) throws(FileError) {
    guard chmod(path, 0o444) == 0 else { throw FileError("make read-only", path) }
  }

  /// Who may do what with a file: the nine bits of its mode; nil where nothing is there.
  public static func permissions(_ path: String) -> UInt32? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : nil
  }

  /// Sets who may do what with a file.
  /// - Throws: `FileError`.
  public static func setPermissions(_ path: String, _ mode: UInt32) throws(FileError) {
    guard chmod(path, mode) == 0 else { throw FileError("set the permissions of", path) }
  }

  // MARK: - Folders

  /// Makes a folder and those above it.
  /// - Throws: `FileError`.
  public static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 { return }
    if errno == EEXIST {
      guard FileStatus(path)?.kind == .folder else { throw FileError("create the folder", path, code: ENOTDIR) }
      return
    }
    guard errno == ENOENT, path.contains("/") else { throw FileError("create the folder", path) }
    let parent = folderOf(path)
    guard parent != path else { throw FileError("create the folder", path) }
    try makeFolder(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError("create the folder", path) }
  }

  /// Removes a file, a link, or a folder with all that is in it; nothing there is fine. Links are not followed.
  /// - Throws: `FileError`.
  public static func remove(_ path: String) throws(FileError) {
    guard let status = FileStatus(path, followLinks: false) else { return }
    guard status.kind == .folder else {
      guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
      return
    }
    for name in try list(path) { try remove(path + "/" + name) }
    guard rmdir(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
  }

  /// Every file below a folder, as paths relative to it, sorted; links are not followed.
  /// - Throws: `FileError`.
  public static func tree(_ path: String, under prefix: String = "") throws(FileError) -> [String] {
    var found: [String] = []
    for name in try list(path) {
      let full = path + "/" + name
      if FileStatus(full, followLinks: false)?.kind == .folder {
        found += try tree(full, under: prefix + name + "/")
      } else {
        found.append(prefix + name)
      }
    }
    return found
  }

  /// The folder that holds a path.
  public static func folderOf(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
