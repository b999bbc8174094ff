// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets in dependency order: a target imports only targets above it.
let package = Package(
  name: "palier",
  products: [
    .executable(name: "palier", targets: ["palier"]),
    .executable(name: "kernels", targets: ["kernels"]),
  ],
  targets: [
    // C: the engine's declarations and loader; digests with the CPU's own instructions.
    .target(name: "CDuckDB", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CDigest"),
    // C: starts programs: what must happen between vfork and exec cannot be written in Swift.
    .target(name: "CProcess"),
    // C: what a signal's handler may do cannot be written in Swift.
    .target(name: "CMapping"),
    // C: the hottest loops of clustering, for more than one instruction set.
    .target(name: "CKernels"),

    // Ground floor: no dependency on the domain.
    .target(name: "JSON", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Platform", dependencies: ["CDigest", "CProcess", "JSON"], swiftSettings: strict),
    .target(name: "DuckDB", dependencies: ["CDuckDB"], swiftSettings: strict),
    .target(name: "Analytics", dependencies: ["CKernels"], swiftSettings: strict),

    // The domain.
    .target(name: "PipelineModel", dependencies: ["JSON", "Platform"], swiftSettings: strict),
    .target(name: "ArtifactStore", dependencies: ["PipelineModel", "Platform", "JSON"], swiftSettings: strict),
    .target(
      name: "Engines", dependencies: ["CMapping", "PipelineModel", "DuckDB", "Platform", "JSON"],
      swiftSettings: strict),
    .target(name: "Report", dependencies: ["JSON"], swiftSettings: strict),
    .target(name: "SampleData", swiftSettings: strict),
    .target(
      name: "Stages",
      dependencies: ["PipelineModel", "Analytics", "Engines", "DuckDB", "Report", "Platform", "JSON"],
      swiftSettings: strict),
    .target(
      name: "Runner",
      dependencies: ["PipelineModel", "ArtifactStore", "Engines", "Stages", "Report", "Platform", "JSON"],
      swiftSettings: strict),
    .target(
      name: "Comparison",
      dependencies: ["PipelineModel", "ArtifactStore", "Analytics", "DuckDB", "Platform", "JSON"],
      swiftSettings: strict),
    .executableTarget(
      name: "palier",
      dependencies: [
        "Runner", "Comparison", "Stages", "ArtifactStore", "Engines", "DuckDB", "PipelineModel", "SampleData",
        "Platform", "JSON",
      ],
      swiftSettings: strict),

    // Times single kernels beside other libraries' (Benchmarks/kernels.py); nothing else is made of it.
    .executableTarget(name: "kernels", dependencies: ["Analytics"], path: "Benchmarks/kernels", swiftSettings: strict),

    // Tests: one target per target, plus the command line driven as a user would.
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
    .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "DuckDBTests", dependencies: ["DuckDB", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "AnalyticsTests", dependencies: ["Analytics", "CKernels", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PipelineModelTests", dependencies: ["PipelineModel", "JSON", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ArtifactStoreTests", dependencies: ["ArtifactStore", "PipelineModel", "Platform", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EnginesTests",
      dependencies: ["CMapping", "Engines", "DuckDB", "PipelineModel", "Platform", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportTests", dependencies: ["Analytics", "Platform", "Report", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "SampleDataTests", dependencies: ["SampleData", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "StagesTests",
      dependencies: ["Analytics", "Stages", "PipelineModel", "DuckDB", "Engines", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RunnerTests", dependencies: ["Runner", "PipelineModel", "Report", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["palier", "ArtifactStore", "DuckDB", "JSON", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
