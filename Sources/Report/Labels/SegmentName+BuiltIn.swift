extension ReportModel.SegmentName {
  /// Names of the built-in grids `seed_six` and `total_ten`.
  package static let builtIn: [Self] = [
    Self(
      "champions", "Champions", "Champions", "Best customers: recent and frequent orders, high spend",
      "Meilleurs clients : achats récents, fréquents et élevés"),
    Self(
      "clients_fideles", "Loyal customers", "Clients fidèles", "Regular customers of high value",
      "Clients réguliers à forte valeur"),
    Self(
      "potentiels_fideles", "Potential loyalists", "Potentiels fidèles", "Recent customers who may become loyal",
      "Clients récents à fidéliser"),
    Self(
      "nouveaux_clients", "New customers", "Nouveaux clients", "Recently won, first orders",
      "Clients récemment acquis, premières commandes"),
    Self(
      "a_ne_pas_perdre", "Can't lose them", "À ne pas perdre", "Once very good customers, gone quiet",
      "Anciens très bons clients, devenus silencieux"),
    Self(
      "hibernants", "Hibernating", "Hibernants", "Inactive for long, few orders",
      "Inactifs depuis longtemps, peu de commandes"),
    Self("autre", "Other", "Autre", "Customers whom no rule covers", "Clients qu’aucune règle ne couvre"),
    Self(
      "hibernating", "Hibernating", "Hibernants", "Inactive for long, few orders",
      "Inactifs depuis longtemps, peu de commandes"),
    Self(
      "at_risk", "At risk", "À risque", "Fairly regular customers, gone quiet",
      "Clients assez réguliers, devenus silencieux"),
    Self(
      "cant_lose", "Can't lose them", "À ne pas perdre", "Once very frequent customers, gone quiet",
      "Anciens clients très fréquents, devenus silencieux"),
    Self(
      "about_to_sleep", "About to sleep", "Sur le point de s’endormir", "Fading, few orders",
      "En perte de vitesse, peu de commandes"),
    Self(
      "need_attention", "Need attention", "À surveiller", "Average in recency and in frequency",
      "Moyens en récence et en fréquence"),
    Self("loyal", "Loyal customers", "Clients fidèles", "Frequent orders", "Commandes fréquentes"),
    Self("promising", "Promising", "Prometteurs", "Recent, one or few orders", "Récents, une ou peu de commandes"),
    Self("new", "New customers", "Nouveaux clients", "Very recent, first order", "Très récents, première commande"),
    Self(
      "potential_loyalist", "Potential loyalists", "Potentiels fidèles", "Recent customers with some repeat orders",
      "Clients récents avec quelques commandes répétées"),
  ]

  private init(_ segment: String, _ en: String, _ fr: String, _ descriptionEN: String, _ descriptionFR: String) {
    self.init(
      segment: segment, name: LocalizedText(en: en, fr: Typography.french(fr)),
      description: LocalizedText(en: descriptionEN, fr: Typography.french(descriptionFR)))
  }
}
