extension Labels {
  /// The segments page.
  static let segments: [Label] = [
    Label("segments.title", "Segments", "Segments"),
    Label(
      "segments.lead", "Customers by recency, frequency and amount (RFM), grid {grid}, {bins} score bins ({method}).",
      "Clients selon la récence, la fréquence et le montant (RFM), grille {grid}, {bins} classes de score ({method})."),
    Label("grid.name.seed_six", "of six segments", "à six segments"),
    Label("grid.name.total_ten", "of ten segments", "à dix segments"),
    Label("grid.name.custom", "of its own", "propre au pipeline"),
    Label("grid.method.quantile", "quantiles", "quantiles"),
    Label("grid.method.compat_rank_first", "ranks, ties apart", "rangs, ex æquo séparés"),
    Label("grid.method.custom", "cut points of its own", "seuils propres"),
    Label("segments.table", "Segments by revenue", "Segments par chiffre d’affaires"),
    Label("segments.averageOrder", "Average order", "Panier moyen"),
    Label(
      "segments.shares", "Share of customers against share of revenue", "Part des clients et part du chiffre d’affaires"
    ),
    Label(
      "segments.shares.text",
      "A revenue bar longer than the customer bar means that the segment spends more than its size.",
      "Une barre de CA plus longue que celle des clients signale un segment qui pèse plus que sa taille."),
    Label("segments.treemap", "Size of each segment", "Poids de chaque segment"),
    Label("segments.treemap.text", "Area: revenue of the segment.", "Surface : chiffre d’affaires du segment."),
    Label(
      "segments.heatmap", "Customers by recency and frequency score", "Clients par score de récence et de fréquence"),
    Label(
      "segments.heatmap.text", "Each cell counts the customers with that pair of scores; {bins} is best.",
      "Chaque case compte les clients de ce couple de scores ; {bins} est le meilleur."),
    Label("segments.r", "Recency score", "Score de récence"),
    Label("segments.f", "Frequency score", "Score de fréquence"),
    Label("segments.profile", "RFM profile of the segments", "Profil RFM des segments"),
    Label("segments.recency", "Mean recency (days)", "Récence moyenne (jours)"),
    Label(
      "segments.recency.text", "Days since the last order; shorter is fresher.",
      "Jours depuis la dernière commande ; moins, c’est plus récent."),
    Label("segments.frequency", "Mean frequency (orders)", "Fréquence moyenne (commandes)"),
    Label("segments.frequency.text", "Orders per customer.", "Commandes par client."),
    Label("segments.monetary", "Mean amount per customer", "Montant moyen par client"),
    Label("segments.monetary.text", "Revenue per customer.", "Chiffre d’affaires par client."),
    Label("segments.priority", "Priority", "Priorité"),
    Label("segments.objective", "Objective", "Objectif"),
    Label("segments.tactic", "Tactic", "Tactique"),
    Label("priority.critical", "Critical", "Critique"),
    Label("priority.high", "High", "Haute"),
    Label("priority.medium", "Medium", "Moyenne"),
    Label("priority.low", "Low", "Basse"),
    Label("segments.lint", "Notes on the grid", "Remarques sur la grille"),
    Label(
      "segments.lint.clean", "The grid covers every cell once: nothing to note.",
      "La grille couvre chaque case une fois : rien à signaler."),
    Label(
      "lint.uncovered", "{cells} of {total} score cells match no rule; their customers go to {segments}.",
      "{cells} des {total} cases de score ne relèvent d’aucune règle ; leurs clients vont dans {segments}."),
    Label(
      "lint.unreachable", "No score cell reaches {segments}: earlier rules take them all, or no such score is given.",
      "Aucune case de score n’atteint {segments} : des règles antérieures les prennent toutes, ou ce score n’est pas attribué."
    ),
    Label(
      "lint.overlap", "{segments} both claim {cells} of {total} cells; the first named wins.",
      "{segments} revendiquent tous deux {cells} {cells:case|cases} sur {total} ; le premier cité l’emporte."),
    Label("lint.customers", "{count} {count:customer|customers}.", "{count} {count:client|clients}."),
    Label("lint.examples", "For example {examples}.", "Par exemple {examples}."),
    Label("segments.who", "Who is in it", "Qui s’y trouve"),
  ]
}
