extension Labels {
  /// The cohorts page.
  static let cohorts: [Label] = [
    Label("nav.cohorts", "Cohorts", "Cohortes"),
    Label("cohorts.title", "Cohorts", "Cohortes"),
    Label(
      "cohorts.lead", "Customers by the month of their first purchase, and what became of them.",
      "Les clients selon le mois de leur premier achat, et ce qu’ils sont devenus."),
    Label("cohorts.m1", "Retention M+1", "Rétention M+1"),
    Label("cohorts.m1.note", "buy again in the next month", "rachètent le mois suivant"),
    Label("cohorts.m3", "Retention M+3", "Rétention M+3"),
    Label(
      "cohorts.m3.note", "of {count} {count:customer|customers} known for that long",
      "de {count} {count:client connu|clients connus} depuis assez longtemps"),
    Label("cohorts.revenue90", "Revenue in 90 days", "CA à 90 jours"),
    Label("cohorts.revenue90.note", "per new customer", "par nouveau client"),
    Label("cohorts.clv", "Value per customer", "Valeur par client"),
    Label("cohorts.clv.note", "up to {months} {months:month|months}", "jusqu’à {months} mois"),
    Label("cohorts.cohorts", "Cohorts", "Cohortes"),
    Label("cohorts.cohort", "First purchase", "Premier achat"),
    Label("cohorts.age", "Months since the first purchase", "Mois depuis le premier achat"),
    Label("cohorts.active", "Active customers", "Clients actifs"),
    Label("cohorts.retention", "Retention", "Rétention"),
    Label("cohorts.value", "Value per customer so far", "Valeur cumulée par client"),
    Label("cohorts.all", "All cohorts", "Toutes les cohortes"),
    Label("cohorts.none", "None", "Aucune"),
    Label("cohorts.heatmap", "Retention by cohort and age", "Rétention par cohorte et par âge"),
    Label(
      "cohorts.heatmap.text",
      "Share of the cohort that buys in each later month. Empty: the month is not over, so nothing is known.",
      "Part de la cohorte qui achète chaque mois suivant. Vide : le mois n’est pas terminé, on ne sait rien."),
    Label("cohorts.focus", "One cohort against all", "Une cohorte face à l’ensemble"),
    Label("cohorts.retentionByAge", "Retention by age", "Rétention par âge"),
    Label(
      "cohorts.retentionByAge.text", "All customers who are old enough, together.",
      "Tous les clients assez anciens, ensemble."),
    Label("cohorts.revenueByAge", "Revenue per customer, by age", "CA par client, selon l’âge"),
    Label(
      "cohorts.revenueByAge.text",
      "What a customer brings in each month after the first, those who buy nothing included.",
      "Ce qu’un client apporte chaque mois après le premier, ceux qui n’achètent rien compris."),
    Label("cohorts.valueByAge", "Value per customer by age", "Valeur par client selon l’âge"),
    Label(
      "cohorts.valueByAge.text", "Running sum of revenue per customer: the empirical lifetime value.",
      "Somme cumulée du chiffre d’affaires par client : la valeur vie client empirique."),
  ]
}
