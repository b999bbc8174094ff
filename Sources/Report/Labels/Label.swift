/// One text of the page, in both languages.
package struct Label {
  package var key: String
  package var en: String
  package var fr: String

  init(_ key: String, _ en: String, _ fr: String) {
    self.key = key
    self.en = en
    self.fr = Typography.french(fr)
  }
}
