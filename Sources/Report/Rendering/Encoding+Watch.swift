import JSON

extension ReportModel.ModelWatch {
  var json: JSON {
    [
      "event": .string(event), "due": .bool(isDue), "causes": .array(causes.map(\.json)),
      "fittedAsOf": JSON(fittedAsOf), "ageDays": JSON(ageDays), "nextRefit": JSON(nextRefit),
      "farShare": JSON(farShare), "farLimit": JSON(farLimit), "psiLimit": JSON(psiLimit),
      "movedShare": JSON(movedShare),
      "features": .array(features.map { ["feature": .string($0.feature), "psi": .double($0.psi)] }),
      "migrations": .array(
        migrations.map { ["from": .int($0.from), "to": .int($0.to), "customers": .int($0.customers)] }),
    ]
  }
}
