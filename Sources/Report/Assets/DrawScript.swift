extension Assets {
  /// Loaded last, after the charting library: figures and text do not wait for it.
  static let drawScript = Script(
    name: "draw",
    text: #"""
      window.Palier.libraryReady();
      """#)
}
