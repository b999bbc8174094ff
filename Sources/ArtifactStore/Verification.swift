public import PipelineModel
public import Platform

/// What was found when an output folder was looked through.
public struct Verification: Sendable {
  /// One thing that is not as it should be.
  public struct Finding: Sendable, Hashable {
    /// How bad it is.
    public enum Kind: String, Sendable, Hashable {
      /// Something is missing, cut short or altered.
      case damaged
      /// Something is there that nothing explains; it does no harm.
      case stray
    }

    /// How bad it is.
    public var kind: Kind
    /// The file or folder, absolute.
    public var path: String
    /// What is wrong.
    public var problem: String
    /// What to do about it.
    public var mend: String
  }

  /// What is not as it should be, in the order of the folder.
  public internal(set) var findings: [Finding] = []
  /// Versions looked at.
  public internal(set) var versions = 0
  /// Data files looked at.
  public internal(set) var files = 0
  /// Their bytes.
  public internal(set) var bytes = 0
  /// Run records looked at.
  public internal(set) var runs = 0

  /// Whether nothing is damaged.
  public var isSound: Bool { !findings.contains { $0.kind == .damaged } }
}

extension Store {
  /// Looks through the whole output folder, taking no lock and changing nothing.
  ///
  /// - Parameters:
  ///   - deep: whether every data file is read and digested again, whatever its times say.
  /// - Throws: `FileError` where a folder cannot be listed, or a signal came.
  public func verify(deep: Bool) throws(FileError) -> Verification {
    var verifier = StoreVerifier(store: self, deep: deep)
    try verifier.run()
    return verifier.result
  }

  /// What is wrong with a version when all of it is read again: files, and the manifest with its own digests.
  /// - Throws: `FileError` where a signal came.
  public func deepDamage(_ manifest: Manifest) throws(FileError) -> String? {
    if let damage = sizeDamage(manifest) ?? manifest.inconsistency { return damage }
    let folder = layout.version(manifest.stage, manifest.version)
    for file in manifest.allFiles {
      if try SHA256.hex(file: folder + "/" + file.path) != file.sha256 { return "\(file.path) was altered" }
    }
    return nil
  }

  /// What is wrong with the presence and size of a version's files.
  func sizeDamage(_ manifest: Manifest) -> String? {
    let folder = layout.version(manifest.stage, manifest.version)
    for file in manifest.allFiles {
      guard let status = FileStatus(folder + "/" + file.path), status.kind == .file else {
        return "\(file.path) is missing"
      }
      if status.size != file.bytes { return "\(file.path) has \(status.size) bytes instead of \(file.bytes)" }
    }
    return nil
  }
}

extension Manifest {
  /// The files of all outputs, by output and in order.
  var allFiles: [OutputManifest.File] { outputs.sorted { $0.key < $1.key }.flatMap(\.value.files) }

  /// What does not agree within the manifest: version, fingerprint, key and content digest follow from one another.
  var inconsistency: String? {
    if version != "\(fingerprint.prefix(16))-\(contentDigest.prefix(8))" {
      return "manifest.json: the version does not follow from fingerprint and content digest"
    }
    if let key, key.fingerprint != fingerprint { return "manifest.json: the fingerprint is not the digest of the key" }
    return nil
  }
}
