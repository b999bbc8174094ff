/// One text of the page, in both languages.
struct Label {
  var key: String
  var en: String
  var fr: String

  init(_ key: String, _ en: String, _ fr: String) {
    self.key = key
    self.en = en
    self.fr = Typography.french(fr)
  }
}
