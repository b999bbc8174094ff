public import JSON

/// One parameter that Palier knows: where it stands, what it takes, what it is without being set.
public struct ParameterDefinition: Sendable {
  /// The path: `kmeans.k`.
  public var path: String
  /// What values it takes.
  public var type: ParameterType
  /// The value where the config says nothing.
  public var initial: JSON
  /// One line for editors and help.
  public var summary: String

  init(_ path: String, _ type: ParameterType, _ initial: JSON, _ summary: String) {
    self.path = path
    self.type = type
    self.initial = initial
    self.summary = summary
  }
}

/// Every parameter of the standard stages.
public enum ParameterCatalog {
  /// The definition at a path, or nil.
  public static func definition(_ path: String) -> ParameterDefinition? { byPath[path] }

  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The definitions, in the order in which they are documented.
  public static let all: [ParameterDefinition] = [
    ParameterDefinition(
      "as_of", .dateOrAuto, "auto", "The instant of the segmentation: auto = last purchase + 1 day, or a date."),
    ParameterDefinition(
      "returns", .choice(["net", "exclude", "keep"]), "net",
      "net cancels each return against the customer's latest purchases of the product; exclude drops returns; "
        + "keep leaves them signed."),
    ParameterDefinition(
      "duplicates", .choice(["drop_exact", "keep"]), "drop_exact", "What becomes of rows equal in every column."),
    ParameterDefinition(
      "non_product_codes", .texts,
      [
        "POST", "DOT", "D", "M", "C2", "S", "B", "PADS", "CRUK", "BANK CHARGES", "AMAZONFEE", "ADJUST", "ADJUST2",
        "TEST001", "TEST002",
      ], "Product codes that are no products: postage, discounts, fees, adjustments. They are flagged."),
    ParameterDefinition(
      "olist.statuses", .texts, ["delivered"], "The states of an order of Olist that count."),
    ParameterDefinition("rfm.bins", .integer(2...10), 5, "Scores run from 1 to this, best last."),
    ParameterDefinition(
      "rfm.method", .choice(["quantile", "compat_rank_first", "custom"]), "quantile",
      "How scores are cut: quantile never splits equals; compat_rank_first ranks ties by order; custom uses cut_points."
    ),
    ParameterDefinition("rfm.grid", .grid, "seed_six", "Which scores make which segment; the first match wins."),
    ParameterDefinition("rfm.cut_points.recency", .numbers, [], "Ascending cut points of recency_days, for custom."),
    ParameterDefinition("rfm.cut_points.frequency", .numbers, [], "Ascending cut points of frequency, for custom."),
    ParameterDefinition("rfm.cut_points.monetary", .numbers, [], "Ascending cut points of monetary, for custom."),
    ParameterDefinition(
      "kmeans.features", .texts, ["recency_days", "frequency", "monetary"],
      "The columns of features.customers that are clustered."),
    ParameterDefinition(
      "kmeans.transform", .choice(["none", "log1p", "yeo-johnson"]), "log1p", "Applied to each feature first."),
    ParameterDefinition(
      "kmeans.scale", .choice(["none", "standard", "robust", "minmax"]), "standard", "Applied after the transform."),
    ParameterDefinition(
      "kmeans.k", .integerOrAuto(2...100), "auto", "Clusters: a number, or auto to choose from k_range."),
    ParameterDefinition(
      "kmeans.missing", .choice(["refuse", "median"]), "refuse",
      "What to do where a customer has no value of a feature: refuse, or take the median of the others'."),
    ParameterDefinition("kmeans.k_range", .integerRange(2...50), [2, 10], "The numbers of clusters that are tried."),
    ParameterDefinition("kmeans.restarts", .integer(1...1000), 10, "Starts of KMeans; the best is kept."),
    ParameterDefinition(
      "kmeans.searches", .integer(1...100), 12,
      "Most searches of the k chosen, each from restarts of its own, until the best fit has come back; from 5 restarts on."
    ),
    ParameterDefinition("kmeans.seed", .integer(0...Int(Int32.max)), 42, "Seed of everything random in clustering."),
    ParameterDefinition("kmeans.max_iterations", .integer(1...100_000), 300, "Bound on Lloyd's iterations."),
    ParameterDefinition(
      "kmeans.tolerance", .number(0...1), 0.0001, "Movement at which Lloyd stops, relative to the features' variance."),
    ParameterDefinition(
      "kmeans.bootstrap", .integer(1...1000), 20, "Resamples that measure how stable each k is."),
    ParameterDefinition(
      "kmeans.silhouette_sample", .integer(100...100_000), 20_000,
      "Up to so many customers the silhouette is exact; above, it is from a sample of so many."),
    ParameterDefinition(
      "kmeans.stream_from", .integer(1...Int(Int32.max)), 4_000_000,
      "From so many customers on they are not held in memory: starts come from a sample, and every iteration reads all of "
        + "them from disk."),
    ParameterDefinition(
      "kmeans.refit", .choice(["always", "when_due", "hold"]), "always",
      "Whether a run fits anew: always; when_due, by the three limits below; hold, only with --force. Otherwise the "
        + "published model assigns customers, and cluster numbers keep their meaning."),
    ParameterDefinition(
      "kmeans.refit_psi", .number(0...100), 0.25,
      "A refit is due when a feature's population stability index against the fit is above this."),
    ParameterDefinition(
      "kmeans.refit_far", .number(0...1), 0.1,
      "A refit is due when this share of customers lies farther from its centroid than 95% of those fitted did."),
    ParameterDefinition(
      "kmeans.refit_after", .periodOrNever, "never",
      "A refit is due when the model is this old, by the dates of the data."),
    ParameterDefinition(
      "kmeans.comparison", .boolean, false, "Whether Ward's tree and DBSCAN are tried beside KMeans, on a sample."),
    ParameterDefinition(
      "kmeans.comparison_sample", .integer(10...10_000), 2_000, "The most customers that they are tried on."),
    ParameterDefinition(
      "stability.initial", .shareOrDate, "50%",
      "Where the study's first model is fitted: a share of the history or a date."
    ),
    ParameterDefinition("stability.step", .period, "1 month", "The time between two looks at the model."),
    ParameterDefinition(
      "stability.threshold", .number(0.000_001...1), 0.8,
      "The agreement (ARI) under which a model counts as out of date."),
    ParameterDefinition("stability.origins", .integer(1...100), 4, "How many starting points the study averages over."),
    ParameterDefinition("stability.window", .window, "cumulative", "The history that a model sees at each step."),
    ParameterDefinition(
      "stability.scaler", .choice(["own", "reference"]), "own",
      "Whether a refit fits its own scaler or keeps the first."),
    ParameterDefinition("stability.noise_seeds", .integer(1...100), 3, "Other seeds that measure the noise floor."),
    ParameterDefinition(
      "stability.noise_resamples", .integer(0...1000), 3,
      "Refits on resampled customers that measure how firm the clusters are at each instant."),
    ParameterDefinition("stability.restarts", .integer(1...1000), 10, "Starts of each refit."),
    ParameterDefinition(
      "stability.sample", .integer(1_000...Int(Int32.max)), 500_000,
      "The most customers that the study takes; of more, so many are drawn, always the same."),
    ParameterDefinition("stability.cost_per_refit", .number(0...1e12), 900, "What one refit costs."),
    ParameterDefinition(
      "stability.cost_of_monitoring", .number(0...1e12), 0, "What a year of watching the model costs."),
    ParameterDefinition("stability.currency", .text, "EUR", "The currency of the costs, ISO 4217."),
    ParameterDefinition(
      "baskets.support", .number(0.000_000_1...1), 0.01,
      "The least share of all orders in which products must stand together."),
    ParameterDefinition(
      "baskets.min_orders", .integer(1...1_000_000_000), 2,
      "The least number of orders in which products must stand together, however few orders there are."),
    ParameterDefinition("baskets.confidence", .number(0...1), 0.3, "The least confidence of a rule."),
    ParameterDefinition("baskets.lift", .number(0...1e12), 1.2, "The least lift of a rule."),
    ParameterDefinition("baskets.max_items", .integer(2...6), 3, "The most products of a rule, both sides together."),
    ParameterDefinition(
      "baskets.max_itemsets", .integer(1...10_000_000), 200_000,
      "The most sets of products that are kept: a support that gives more is refused."),
    ParameterDefinition("recommendations.count", .integer(1...100), 10, "Products recommended to each customer."),
    ParameterDefinition(
      "clv.model", .choice(["bg_nbd", "pareto_nbd"]), "bg_nbd",
      "How customers leave: after some purchase (bg_nbd), or at any time (pareto_nbd)."),
    ParameterDefinition(
      "clv.time_unit", .choice(["day", "week", "month"]), "week", "The models' unit of time."),
    ParameterDefinition(
      "clv.horizon_months", .integer(1...600), 12, "How many months ahead count in a customer's value."),
    ParameterDefinition("clv.discount_rate", .number(0...10), 0.1, "What money a year later is worth less, a year."),
    ParameterDefinition(
      "clv.margin", .number(0...1), 1, "The share of revenue that is margin; 1 for value in revenue."),
    ParameterDefinition(
      "clv.retention", .number(0...1), 0,
      "Yearly retention of the textbook formula m r / (1 + d - r); 0 leaves the formula out."),
    ParameterDefinition(
      "clv.holdout", .number(0...0.9), 0.25,
      "The last share of the history, held out to compare predictions with; 0 for none."),
    ParameterDefinition("clv.bootstrap", .integer(0...10_000), 100, "Resamples for the interval of the total value."),
    ParameterDefinition("clv.seed", .integer(0...Int(Int32.max)), 42, "Seed of the resamples."),
    ParameterDefinition(
      "clv.min_repeat_share", .number(0...1), 0.05,
      "The least share of customers with a repeat purchase for which the model is trusted."),
    ParameterDefinition(
      "scenarios.list", .scenarios,
      [
        ["name": "retention_up", "retention": 10], ["name": "margin_up", "margin": 5],
        ["name": "promotion", "retention": 15, "discount": 10],
      ],
      "What if: changes in per cent of retention, margin and discount, for all, a segment or a cohort."),
    ParameterDefinition(
      "scenarios.horizon_months", .integer(1...600), 12, "The greatest age in months that counts in a customer's value."
    ),
    ParameterDefinition(
      "exports.separator", .choice([",", ";", "tab"]), ",", "What stands between the cells of exported csv files."),
    ParameterDefinition(
      "exports.byte_order_mark", .boolean, false, "Whether exported csv files begin with a UTF-8 byte order mark."),
    ParameterDefinition("exports.excel", .boolean, true, "Whether tables are exported to Excel as well."),
    ParameterDefinition("report.language", .choice(["en", "fr"]), "en", "The language the report opens in."),
    ParameterDefinition("report.title", .text, "", "The report's title; empty for the pipeline's name."),
    ParameterDefinition("report.currency", .text, "GBP", "The currency of the amounts, ISO 4217."),
  ]
}
