import JSON

extension ReportModel.Ledger {
  var json: JSON {
    [
      "files": .array(files.map(\.json)), "returns": JSON(returns?.json), "rejects": .array(rejects.map(\.json)),
      "reasons": .array(rejectReasons.map { ["reason": .array($0.reason.map(\.json)), "rows": .int($0.rows)] }),
    ]
  }
}

extension ReportModel.FileLedger {
  var json: JSON {
    [
      "file": .string(file), "read": .int(read), "kept": .int(kept), "rejected": .int(rejected),
      "duplicates": .int(duplicates), "erased": erased > 0 ? .int(erased) : nil, "anonymous": JSON(anonymous),
      "zeroPrice": JSON(zeroPrice),
      "matched": JSON(returnsMatched), "unmatched": JSON(returnsUnmatched),
    ]
  }
}

extension ReportModel.ReturnsTotals {
  var json: JSON {
    [
      "lines": .int(lines), "quantity": .double(quantity), "value": JSON(value),
      "matchedQuantity": JSON(matchedQuantity), "unmatchedQuantity": JSON(unmatchedQuantity),
      "matchedValue": JSON(matchedValue),
      "unmatchedValue": JSON(unmatchedValue), "medianDays": JSON(medianDaysToReturn),
    ]
  }
}

extension ReportModel.Reject {
  var json: JSON {
    ["file": .string(file), "line": .int(line), "raw": .string(raw), "reason": .array(reason.map(\.json))]
  }
}

extension ReportModel.Run {
  var json: JSON {
    [
      "id": .string(id), "startedAt": .string(startedAt), "seconds": JSON(seconds),
      "versions": .array(versions.map(\.json)), "stages": .array(stages.map(\.json)),
      "checks": .array(
        checks.map {
          [
            "subject": .string($0.subject), "name": .string($0.name), "finding": $0.finding.json,
            "broken": .bool($0.isBroken),
          ]
        }),
      "previous": JSON(
        previous.map { ["run": .string($0.run), "asOf": .string($0.asOf), "figures": $0.figures.json] }),
      "overrides": .array(overrides.map(\.json)),
    ]
  }
}

extension ReportModel.StageRow {
  var json: JSON {
    [
      "id": .string(id), "kind": .string(kind), "verdict": .string(verdict), "reasons": .array(reasons.map(\.json)),
      "seconds": JSON(seconds), "version": JSON(version), "rows": JSON(rows), "fingerprint": JSON(fingerprint),
      "contentDigest": JSON(contentDigest), "reads": JSON(reads), "madeAt": JSON(madeAt),
    ]
  }
}
