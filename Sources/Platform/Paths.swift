internal import Glibc

/// Path arithmetic on text, and patterns.
public enum Paths {
  /// The current folder.
  public static var currentFolder: String {
    guard let raw = getcwd(nil, 0) else { return "." }
    defer { free(raw) }
    return String(cString: raw)
  }

  /// A path made absolute against `base`, with `.` and `..` taken out (links are not resolved).
  public static func absolute(_ path: String, base: String = currentFolder) -> String {
    let full = path.hasPrefix("/") ? path : base + "/" + path
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The last part of a path.
  public static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// Whether `path` is `root` or lies below it; both absolute.
  public static func isInside(_ path: String, _ root: String) -> Bool {
    path == root || path.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }

  /// The path as a person would write it from the current folder: relative where it lies below.
  public static func shown(_ path: String) -> String {
    let here = currentFolder
    return path != here && isInside(path, here) ? String(path.dropFirst(here.count + 1)) : path
  }

  /// The nearest folder, `folder` or one above it, that holds `name`; nil where none does.
  public static func nearest(holding name: String, from folder: String) -> String? {
    var folder = folder
    while folder != "/", folder != "." {
      if Files.exists(folder + "/" + name) { return folder }
      folder = Files.folderOf(folder)
    }
    return nil
  }

  /// The files that match a pattern (`*`, `?`, `[…]` within one folder level), sorted; a path without them is itself,
  /// and so is one that is there by just that name.
  public static func matches(_ pattern: String) -> [String] {
    guard isPattern(pattern), !Files.exists(pattern) else { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(literalAsFarAsThere(pattern), 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    let all = (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    return all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isPattern(_ text: some StringProtocol) -> Bool { text.contains { "*?[".contains($0) } }

  /// A pattern in which the folders that are there by just their names are no patterns.
  private static func literalAsFarAsThere(_ pattern: String) -> String {
    var parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var folder = ""
    for index in parts.indices.dropLast() {
      folder += parts[index] + "/"
      guard isPattern(parts[index]) || parts[index].contains("\\") else { continue }
      guard Files.exists(folder) else { break }
      parts[index] = String(parts[index].flatMap { "*?[\\".contains($0) ? ["\\", $0] : [$0] })
    }
    return parts.joined(separator: "/")
  }

  /// The deepest folder that holds all the paths; all absolute.
  public static func commonFolder(_ paths: [String]) -> String {
    guard let first = paths.first else { return "/" }
    var common = first.split(separator: "/").dropLast()
    for path in paths.dropFirst() {
      let parts = path.split(separator: "/").dropLast()
      common = common.prefix(zip(common, parts).prefix { $0 == $1 }.count)
    }
    return "/" + common.joined(separator: "/")
  }
}
