extension Labels {
  /// The frame: navigation, tables, charts, faults.
  static let shell: [Label] = [
    Label("nav.title", "Pages", "Pages"),
    Label("nav.skip", "Skip to the content", "Aller au contenu"),
    Label("nav.summary", "Summary", "Synthèse"),
    Label("nav.segments", "Segments", "Segments"),
    Label("nav.clusters", "Clusters", "Clusters"),
    Label("nav.stability", "Stability", "Stabilité"),
    Label("nav.contract", "Maintenance contract", "Contrat de maintenance"),
    Label("nav.data", "Data and run", "Données et exécution"),
    Label("nav.all", "Whole report", "Rapport complet"),
    Label("shell.asOf", "As of {date}", "Au {date}"),
    Label("shell.language", "Language", "Langue"),
    Label("shell.print", "Print", "Imprimer"),
    Label("shell.absent.title", "Not part of the pipeline", "Absent du pipeline"),
    Label(
      "shell.absent.text", "This stage is not part of the pipeline, so there is nothing to show here.",
      "Cette étape ne fait pas partie du pipeline : il n’y a donc rien à afficher ici."),
    Label("shell.none", "Nothing to show.", "Rien à afficher."),
    Label("shell.help", "What these figures mean", "Ce que signifient ces chiffres"),
    Label("shell.yes", "yes", "oui"),
    Label("shell.no", "no", "non"),
    Label("shell.total", "Total", "Total"),
    Label("shell.value", "Value", "Valeur"),
    Label("table.sort", "Sort by {column}", "Trier par {column}"),
    Label("table.scroll", "{count} rows; the table scrolls.", "{count} lignes ; le tableau défile."),
    Label("chart.table", "Show the figures as a table", "Afficher les chiffres en tableau"),
    Label(
      "chart.failed", "This chart could not be drawn; its figures are in the table below.",
      "Ce graphique n’a pas pu être tracé ; ses chiffres sont dans le tableau ci-dessous."),
    Label(
      "chart.library", "The charting library is missing (assets/plotly.min.js), so figures are shown as tables.",
      "La bibliothèque de graphiques manque (assets/plotly.min.js) : les chiffres sont donnés en tableaux."),
    Label("unit.seconds", "{n} s", "{n} s"),
    Label("column.customers", "Customers", "Clients"),
    Label("column.customerShare", "Share of customers", "Part des clients"),
    Label("column.revenue", "Revenue", "Chiffre d’affaires"),
    Label("column.revenueShare", "Share of revenue", "Part du CA"),
    Label("column.orders", "Orders", "Commandes"),
    Label("column.segment", "Segment", "Segment"),
    Label("column.reason", "Reason", "Motif"),
  ]
}
