import JSON

/// Turns a model into the dashboard's files.
public enum ReportRenderer {
  /// Where the page expects the charting library, which is not among the files returned: copy it there.
  public static let plotlyPath = "assets/plotly.min.js"

  /// Renders the dashboard: `index.html`, its scripts and styles under `assets/`, its data under `data/`.
  ///
  /// A pure function: equal models give equal bytes. Nothing in the files reaches out to the network.
  public static func render(_ model: ReportModel) -> [ReportFile] {
    var files = [ReportFile(path: "index.html", text: IndexPage.html(model))]
    files.append(ReportFile(path: "assets/style.css", text: Assets.styles.joined(separator: "\n")))
    for script in Assets.scripts {
      files.append(ReportFile(path: "assets/\(script.name).js", text: script.text))
    }
    files.append(ReportFile(path: "assets/labels.js", text: ScriptData.script("labels", Labels.json)))
    for part in parts(model) {
      files.append(ReportFile(path: "data/\(part.name).js", text: ScriptData.script(part.name, part.value)))
    }
    if let customers = model.customers {
      files.append(ReportFile(path: "data/customers.js", text: ScriptData.script("customers", customers.json)))
      files.append(
        ReportFile(
          path: "data/customers/index.js",
          text: ScriptData.script("customerIndex", CustomerStanding(customers).index)))
    }
    return files
  }

  /// The file that tells all of some customers, which the page fetches when one of them is looked at.
  public static func shardFile(_ shard: ReportModel.CustomerShard, _ standing: CustomerStanding) -> ReportFile {
    ReportFile(path: "data/customers/\(shard.number).js", bytes: shard.script(standing))
  }

  /// The file that tells what a run did, to write over the one that ``render(_:)`` gives without a run.
  public static func runScript(_ run: ReportModel.Run) -> ReportFile {
    ReportFile(path: "data/run.js", text: ScriptData.script("run", run.json))
  }

  /// The data files' names and values. A stage that the pipeline leaves out is null.
  static func parts(_ model: ReportModel) -> [(name: String, value: JSON)] {
    [
      ("meta", model.metaJSON),
      ("summary", JSON(model.summary?.json)),
      ("segments", JSON(model.segments?.json)),
      ("clusters", JSON(model.clusters?.json)),
      ("stability", JSON(model.stability?.json)),
      ("cohorts", JSON(model.cohorts?.json)),
      ("evolution", JSON(model.evolution?.json)),
      ("lifetime", JSON(model.lifetime?.json)),
      ("scenarios", JSON(model.scenarios?.json)),
      ("baskets", JSON(model.baskets?.json)),
      ("people", JSON(model.customers?.summaryJSON)),
      ("ledger", JSON(model.ledger?.json)),
      ("profile", JSON(model.profile?.json)),
      ("run", JSON(model.run?.json)),
    ]
  }
}
