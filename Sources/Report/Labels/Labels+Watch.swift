extension Labels {
  /// The model in use, on the clusters page.
  static let watch: [Label] = [
    Label("watch.title", "The model in use", "Le modèle en service"),
    Label("watch.fitted", "This run fitted the model.", "Cette exécution a ajusté le modèle."),
    Label(
      "watch.kept", "This run assigned the customers by the published model: cluster numbers mean what they meant.",
      "Cette exécution a affecté les clients par le modèle publié : les numéros de cluster gardent leur sens."),
    Label(
      "watch.refitted", "This run fitted the model anew.", "Cette exécution a réajusté le modèle."),
    Label("watch.due", "A refit is due:", "Un réajustement est dû :"),
    Label("watch.why", "Why:", "Pourquoi :"),
    Label("watch.fittedAsOf", "Fitted as of", "Ajusté au"),
    Label("watch.age", "Age in days", "Âge en jours"),
    Label("watch.next", "Refit recommended by", "Réajustement recommandé avant le"),
    Label("watch.far", "Customers far from their cluster", "Clients loin de leur cluster"),
    Label(
      "watch.far.before", "Customers far from their cluster, by the model replaced",
      "Clients loin de leur cluster, selon le modèle remplacé"),
    Label("watch.limit", "{value} (limit {limit})", "{value} (limite {limit})"),
    Label("watch.moved", "Customers placed elsewhere by the refit", "Clients déplacés par le réajustement"),
    Label(
      "watch.drift", "Population stability index (PSI) of each feature against the fit; limit {limit}",
      "Indice de stabilité de population (PSI) de chaque variable depuis l’ajustement ; limite {limit}"),
    Label(
      "watch.drift.before",
      "Population stability index (PSI) of each feature against the fit of the model replaced; limit {limit}",
      "Indice de stabilité de population (PSI) de chaque variable depuis l’ajustement du modèle remplacé ; limite {limit}"
    ),
    Label("watch.migrations", "Who went where in the refit", "Qui est allé où lors du réajustement"),
    Label("watch.from", "Before", "Avant"),
    Label("watch.to", "Now", "Maintenant"),
  ]
}
