import Foundation
import Testing

/// What needs Spark, one test at a time: each starts a Java machine or a cluster of its own. `make test-spark` runs it;
/// `make test` leaves it out, for it takes minutes.
@Suite(
  .serialized,
  .enabled(
    if: ProcessInfo.processInfo.environment["PALIER_SPARK"] == "1" && SparkCluster.isHere,
    "needs PALIER_SPARK=1, Spark in .deps/spark and Java: make test-spark"))
enum OnSpark {}
