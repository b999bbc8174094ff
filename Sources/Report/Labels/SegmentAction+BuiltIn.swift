extension ReportModel.SegmentAction {
  /// Actions for the segments of the built-in grids.
  package static let builtIn: [Self] = [
    Self(
      "a_ne_pas_perdre", .critical, "Win them back", "Reconquérir",
      "Personal contact by an account manager, a tailored offer with an end date, ask why they stopped",
      "Contact personnel par un conseiller, offre sur mesure limitée dans le temps, demander les raisons de l’arrêt"),
    Self(
      "champions", .high, "Keep and reward", "Conserver et récompenser",
      "Early access to new products, thanks rather than discounts, invite to refer others",
      "Accès anticipé aux nouveautés, remerciements plutôt que remises, invitation à parrainer"),
    Self(
      "clients_fideles", .high, "Strengthen loyalty", "Renforcer la fidélité",
      "Loyalty programme, complementary products, larger baskets through bundles",
      "Programme de fidélité, produits complémentaires, paniers plus grands par lots"),
    Self(
      "potentiels_fideles", .medium, "Bring to the next orders", "Amener aux commandes suivantes",
      "Recommendations from what they bought, a benefit on the next order, regular newsletter",
      "Recommandations d’après leurs achats, avantage sur la prochaine commande, lettre régulière"),
    Self(
      "nouveaux_clients", .medium, "Secure the second order", "Obtenir la deuxième commande",
      "Welcome sequence, help with the first product, a reason to come back within 30 days",
      "Séquence de bienvenue, aide au premier produit, une raison de revenir sous 30 jours"),
    Self(
      "hibernants", .low, "Reactivate at low cost", "Réactiver à moindre coût",
      "Rare automatic reminders, clearance offers, stop writing to those who never react",
      "Relances automatiques rares, offres de déstockage, cesser d’écrire à ceux qui ne réagissent jamais"),
    Self(
      "autre", .low, "Understand before acting", "Comprendre avant d’agir",
      "No campaign of its own: general newsletter, look again after the next run",
      "Pas de campagne dédiée : lettre générale, réexaminer à la prochaine exécution"),
    Self(
      "cant_lose", .critical, "Win them back", "Reconquérir",
      "Personal contact, a tailored offer with an end date, ask why they stopped",
      "Contact personnel, offre sur mesure limitée dans le temps, demander les raisons de l’arrêt"),
    Self(
      "at_risk", .high, "Bring back before they leave", "Ramener avant le départ",
      "Targeted reminders with products they like, a short-lived benefit",
      "Relances ciblées sur les produits qu’ils aiment, avantage de courte durée"),
    Self(
      "loyal", .high, "Strengthen loyalty", "Renforcer la fidélité",
      "Loyalty programme, complementary products, ask for reviews",
      "Programme de fidélité, produits complémentaires, solliciter des avis"),
    Self(
      "potential_loyalist", .medium, "Bring to the next orders", "Amener aux commandes suivantes",
      "Recommendations from what they bought, a benefit on the next order",
      "Recommandations d’après leurs achats, avantage sur la prochaine commande"),
    Self(
      "new", .medium, "Secure the second order", "Obtenir la deuxième commande",
      "Welcome sequence, help with the first product, a reason to come back within 30 days",
      "Séquence de bienvenue, aide au premier produit, une raison de revenir sous 30 jours"),
    Self(
      "promising", .medium, "Raise frequency", "Augmenter la fréquence",
      "Show the range, a benefit on the second order",
      "Faire découvrir la gamme, avantage sur la deuxième commande"),
    Self(
      "need_attention", .medium, "Revive interest", "Raviver l’intérêt",
      "Time-limited offers on what they bought before",
      "Offres limitées dans le temps sur leurs achats passés"),
    Self(
      "about_to_sleep", .low, "Prevent silence", "Éviter le silence", "Reminder with best sellers, light discount",
      "Rappel avec les meilleures ventes, remise légère"),
    Self(
      "hibernating", .low, "Reactivate at low cost", "Réactiver à moindre coût",
      "Rare automatic reminders, stop writing to those who never react",
      "Relances automatiques rares, cesser d’écrire à ceux qui ne réagissent jamais"),
  ]

  private init(
    _ segment: String, _ priority: Priority, _ objectiveEN: String, _ objectiveFR: String, _ tacticEN: String,
    _ tacticFR: String
  ) {
    self.init(
      segment: segment, priority: priority,
      objective: LocalizedText(en: objectiveEN, fr: Typography.french(objectiveFR)),
      tactic: LocalizedText(en: tacticEN, fr: Typography.french(tacticFR)))
  }
}
