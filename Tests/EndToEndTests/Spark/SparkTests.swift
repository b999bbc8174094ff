import Foundation
import JSON
import TestSupport
import Testing

extension OnSpark {
  /// The same pipeline on Spark. `make test-spark` runs these; `make test` leaves them out, for they take minutes.
  @Suite
  struct SparkTests {
    private func sandbox(_ master: String, lines: Int = 4000, _ conf: String = "") throws -> Sandbox {
      let sandbox = try Sandbox(lines: lines)
      let engine =
        "\"engine\": { \"kind\": \"spark\", \"master\": \"\(master)\", \"home\": \"\(SparkCluster.home)\"\(conf) },"
      try sandbox.edit("pipeline.json", "\"sources\":", engine + " \"sources\":")
      return sandbox
    }

    @Test func equalToTheEngineInProcessOutputByOutput() throws {
      let sandbox = try sandbox("local[2]")
      try OddText.write(to: sandbox)
      let spark = try sandbox.run()
      #expect(spark.code == 0, "\(spark.errors)")
      try writeConfigWithoutSpark(sandbox)
      let duckdb = try sandbox.run("-c", "duckdb.json", "--output", "other")
      #expect(duckdb.code == 0, "\(duckdb.errors)")
      #expect(spark.digests.count > 40 && spark.digests.keys == duckdb.digests.keys)
      #expect(spark.outputs(unlike: duckdb) == [])
      // Nothing to do starts no JVM: there is none at this place.
      try sandbox.edit("pipeline.json", SparkCluster.home, "/nowhere")
      let again = try sandbox.run()
      #expect(again.code == 0 && again.verdicts.values.allSatisfy { $0 == "fresh" }, "\(again.errors)")
    }

    /// Pseudonyms, and a person who is erased after a run: what lies in the output folder is what the engine in process
    /// would have left there.
    @Test func personalDataAreProtectedAsInProcess() throws {
      let sandbox = try sandbox("local[2]", lines: 1500)
      try sandbox.edit(
        "pipeline.json", "\"retention\": {", "\"privacy\": { \"pseudonymise\": true }, \"retention\": {")
      try writeConfigWithoutSpark(sandbox)
      let key = ["PALIER_PRIVACY_KEY": String(repeating: "k", count: 32)]
      func palier(_ arguments: String...) throws -> PalierProcess {
        try PalierProcess.run(arguments, in: sandbox.folder.root, environment: key)
      }
      let (until, quiet) = (["--until", "rfm"], ["--json", "--progress", "none"])
      let person = try #require(
        sandbox.text("data/sample/" + sandbox.sampleFiles()[3]).firstMatch(of: /,([0-9]{5})(\.0)?,[A-Za-z ]+\n/)?.1)
      for _ in 0..<2 {
        let spark = try PalierProcess.run(["run"] + until + quiet, in: sandbox.folder.root, environment: key)
        let duckdb = try PalierProcess.run(
          ["run", "-c", "duckdb.json", "--output", "other"] + until + quiet, in: sandbox.folder.root, environment: key)
        #expect(spark.code == 0 && duckdb.code == 0, "\(spark.errors) \(duckdb.errors)")
        // Erasing somebody runs the whole pipeline, of which the other output folder has no part.
        #expect(duckdb.digests.count > 8 && Set(duckdb.digests.keys).isSubset(of: spark.digests.keys))
        #expect(duckdb.outputs(unlike: spark) == [])
        let rejects = try palier("show", "ingest.rejects", "-n", "0", "--csv")
        #expect(rejects.code == 0 && !rejects.output.contains("\(person)"), "\(rejects.output)")
        // The second time round without the person, in both output folders.
        let forget = try palier("forget", "\(person)", "--json", "--progress", "none")
        #expect(forget.code == 0 && forget.json["complete"]?.bool == true, "\(forget.errors)")
        let erasures = try sandbox.text("pipeline.erasures.json")
        try sandbox.folder.write("duckdb.erasures.json", erasures)
      }
      let ledger = try palier("show", "clean_returns.row_ledger", "-n", "0", "--json").json.array ?? []
      #expect(ledger.reduce(0) { $0 + ($1["erased"]?.int ?? 0) } > 0)
    }

