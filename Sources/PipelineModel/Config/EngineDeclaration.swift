/// The engine that runs the relational stages, and the bounds of the one in process.
public struct EngineDeclaration: Sendable, Hashable {
  /// An engine's family.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// DuckDB in process.
    case duckdb
    /// A Spark cluster.
    case spark
  }

  /// Where Spark is, and how it is to be used.
  public struct Spark: Sendable, Hashable {
    /// The master's address, such as `spark://host:7077`, `yarn` or `local[2]`.
    public var master = "local[*]"
    /// Spark's folder; nil for the environment's `SPARK_HOME`.
    public var home: String?
    /// Spark's own settings.
    public var settings: [String: String] = [:]
    /// A folder that the runner and every worker see under this path; the output folder lies in it. Nil where all run on
    /// one machine.
    public var storage: String?

    /// Spark on all processors of this machine.
    public init() {}
  }

  /// The engine's family.
  public var kind = Kind.duckdb
  /// Threads of one stage in process; nil for one a processor.
  public var threads: Int?
  /// The memory bound in process, such as `4GB`; nil for DuckDB's own.
  public var memoryLimit: String?
  /// Where Spark is, for `spark`.
  public var spark = Spark()

  /// The embedded engine with its own bounds.
  public init() {}
}
