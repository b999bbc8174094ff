internal import Platform

/// Where `make deps-spark` puts Spark.
enum SparkHome {
  /// The folder beside the engine's library, or nil where Spark is not installed.
  static var installed: String? {
    var folder = Files.folderOf(Environment.executable)
    // The program lies somewhere below the folder that holds .deps, as .build/release/palier does.
    for _ in 0..<5 {
      let home = folder + "/.deps/spark"
      if Files.exists(home + "/python/lib/pyspark.zip") { return home }
      folder = Files.folderOf(folder)
    }
    return nil
  }
}
