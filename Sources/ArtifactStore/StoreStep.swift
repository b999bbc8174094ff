public import Platform

/// The named instants of a run between which a crash could tear something: where `PALIER_FAULT` can strike.
public enum StoreStep: String, CaseIterable, Sendable {
  /// The lock is held; nothing was touched.
  case locked
  /// A killed run was found, and its record written.
  case killedRecorded = "killed-recorded"
  /// What killed runs left half made is gone.
  case leftoversRemoved = "leftovers-removed"
  /// The journal says that this run has begun.
  case begun
  /// A stage's staging folder is there, empty.
  case staged
  /// A stage's outputs are written and checked.
  case produced
  /// A stage's data files are on the disk.
  case synced
  /// A stage's manifest is on the disk.
  case manifestWritten = "manifest-written"
  /// A whole version stands in the place of a damaged one, which is still there under another name.
  case exchanged
  /// A stage's version is in its place.
  case renamed
  /// The journal says so.
  case stageJournaled = "stage-journaled"
  /// The new `current.json` is on the disk beside the old one.
  case pointerWritten = "pointer-written"
  /// `current.json` is the new one.
  case pointerReplaced = "pointer-replaced"
  /// The journal says so.
  case swapJournaled = "swap-journaled"
  /// A new link for people is there beside the old one.
  case linkMade = "link-made"
  /// The links for people are in their places.
  case linksReplaced = "links-replaced"
  /// The new dashboard is written, beside the old one.
  case reportFilled = "report-filled"
  /// `report` points to the new dashboard.
  case reportReplaced = "report-replaced"
  /// The run's record is on the disk under another name.
  case recordWritten = "record-written"
  /// The run's record is in its place.
  case recordReplaced = "record-replaced"
  /// The journal says that this run has ended.
  case ended
  /// The digests of files are kept for the next run.
  case digestsSaved = "digests-saved"
  /// `gc` has taken away the records of old runs.
  case recordsRemoved = "records-removed"
  /// `gc` has put a version aside, whole.
  case versionSetAside = "version-set-aside"
  /// `gc` has removed it.
  case versionRemoved = "version-removed"

  /// Steps that not every run that publishes comes by: they need a killed run, a damaged version, or `gc`.
  public static let special: Set<StoreStep> = [
    .killedRecorded, .exchanged, .recordsRemoved, .versionSetAside, .versionRemoved,
  ]

  /// Says that the step was reached.
  /// - Throws: `FileError` where a fault is set to fail here.
  public func reach(_ path: String) throws(FileError) { try Fault.reach(rawValue, path) }
}
