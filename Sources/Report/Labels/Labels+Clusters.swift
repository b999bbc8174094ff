extension Labels {
  /// The clusters page.
  static let clusters: [Label] =
    [
      Label("clusters.title", "Clusters", "Clusters"),
      Label(
        "clusters.lead", "{k} groups found by KMeans on {features} (transform {transform}, scaling {scale}).",
        "{k} groupes trouvés par KMeans sur {features} (transformation {transform}, mise à l’échelle {scale})."),
      Label("clusters.choice", "Why {k} clusters", "Pourquoi {k} clusters"),
      Label("clusters.chosen", "chosen", "retenu"),
      Label("clusters.elbow", "elbow", "coude"),
      Label(
        "clusters.given", "k was given by the config; no curve was computed.",
        "k est fixé par la configuration ; aucune courbe n’a été calculée."),
      Label("clusters.k", "Number of clusters k", "Nombre de clusters k"),
      Label("clusters.inertia", "Inertia", "Inertie"),
      Label(
        "clusters.inertia.text", "Lower is tighter; it always falls, so look for the bend.",
        "Plus bas, plus compact ; elle baisse toujours : chercher le coude."),
      Label("clusters.silhouette", "Silhouette", "Silhouette"),
      Label(
        "clusters.silhouette.text", "Higher is better separated, from −1 to 1.", "Plus haut, mieux séparé, de −1 à 1."),
      Label("clusters.silhouetteError", "Standard error", "Erreur type"),
      Label("clusters.daviesBouldin", "Davies-Bouldin", "Davies-Bouldin"),
      Label("clusters.daviesBouldin.text", "Lower is better.", "Plus bas, c’est mieux."),
      Label("clusters.calinskiHarabasz", "Calinski-Harabasz", "Calinski-Harabasz"),
      Label("clusters.calinskiHarabasz.text", "Higher is better.", "Plus haut, c’est mieux."),
      Label("clusters.bootstrap", "Bootstrap stability (ARI)", "Stabilité bootstrap (ARI)"),
      Label(
        "clusters.bootstrap.text", "Higher repeats better on resampled customers; 1 is identical.",
        "Plus haut, mieux reproduit sur des clients rééchantillonnés ; 1 est identique."),
      Label("clusters.profiles", "Profiles", "Profils"),
      Label("clusters.radar", "Shape of each cluster", "Forme de chaque cluster"),
      Label(
        "clusters.radar.text",
        "The same means and colours on one axis per feature: outside is above the average customer, inside below.",
        "Mêmes moyennes et mêmes couleurs, un axe par variable : vers l’extérieur au-dessus du client moyen, vers le centre au-dessous."
      ),
      Label("clusters.snake", "What sets each cluster apart", "Ce qui distingue chaque cluster"),
      Label(
        "clusters.snake.text",
        "Distance of the cluster's mean from the overall mean, in standard deviations; 0 is average.",
        "Écart de la moyenne du cluster à la moyenne générale, en écarts types ; 0 est la moyenne."),
      Label("clusters.z", "z-score", "score z"),
      Label("clusters.table", "Clusters and the means of their features", "Clusters et moyennes de leurs variables"),
      Label("clusters.cluster", "Cluster", "Cluster"),
      Label("clusters.number", "No.", "N°"),
      Label("clusters.jaccard", "Bootstrap Jaccard", "Jaccard bootstrap"),
      Label("jaccard.unstable", "unstable", "instable"),
      Label("jaccard.doubtful", "doubtful", "douteux"),
      Label("jaccard.stable", "stable", "stable"),
      Label("jaccard.high", "highly stable", "très stable"),
      Label("clusters.comparison", "Other methods on the same data", "Autres méthodes sur les mêmes données"),
      Label("clusters.method", "Method", "Méthode"),
      Label("clusters.found", "Clusters", "Clusters"),
      Label("clusters.points", "Points", "Points"),
      Label("clusters.noise", "Left out as noise", "Écartés comme bruit"),
      Label(
        "clusters.fit", "Model: inertia {inertia}, {restarts} restarts, seed {seed}.",
        "Modèle : inertie {inertia}, {restarts} redémarrages, graine {seed}."),
      Label("feature.recency_days", "Recency (days)", "Récence (jours)"),
      Label("feature.frequency", "Frequency (orders)", "Fréquence (commandes)"),
      Label("feature.monetary", "Amount", "Montant"),
      Label("feature.tenure_days", "Tenure (days)", "Ancienneté (jours)"),
      Label("feature.items", "Items", "Articles"),
      Label("feature.distinct_products", "Distinct products", "Produits distincts"),
      Label("feature.average_basket", "Average basket", "Panier moyen"),
      Label("feature.mean_days_between_orders", "Days between orders", "Jours entre commandes"),
      Label("feature.return_rate", "Return rate", "Taux de retour"),
      Label("feature.return_count", "Returns", "Retours"),
      Label("feature.cash_share", "Cash share", "Part en espèces"),
      Label("feature.mean_installments", "Instalments", "Mensualités"),
      Label("feature.mean_review_score", "Review score", "Note moyenne"),
      Label("feature.mean_delivery_days", "Delivery (days)", "Livraison (jours)"),
      Label("feature.sessions", "Sessions", "Sessions"),
      Label("feature.views", "Views", "Vues"),
      Label("feature.carts", "Cart additions", "Ajouts au panier"),
      Label("feature.cart_to_purchase", "Cart to purchase", "Panier vers achat"),
      Label("feature.view_to_purchase", "View to purchase", "Vue vers achat"),
      Label("feature.removals", "Cart removals", "Retraits du panier"),
      Label("feature.sd_days_between_orders", "Spread of days between orders", "Dispersion des délais entre commandes"),
      Label("feature.session_to_purchase", "Session to purchase", "Session vers achat"),
      Label("feature.category_share_other", "Share of other categories", "Part des autres catégories"),
      Label("transform.none", "none", "aucune"),
      Label("scale.none", "none", "aucune"),
      Label("scale.robust", "robust", "robuste"),
    ]
    + (1...5).map {
      Label("feature.category_share_\($0)", "Share of category no. \($0)", "Part de la catégorie n° \($0)")
    }
}
