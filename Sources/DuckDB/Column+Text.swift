extension Column {
  /// Where the texts of a column of VARCHAR stand.
  var texts: TextColumn { TextColumn(elements: elements(EngineText.self), validity: validity) }
}