    private func writeConfigWithoutSpark(_ sandbox: Sandbox) throws {
      let config = try sandbox.text("pipeline.json")
      let open = try #require(config.range(of: "\"engine\": {"))
      let close = try #require(config[open.upperBound...].range(of: "},"))
      try sandbox.folder.write(
        "duckdb.json", config.replacingCharacters(in: open.lowerBound..<close.upperBound, with: ""))
    }

    @Test func errorsAreToldInTheTermsOfTheStage() throws {
      let sandbox = try sandbox("local[1]")
      let rfm = try sandbox.text("stages/rfm.sql")
      try sandbox.folder.write(
        "stages/rfm.sql", rfm + "\n-- output: extra\nSELECT\n  customer_idd\nFROM features_customers\n")
      let line = rfm.split(separator: "\n", omittingEmptySubsequences: false).count + 3
      let run = try sandbox.run("-s", "+rfm")
      #expect(run.code == 1, "\(run.errors)")
      #expect(run.errors.contains("stages/rfm.sql:\(line):3: ") && run.errors.contains("customer_idd"), "\(run.errors)")
      #expect(!run.errors.contains("at org.apache.spark"), "\(run.errors)")
    }

    @Test func aMasterThatIsNotThereIsTold() throws {
      let sandbox = try sandbox("spark://127.0.0.1:1")
      let run = try sandbox.run()
      #expect(run.code == 1 && run.errors.contains("spark://127.0.0.1:1"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/current.json")))
    }

    @Test func aClusterLosesAWorkerOrItsApplication() throws {
      let cluster = try SparkCluster(workers: 2)
      let sandbox = try sandbox(
        cluster.master,
        ", \"conf\": { \"spark.driver.host\": \"127.0.0.1\", \"spark.driver.bindAddress\": \"127.0.0.1\", "
          + "\"spark.sql.shuffle.partitions\": \"4\", \"spark.executor.memory\": \"600m\" }")
      // The application killed in the middle: nothing is published, and the next run goes on from what succeeded.
      let killer = Thread {
        let published = sandbox.folder.path("output/artifacts/clean_returns")
        for _ in 0..<6000 {
          let names = (try? FileManager.default.contentsOfDirectory(atPath: published)) ?? []
          if names.contains(where: { !$0.hasPrefix(".") }) { break }
          Thread.sleep(forTimeInterval: 0.05)
        }
        _ = try? Command.run("/usr/bin/pkill", ["-KILL", "-f", "PythonGatewayServer|pyspark-shell"])
      }
      killer.start()
      let broken = try sandbox.run()
      #expect(broken.code == 1, "\(broken.errors)")
      #expect(broken.errors.contains("earlier results are still current"), "\(broken.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/current.json")))
      // A worker killed in the middle: the run succeeds.
      let second = Thread {
        Thread.sleep(forTimeInterval: 20)
        cluster.kill(worker: 1)
      }
      second.start()
      let run = try sandbox.run()
      #expect(run.code == 0, "\(run.errors)")
      #expect(["ingest", "clean_returns"].allSatisfy { run.verdicts[$0] == "restored" || run.verdicts[$0] == "fresh" })
      let config = try sandbox.text("pipeline.json").replacing(cluster.master, with: "local[2]")
      try sandbox.folder.write("local.json", config)
      let local = try sandbox.run("-c", "local.json", "--output", "other")
      #expect(local.code == 0 && local.outputs(unlike: run) == [], "\(local.errors)")
    }

    @Test func aWorkersFullDiskIsTold() throws {
      let folder = try TemporaryDirectory()
      let mount = try Command.run("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.root])
      guard mount.code == 0 else {
        print("skipped: this user cannot mount a small file system: \(mount.errors)")
        return
      }
      defer { _ = try? Command.run("/bin/umount", ["-l", folder.root]) }
      let cluster = try SparkCluster(workers: 1, environment: ["SPARK_LOCAL_DIRS": folder.root])
      let sandbox = try sandbox(
        cluster.master, lines: 60_000,
        ", \"conf\": { \"spark.driver.host\": \"127.0.0.1\", \"spark.driver.bindAddress\": \"127.0.0.1\", "
          + "\"spark.sql.shuffle.partitions\": \"4\", \"spark.executor.memory\": \"600m\" }")
      let run = try sandbox.run()
      #expect(run.code == 1 && run.errors.contains("the disk is full (127.0.0.1, executor"), "\(run.errors)")
      #expect(run.errors.contains("mend: free space") && !run.errors.contains("org.apache.spark"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/current.json")))
    }
  }
}
