extension DuckDBError {
  /// The engine's families of errors that a caller may want to tell apart, and the wrapper's own.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    // Raw values are the words before "Error:" in the engine's messages.
    case outOfRange = "Out of Range"
    case conversion = "Conversion"
    case mismatchType = "Mismatch Type"
    case divideByZero = "Divide by Zero"
    case invalidType = "Invalid type"
    case serialization = "Serialization"
    case transaction = "TransactionContext"
    case notImplemented = "Not implemented"
    case catalog = "Catalog"
    case parser = "Parser"
    case constraint = "Constraint"
    case connection = "Connection"
    case syntax = "Syntax"
    case settings = "Settings"
    case binder = "Binder"
    case network = "Network"
    case io = "IO"
    case interrupt = "INTERRUPT"
    case fatal = "FATAL"
    case internalError = "INTERNAL"
    case invalidInput = "Invalid Input"
    case outOfMemory = "Out of Memory"
    case permission = "Permission"
    case parameterNotResolved = "Parameter Not Resolved"
    case dependency = "Dependency"
    case http = "HTTP"
    case missingExtension = "Missing Extension"
    case autoload = "Extension Autoloading"
    case sequence = "Sequence"
    case invalidConfiguration = "Invalid Configuration"
    /// An engine error of another family; its message says which.
    case other

    // The wrapper's own.
    /// The engine's library is missing or unfit.
    case library
    /// A column was read, or written, as a type it does not have.
    case typeMismatch
    /// A NULL was met by a reader for values that are never NULL.
    case unexpectedNull
    /// A value does not fit the type it was asked for as.
    case valueOutOfRange
    /// The wrapper was called in a way that cannot work, as with too few parameters.
    case misuse
  }
}

extension DuckDBError.Kind {
  /// The kind of the engine's error number.
  init(engineCode: UInt32) {
    let kinds: [UInt32: Self] = [
      1: .outOfRange, 2: .conversion, 5: .mismatchType, 6: .divideByZero, 8: .invalidType, 9: .serialization,
      10: .transaction, 11: .notImplemented, 13: .catalog, 14: .parser, 18: .constraint, 21: .connection, 22: .syntax,
      23: .settings, 24: .binder, 25: .network, 28: .io, 29: .interrupt, 30: .fatal, 31: .internalError,
      32: .invalidInput, 33: .outOfMemory, 34: .permission, 35: .parameterNotResolved, 37: .dependency, 38: .http,
      39: .missingExtension, 40: .autoload, 41: .sequence, 42: .invalidConfiguration,
    ]
    self = kinds[engineCode] ?? .other
  }

  /// The kind named by the words before "Error:", for the calls of the C API that give a message alone.
  init(engineMessage: String) {
    let prefix = engineMessage.prefix { $0 != ":" && $0 != "\n" }
    guard prefix.hasSuffix(" Error") else {
      self = .other
      return
    }
    self = Self(rawValue: String(prefix.dropLast(" Error".count))) ?? .other
  }
}
