import Engines
import PipelineModel
import Stages
import TestSupport

extension StageBench {
  /// The outputs of one night of `kmeans`, as the next takes them over.
  func held(_ made: [String: OutputManifest], renewed: Bool = false) -> HeldOutputs {
    HeldOutputs(
      tables: Dictionary(
        uniqueKeysWithValues: ["model", "k_selection"].compactMap { name in
          made[name].map { output in
            (
              name,
              InputTable(
                input: "kmeans.\(name)", view: "kmeans.\(name)",
                files: output.files.map { directory.path("stage/" + $0.path) }, format: output.format)
            )
          }
        }), manifests: made, isRenewed: renewed)
  }
}
