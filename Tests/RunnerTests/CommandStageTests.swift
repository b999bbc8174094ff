import Engines
import Foundation
import JSON
import PipelineModel
import Runner
import TestSupport
import Testing

@Suite struct CommandStageTests {
  private typealias P = CommandProject

  // MARK: - What a program gets and gives

  @Test func aProgramGetsPathsParametersAndLittleElse() throws {
    let project = try CommandProject()
    try project.folder.write("b.csv", "2\n")
    try project.folder.write("a.csv", "1\n")
    let stages = [
      P.shell("first", "echo one > $PALIER_OUTPUT_OUT"),
      P.shell(
        "second",
        """
        cat $PALIER_INPUT_FIRST_OUT > $PALIER_OUTPUT_OUT
        cat $(cat $PALIER_INPUT_RAW) >> $PALIER_OUTPUT_OUT
        cat $PALIER_PARAMETERS >> $PALIER_OUTPUT_OUT
        echo "$PALIER_STAGE $(basename $(pwd -P)) $OWN k=${k} $${OWN}" >> $PALIER_OUTPUT_OUT
        env | cut -d = -f 1 | sort > $PALIER_OUTPUT_NAMES
        """, inputs: ["first.out", "source:raw"], outputs: ["out": "file", "names": "csv"],
        "\"parameters\": [\"k\"], \"environment\": { \"OWN\": \"mine\" }, \"pass_environment\": [\"HOME\"]"),
    ]
    let run = try project.run(
      stages,
      "\"sources\": { \"raw\": { \"kind\": \"online_retail\", \"files\": \"*.csv\" } }, \"parameters\": { \"k\": 7 },")
    #expect(run.status == .succeeded, "\(String(describing: run.failure("second")))")
    let folder = URL(fileURLWithPath: project.folder.root).lastPathComponent
    #expect(try project.text(run, "second") == "one\n1\n2\n{\"k\":7}\nsecond \(folder) mine k=7 mine\n")
    let names = Set(try project.text(run, "second", "names").split(separator: "\n").map(String.init))
    let shell: Set<String> = ["PWD", "OLDPWD", "SHLVL", "_"]
    #expect(
      names.subtracting(shell) == [
        "PATH", "LANG", "TZ", "TMPDIR", "HOME", "OWN", "PALIER_STAGE", "PALIER_RUN", "PALIER_THREADS",
        "PALIER_ATTEMPT",
        "PALIER_PARAMETERS", "PALIER_INPUTS", "PALIER_INPUT_FIRST_OUT", "PALIER_INPUT_RAW", "PALIER_OUTPUT_OUT",
        "PALIER_OUTPUT_NAMES",
      ])
  }

  @Test func tablesPassBetweenSQLAndCommands() throws {
    let project = try CommandProject()
    try project.folder.write("make.sql", "-- output: t\nSELECT i AS x FROM range(10) AS r(i)\n")
    try project.folder.write("read.sql", "-- output: t\nSELECT sum(x)::BIGINT AS total FROM copy_out\n")
    let stages = [
      "{ \"id\": \"make\", \"kind\": \"sql\", \"sql\": \"make.sql\", \"inputs\": [] }",
      P.shell(
        "copy", "cp $PALIER_INPUT_MAKE_T $PALIER_OUTPUT_OUT", inputs: ["make.t"], outputs: ["out": "parquet"]),
      "{ \"id\": \"read\", \"kind\": \"sql\", \"sql\": \"read.sql\", \"inputs\": [\"copy.out\"] }",
      P.shell(
        "broken", "cp $PALIER_STAGE $PALIER_OUTPUT_OUT 2> /dev/null; echo text > $PALIER_OUTPUT_OUT",
        outputs: ["out": "parquet"]),
    ]
    let checks = "\"checks\": { \"copy.out\": [{ \"unique\": [\"x\"] }, { \"min_rows\": 10 }] },"
    let run = try project.run(Array(stages.prefix(3)), checks)
    #expect(run.status == .succeeded, "\(run.stages.compactMap(\.failure))")
    let (made, copied) = (run.stages[0].manifest?.outputs["t"], run.stages[1].manifest?.outputs["out"])
    #expect(copied?.rows == 10 && copied?.digest == made?.digest && copied?.schema == made?.schema)
    #expect(run.stages[2].manifest?.outputs["t"]?.rows == 1)
    let broken = try project.run(stages, checks)
    #expect(broken.failure("broken")?.message.contains("cannot be read as Parquet") == true)
  }

  @Test func argumentsTakePathsWithoutAShell() throws {
    let project = try CommandProject()
    let run = try project.run([
      P.shell("a", "printf 'b\\na\\n' > $PALIER_OUTPUT_OUT"),
      """
      { "id": "b", "kind": "command", "command": ["sort", "-o", "${PALIER_OUTPUT_OUT}", "${PALIER_INPUT_A_OUT}"],
        "inputs": ["a.out"], "outputs": { "out": "file" } }
      """,
    ])
    #expect(try project.text(run, "b") == "a\nb\n", "\(run.stages.compactMap(\.failure))")
  }

  @Test func foldersAreOutputsAndInputs() throws {
    let project = try CommandProject()
    let stages = [
      P.shell(
        "make", "mkdir $PALIER_OUTPUT_OUT/in; echo a > $PALIER_OUTPUT_OUT/1; echo b > $PALIER_OUTPUT_OUT/in/2",
        outputs: ["out": "folder"]),
      P.shell("read", "cat $PALIER_INPUT_MAKE_OUT/in/2 > $PALIER_OUTPUT_OUT", inputs: ["make.out"]),
    ]
    let run = try project.run(stages)
    #expect(try project.text(run, "read") == "b\n", "\(run.stages.compactMap(\.failure))")
    #expect(run.stages[0].manifest?.outputs["out"]?.files.map(\.path) == ["out/1", "out/in/2"])
    // Equal content under another name is other content.
    let renamed = try project.run([stages[0].replacing("in/2", with: "in/3"), stages[1].replacing("in/2", with: "1")])
    #expect(renamed.verdicts == ["make": .ran, "read": .ran])
  }

  // MARK: - Staleness

  @Test func aCommandRunsWhenItsKeyChangesOnly() throws {
    let project = try CommandProject()
    try project.folder.write("lib/model.txt", "1")
    func stages(_ extra: String = "") -> [String] {
      [
        P.shell("count", "echo x >> runs; cat lib/model.txt > $PALIER_OUTPUT_OUT\(extra)", "\"files\": [\"lib\"]"),
        P.shell("after", "cat $PALIER_INPUT_COUNT_OUT > $PALIER_OUTPUT_OUT", inputs: ["count.out"]),
      ]
    }
    func runs() throws -> Int { try String(contentsOfFile: project.folder.path("runs"), encoding: .utf8).count / 2 }
    #expect(try project.run(stages()).verdicts == ["count": .ran, "after": .ran])
    #expect(try project.run(stages()).verdicts == ["count": .fresh, "after": .fresh])
    #expect(try runs() == 1)
    // What Python leaves beside a module is no change of it.
    try project.folder.write("lib/__pycache__/model.pyc", "x")
    #expect(try project.run(stages()).verdicts["count"] == .fresh)
    try project.folder.write("lib/model.txt", "2")
    let changed = try project.run(stages())
    #expect(changed.verdicts == ["count": .ran, "after": .ran])
    #expect(changed.stages[0].reasons == [.fileChanged(source: "files", file: "lib/model.txt")])
    // Another command with the same result stops the wave.
    let other = try project.run(stages("; true"))
    #expect(other.verdicts == ["count": .ran, "after": .cutOff])
    #expect(other.stages[0].reasons.first?.json["part"] == "command")
    try FileManager.default.removeItem(atPath: project.folder.path("lib"))
    #expect(throws: ConfigError.self) { try project.run(stages()) }
  }

  @Test func passedVariablesCountByNameAndGivenOnesByValue() throws {
    let project = try CommandProject()
    func stage(_ rest: String) -> [String] { [P.shell("one", "echo $A > $PALIER_OUTPUT_OUT", rest)] }
    #expect(try project.run(stage("\"environment\": { \"A\": \"1\" }")).verdicts == ["one": .ran])
    #expect(try project.run(stage("\"environment\": { \"A\": \"2\" }")).verdicts == ["one": .ran])
    let passed = try project.run(stage("\"pass_environment\": [\"PATH\"]"))
    #expect(passed.verdicts == ["one": .ran])
    let key = try #require(passed.stages[0].manifest?.key?.json.text())
    #expect(key.contains("\"pass_environment\":[\"PATH\"]") && !key.contains("/bin"))
  }

  // MARK: - Failures

  @Test(arguments: [
    ("echo oh no >&2; exit 3", ["ended with exit code 3", "oh no", "logs/bad.log"]),
    ("kill -9 $$", ["was ended by signal 9"]),
    ("true", ["did not write the output \"out\"", "PALIER_OUTPUT_OUT"]),
    ("ln -s /etc/passwd $PALIER_OUTPUT_OUT", ["is a link"]),
    ("mkdir $PALIER_OUTPUT_OUT", ["is not a file"]),
  ])
  func failuresSayWhatHappened(script: String, words: [String]) throws {
    let project = try CommandProject()
    let run = try project.run([P.shell("bad", script)])
    #expect(run.status == .failed)
    let text = try #require(run.failure("bad")).description
    for word in words { #expect(text.contains(word), "\(text)") }
    #expect(!FileManager.default.fileExists(atPath: project.folder.path("output/current.json")))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: project.folder.path("output/artifacts/bad")).isEmpty)
  }

  @Test func programsThatCannotStartAreTheUsersFault() throws {
    let project = try CommandProject()
    func run(_ command: String) throws -> StageFailure? {
      try project.run([
        "{ \"id\": \"bad\", \"kind\": \"command\", \"command\": [\"\(command)\"], \"inputs\": [], "
          + "\"outputs\": { \"out\": \"file\" } }"
      ]).failure("bad")
    }
    #expect(try run("no-such-program-here")?.cause == .usage)
    #expect(try run("./missing")?.message.contains("there is no program") == true)
    try project.folder.write("plain", "no program")
    #expect(try run("./plain")?.mend?.contains("chmod +x") == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: project.folder.path("plain"))
    #expect(try run("./plain")?.mend?.contains("#!") == true)
  }

  @Test func brokenJSONIsRefused() throws {
    let project = try CommandProject()
    let run = try project.run([P.shell("bad", "echo '{\"x\": NaN}' > $PALIER_OUTPUT_OUT", outputs: ["out": "json"])])
    #expect(run.failure("bad")?.message.contains("is no JSON") == true)
  }

  @Test func aTimeoutEndsTheWholeGroup() throws {
    let project = try CommandProject()
    let watch = Date()
    let run = try project.run([
      P.shell("slow", "sleep 61.7 & echo $! > child; sleep 61.7", "\"timeout\": \"300 ms\"")
    ])
    #expect(run.failure("slow")?.message.contains("timeout") == true)
    #expect(Date().timeIntervalSince(watch) < 20)
    let text = try String(contentsOfFile: project.folder.path("child"), encoding: .utf8)
    let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    try waitUntilGone(child)
  }

  @Test func whatAProgramLeavesRunningEndsWithIt() throws {
    let project = try CommandProject()
    let run = try project.run([P.shell("one", "sleep 61.7 & echo $! | tee child > $PALIER_OUTPUT_OUT")])
    #expect(run.status == .succeeded)
    try waitUntilGone(#require(Int32(project.text(run, "one").trimmingCharacters(in: .whitespacesAndNewlines))))
  }

  /// Waits for a killed process to be taken in by whoever became its parent.
  private func waitUntilGone(_ process: Int32, _ location: SourceLocation = #_sourceLocation) throws {
    for _ in 0..<500 where kill(process, 0) == 0 {
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      if status?.contains(") Z ") != false { return }
      usleep(10_000)
    }
    #expect(kill(process, 0) != 0, sourceLocation: location)
  }

  @Test func longOutputIsBoundedAndItsEndKept() throws {
    let project = try CommandProject()
    let run = try project.run([
      P.shell("loud", "yes line | head -c 9000000; echo the very end; exit 1")
    ])
    let failure = try #require(run.failure("loud"))
    #expect(failure.message.hasSuffix("the very end"))
    let log = try String(contentsOfFile: project.folder.path("output/runs/\(run.run)/logs/loud.log"), encoding: .utf8)
    #expect(log.utf8.count < 5_000_000 && log.hasSuffix("the very end\n") && log.contains("bytes left out"))
  }

  @Test func noDescriptorIsLeft() throws {
    let project = try CommandProject()
    // What a program sees: its three streams, and the folder that it lists.
    let run = try project.run([P.shell("one", "ls /proc/self/fd | wc -l > $PALIER_OUTPUT_OUT")])
    #expect(try project.text(run, "one").trimmingCharacters(in: .whitespacesAndNewlines) == "4")
  }

  // MARK: - Declarations

  @Test(arguments: [
    ("\"command\": \"model.py --k 3\"", "not a line for a shell"),
    ("\"command\": [\"a\", \"${k}\"]", "reads the parameter \"k\""),
    ("\"command\": [\"a\", \"${PALIER_OUTPUT_OUTT}\"]", "did you mean \"PALIER_OUTPUT_OUT\""),
    ("\"command\": [\"a\", \"${k\"]", "lacks a \"}\""),
    ("\"command\": []", "names no program"),
    ("\"command\": [\"a\"], \"timeout\": \"soon\"", "no length of time"),
    ("\"command\": [\"a\"], \"environment\": { \"PALIER_X\": \"1\" }", "palier's own"),
    ("\"command\": [\"a\"], \"environment\": { \"X\": 1 }", "a variable's value is a text"),
    ("\"command\": [\"a\"], \"files\": [\"missing.py\"]", "there is no file"),
    ("\"command\": [\"a\"], \"sql\": \"x.sql\"", "has no \"sql\""),
  ])
  func declarationsAreChecked(text: String, message: String) throws {
    let project = try CommandProject()
    let stage = "{ \"id\": \"a\", \"kind\": \"command\", \"inputs\": [], \"outputs\": { \"out\": \"file\" }, \(text) }"
    let error = #expect(throws: ConfigError.self) { _ = try project.open([stage]).planner() }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    #expect(error?.description.contains("p.json:2:") == true, "\(String(describing: error))")
  }

  @Test(arguments: ["[\"out\"]", "{ \"out\": \"xml\" }", "{ \"Out\": \"csv\" }", "{}"])
  func outputsNeedAFormat(outputs: String) throws {
    let project = try CommandProject()
    let stage =
      "{ \"id\": \"a\", \"kind\": \"command\", \"command\": [\"a\"], \"inputs\": [], \"outputs\": \(outputs) }"
    #expect(throws: ConfigError.self) { try project.open([stage]) }
  }

  @Test func aFileThatIsNotDeclaredIsWarnedOf() throws {
    let project = try CommandProject()
    try project.folder.write("model.py", "")
    func warnings(_ files: String) throws -> [String] {
      let stage =
        "{ \"id\": \"a\", \"kind\": \"command\", \"command\": [\"python3\", \"model.py\"], \"inputs\": [], "
        + "\"outputs\": { \"out\": \"file\" }\(files) }"
      return try project.open([stage]).config.warnings.map(\.description)
    }
    #expect(try warnings("").first?.contains("names model.py") == true)
    #expect(try warnings(", \"files\": \"*.py\"").isEmpty)
  }
}
