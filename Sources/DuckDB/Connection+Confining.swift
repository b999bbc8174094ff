extension Connection {
  /// Lets the whole database, from now on and for good, read and write nothing but `paths` and what is below
  /// `directories`, and locks its settings. Touching another file is an error of kind `permission` that names it.
  ///
  /// Links are followed before they are judged, and relative paths are made absolute. The folder for temporary files
  /// stays usable: set `temp_directory`, like all other settings, and load extensions before this.
  /// - Throws: ``DuckDBError``, as where the database is confined already.
  public func confine(directories: [String], paths: [String]) throws {
    // In this order: the two lists can only change while access is open, and nothing can once the lock is on.
    try execute(
      """
      SET allowed_directories = \(Self.list(directories));
      SET allowed_paths = \(Self.list(paths));
      SET autoinstall_known_extensions = false;
      SET autoload_known_extensions = false;
      SET enable_external_access = false;
      SET lock_configuration = true
      """)
  }

  private static func list(_ texts: [String]) -> String {
    // A file named in a pattern's writing is judged by that writing.
    let written = texts.flatMap { path in
      let pattern = SQL.literal(path)
      return pattern == path ? [path] : [path, pattern]
    }
    return "[\(written.map(SQL.quoteLiteral).joined(separator: ", "))]::VARCHAR[]"
  }
}
