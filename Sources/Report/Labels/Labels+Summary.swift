extension Labels {
  /// The summary page.
  static let summary: [Label] = [
    Label("summary.title", "Summary", "Synthèse"),
    Label("summary.lead", "Where the business stands on {date}.", "L’état de l’activité au {date}."),
    Label("summary.results", "Results", "Résultats"),
    Label("summary.alerts", "Alerts and concentration", "Alertes et concentration"),
    Label("summary.revenue", "Revenue", "Chiffre d’affaires"),
    Label("summary.customers", "Active customers", "Clients actifs"),
    Label("summary.orders", "Orders", "Commandes"),
    Label("summary.averageOrder", "Average order value", "Panier moyen"),
    Label("summary.averageCustomer", "Average customer value", "Valeur client moyenne"),
    Label("summary.atRisk", "High-value customers at risk", "Clients haute valeur à risque"),
    Label("summary.atRisk.note", "{revenue} spent so far", "{revenue} dépensés à ce jour"),
    Label("summary.opportunities", "Growth opportunities", "Opportunités de développement"),
    Label(
      "summary.opportunities.note", "few orders, above-median spend",
      "peu de commandes, dépense au-dessus de la médiane"),
    Label("summary.retention", "Retention, 90 days", "Rétention à 90 jours"),
    Label("summary.retention.note", "ordered in the last 90 days", "ont commandé dans les 90 derniers jours"),
    Label("summary.concentration", "Concentration", "Concentration"),
    Label(
      "summary.concentration.note", "of customers make 80% of revenue ({count} customers)",
      "des clients font 80 % du chiffre d’affaires ({count} clients)"),
    Label("summary.leader", "Leading segment", "Segment leader"),
    Label("summary.leader.note", "{share} of revenue", "{share} du chiffre d’affaires"),
    Label(
      "summary.previous", "▲ ▼ show the change since the previous run, of {date}.",
      "▲ ▼ indiquent l’évolution depuis l’exécution précédente, au {date}."),
    Label("summary.points", "{n} points", "{n} points"),
    Label("summary.unchanged", "unchanged", "inchangé"),
    Label("summary.was", "was {value}", "était {value}"),
    Label("summary.months", "Revenue by month", "Chiffre d’affaires par mois"),
    Label(
      "summary.months.text", "Bars: net revenue of each calendar month, from {first} to {last}.",
      "Barres : chiffre d’affaires net de chaque mois civil, de {first} à {last}."),
    Label(
      "summary.months.partial", "Hatched: months that the data cover only in part.",
      "Hachuré : mois que les données ne couvrent qu’en partie."),
    Label("summary.month", "Month", "Mois"),
    Label("summary.partial", "partial", "partiel"),
    Label("summary.atRiskList", "High-value customers at risk", "Clients haute valeur à risque"),
    Label(
      "summary.atRiskList.text",
      "The first {shown} of {total}, by amount spent; the output at_risk of the summary stage has them all.",
      "Les {shown} premiers sur {total}, par montant dépensé ; la sortie at_risk de l’étape summary les donne tous."),
    Label("summary.customer", "Customer", "Client"),
    Label("summary.recency", "Days since last order", "Jours depuis la dernière commande"),
    Label("summary.spent", "Spent", "Dépensé"),
  ]
}
