extension Labels {
  /// What the data look like, and how measures are spread within segments.
  static let profile: [Label] = [
    Label("profile.columns", "Columns", "Colonnes"),
    Label("profile.columns.caption", "The columns of the accepted rows", "Les colonnes des lignes acceptées"),
    Label("profile.column", "Column", "Colonne"),
    Label("profile.column.customer_id", "Customer", "Client"),
    Label("profile.column.order_id", "Order", "Commande"),
    Label("profile.column.occurred_at", "Date", "Date"),
    Label("profile.column.product_id", "Product", "Produit"),
    Label("profile.column.product_name", "Product name", "Nom du produit"),
    Label("profile.column.quantity", "Quantity", "Quantité"),
    Label("profile.column.unit_price", "Unit price", "Prix unitaire"),
    Label("profile.column.amount", "Amount of the line", "Montant de la ligne"),
    Label("profile.column.country", "Country", "Pays"),
    Label("profile.column.category", "Category", "Catégorie"),
    Label("profile.empty", "Without value", "Sans valeur"),
    Label("profile.emptyShare", "Share without", "Part sans valeur"),
    Label("profile.distinct", "Different values", "Valeurs différentes"),
    Label(
      "profile.distinct.files", "Different values: in the file that has most.",
      "Valeurs différentes : dans le fichier qui en a le plus."),
    Label("profile.minimum", "Minimum", "Minimum"),
    Label("profile.maximum", "Maximum", "Maximum"),
    Label("profile.q1", "First quartile", "Premier quartile"),
    Label("profile.median", "Median", "Médiane"),
    Label("profile.q3", "Third quartile", "Troisième quartile"),
    Label("profile.fence", "Upper fence", "Borne haute"),
    Label("profile.beyond", "Lines beyond", "Lignes au-delà"),
    Label("profile.outliers", "Outliers", "Valeurs extrêmes"),
    Label(
      "profile.outliers.text",
      "Sales lines more than 1.5 times the interquartile range beyond the quartiles. They are told, not taken out: RFM scores depend on ranks, so they bear them.",
      "Lignes de vente à plus de 1,5 fois l’écart interquartile au-delà des quartiles. Elles sont signalées, non retirées : les scores RFM reposent sur des rangs et les supportent."
    ),
    Label("profile.outliers.caption", "Spread of the sales lines", "Dispersion des lignes de vente"),
    Label("profile.hours", "When people order", "Quand on commande"),
    Label("profile.hours.text", "Orders by weekday and hour.", "Commandes par jour de la semaine et heure."),
    Label("profile.hour", "Hour", "Heure"),
    Label("profile.weekday", "Weekday", "Jour"),
    Label("profile.seasons", "Seasons", "Saisonnalité"),
    Label(
      "profile.seasons.text",
      "Revenue of each calendar month against the mean month (100%), from {count} whole {count:month|months}.",
      "Chiffre d’affaires de chaque mois civil par rapport au mois moyen (100 %), sur {count} mois {count:entier|entiers}."
    ),
    Label("profile.season", "Against the mean month", "Par rapport au mois moyen"),
    Label("profile.years", "Years", "Années"),
    Label("spread.title", "Spread within segments", "Dispersion au sein des segments"),
    Label(
      "spread.text", "Box: the middle half of the customers; line: median; whiskers: 5th to 95th percentile.",
      "Boîte : la moitié centrale des clients ; trait : médiane ; moustaches : du 5ᵉ au 95ᵉ centile."),
    Label(
      "spread.text.log", "Read likewise, on a logarithmic scale.",
      "Même lecture, sur une échelle logarithmique."),
    Label("spread.percentile", "{n}th percentile", "{n}ᵉ centile"),
  ]
}
