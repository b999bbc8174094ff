internal import PipelineModel
internal import Platform

/// Reads the key of pseudonyms, which stays in memory and goes nowhere else.
enum PseudonymKey {
  /// Below this a key can be found by trying.
  static let shortest = 16

  /// The key that a config names.
  /// - Throws: `ConfigError` where there is none, or others could read it.
  static func load(_ privacy: PrivacyDeclaration, config: String) throws(ConfigError) -> HMAC {
    func refusal(_ message: String, _ mend: String) -> ConfigError {
      ConfigError(Paths.shown(config), privacy.keyPosition, message, mend: mend)
    }
    let key: [UInt8]
    switch privacy.key {
    case .environment(let name):
      key = Array((Environment.value(name) ?? "").utf8)
      if key.isEmpty {
        throw refusal(
          "\"pseudonymise\" needs a key, and the environment variable \(name) is not set or empty",
          "set \(name), or name a file with \"key_file\"; a new key: head -c 32 /dev/urandom | base64")
      }
    case .file(let path):
      let shown = Paths.shown(path)
      let make = "make one: (umask 077; head -c 32 /dev/urandom | base64 > \(shown))"
      guard let status = FileStatus(path), let mode = Files.permissions(path) else {
        throw refusal("there is no key file \(shown)", make)
      }
      guard status.kind == .file else { throw refusal("the key file \(shown) is no file", make) }
      if mode & 0o077 != 0 {
        throw refusal(
          "others can reach the key file \(shown): its mode is 0\(String(mode, radix: 8)), not 0600",
          "chmod 600 \(shown)")
      }
      do {
        key = trimmed(try Files.read(path, limit: 1 << 16))
      } catch {
        throw refusal("the key file \(shown) cannot be read: \(error.reason)", "let this user own it")
      }
      if key.isEmpty { throw refusal("the key file \(shown) is empty", make) }
    }
    if key.count < shortest {
      throw refusal(
        "the key of pseudonyms has \(key.count) bytes: below \(shortest) it can be found by trying",
        "make a longer one: head -c 32 /dev/urandom | base64")
    }
    return HMAC(key: key)
  }

  /// The key without the end of its line.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return bytes
  }
}
