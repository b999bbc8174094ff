extension Labels {
  /// Help panels: `help.<page>.<n>.term` and `.text`, numbered from 1 without gaps.
  static let help: [Label] =
    entries(
      "summary",
      [
        (
          "Revenue",
          "Sum of the amounts kept, for customers who are known: purchases minus the returns matched with them (returns: net), minus all returns (keep), or purchases alone (exclude), as the parameters say.",
          "Chiffre d’affaires",
          "Somme des montants retenus, pour les clients connus : achats moins les retours qui leur sont rapprochés (returns : net), moins tous les retours (keep), ou achats seuls (exclude), selon les paramètres."
        ),
        (
          "Average order, average customer",
          "Revenue divided by the number of orders, or of customers. A few large accounts pull both up.",
          "Panier moyen, valeur client",
          "Chiffre d’affaires divisé par le nombre de commandes, ou de clients. Quelques gros comptes les tirent vers le haut."
        ),
        (
          "High-value customers at risk",
          "Customers in the top quarter by spend and also in the top quarter by days since their last order. A rule of thumb: it says who has gone quiet, not who has left.",
          "Clients haute valeur à risque",
          "Clients du quart supérieur en dépense et aussi du quart supérieur en jours depuis la dernière commande. Une règle pratique : elle dit qui s’est tu, pas qui est parti."
        ),
        (
          "Growth opportunities", "Customers in the bottom quarter by number of orders who spend at least the median.",
          "Opportunités de développement",
          "Clients du quart inférieur en nombre de commandes qui dépensent au moins la médiane."
        ),
        (
          "Retention, 90 days",
          "Share of all customers whose last order is at most 90 days old. It depends on how far back the data go: a longer history lowers it.",
          "Rétention à 90 jours",
          "Part de tous les clients dont la dernière commande a au plus 90 jours. Elle dépend de la profondeur des données : un historique plus long l’abaisse."
        ),
        (
          "Concentration",
          "The smallest share of customers that together reach 80% of revenue. Lower means that fewer customers carry the business.",
          "Concentration",
          "La plus petite part de clients qui atteint ensemble 80 % du chiffre d’affaires. Plus elle est basse, moins de clients portent l’activité."
        ),
        (
          "Change",
          "Difference with the figures that were current before these, of the day that is told. It mixes new orders with any change of parameters between the two runs.",
          "Évolution",
          "Écart avec les chiffres qui valaient avant ceux-ci, au jour indiqué. Il mêle nouvelles commandes et changements éventuels de paramètres."
        ),
        (
          "Value so far, expected value",
          "Value so far is what cohorts have brought per customer to the age told, returns counted as in all revenue. Expected value is a model's estimate of what is still to come, discounted; its page tells how well it did.",
          "Valeur constatée, valeur attendue",
          "La valeur constatée est ce que les cohortes ont apporté par client jusqu’à l’âge indiqué, retours comptés comme dans tout chiffre d’affaires. La valeur attendue est l’estimation par un modèle de ce qui reste à venir, actualisée ; sa page dit sa justesse passée."
        ),
      ])
    + entries(
      "segments",
      [
        (
          "Spread",
          "A mean hides who is in it. The box holds the middle half of a segment's customers, the whiskers all but the highest and lowest twentieth.",
          "Dispersion",
          "Une moyenne cache ceux qui la font. La boîte contient la moitié centrale des clients du segment, les moustaches tous sauf le vingtième le plus haut et le plus bas."
        ),
        (
          "Scores",
          "Recency, frequency and amount are each cut into classes; the highest is best. Equal values share a class, so classes may differ in size; ranks (compat_rank_first) part them instead.",
          "Scores",
          "Récence, fréquence et montant sont chacun découpés en classes ; la plus haute est la meilleure. Des valeurs égales partagent une classe : les classes peuvent différer en taille ; des rangs (compat_rank_first) les séparent au contraire."
        ),
        (
          "Segment", "The first rule of the grid that the three scores match. A customer is in exactly one segment.",
          "Segment",
          "La première règle de la grille que vérifient les trois scores. Un client est dans un seul segment."
        ),
        (
          "Share of customers and of revenue", "Both add up to 100 % over the segments.",
          "Part des clients et du CA", "Toutes deux totalisent 100 % sur les segments."
        ),
        (
          "Priority",
          "A convention of the grid, not a computation: critical now, high this week, medium this month, low to consider.",
          "Priorité",
          "Une convention de la grille, pas un calcul : critique tout de suite, haute cette semaine, moyenne ce mois, basse à considérer."
        ),
        (
          "Notes on the grid", "Score cells that no rule covers, rules that no cell reaches, and rules that overlap.",
          "Remarques sur la grille",
          "Cases qu’aucune règle ne couvre, règles qu’aucune case n’atteint, règles qui se recouvrent."
        ),
      ])
    + entries(
      "actions",
      [
        (
          "Priority",
          "Set for each segment in the config, or built in. It says how soon to act, not how much it brings.",
          "Priorité",
          "Fixée par segment dans la configuration, ou d’origine. Elle dit quand agir, non ce que cela rapporte."
        ),
        (
          "High-value customers at risk",
          "Top quarter by spend and top quarter by days since the last order. The list is sorted by spend.",
          "Clients haute valeur à risque",
          "Quart supérieur en dépense et en jours depuis la dernière commande. La liste est triée par dépense."
        ),
      ])
    + entries(
      "customer",
      [
        (
          "Does better than",
          "Share of the customers of the same segment who ordered less recently, less often, or spent less.",
          "Fait mieux que",
          "Part des clients du même segment qui ont commandé moins récemment, moins souvent, ou moins dépensé."
        ),
        (
          "Last lines",
          "As ordered, newest first; a return is a line of its own with a negative amount.",
          "Dernières lignes",
          "Telles que commandées, de la plus récente ; un retour est une ligne au montant négatif."
        ),
        (
          "What to offer",
          "Products bought together with what the customer has (association), then best sellers of the segment. Lift above 1: more often together than by chance. Confidence: how often, given the first.",
          "Produits à proposer",
          "Produits achetés avec ceux du client (association), puis meilleures ventes du segment. Lift supérieur à 1 : plus souvent ensemble que par hasard. Confiance : à quelle fréquence, sachant le premier."
        ),
      ])
    + entries(
      "customers",
      [
        (
          "RFM code",
          "The scores of recency, frequency and amount, one digit each; the highest is best.",
          "Code RFM",
          "Les scores de récence, fréquence et montant, un chiffre chacun ; le plus haut est le meilleur."
        ),
        (
          "CSV",
          "What the filters let through, with the separator and decimal mark of the page's language. Texts that a spreadsheet could take for a formula are marked as text.",
          "CSV",
          "Ce que laissent passer les filtres, avec le séparateur et la virgule de la langue de la page. Un texte qu’un tableur prendrait pour une formule est marqué comme texte."
        ),
      ])
    + entries(
      "cohorts",
      [
        (
          "Cohort and age",
          "The calendar month of the first purchase, and whole calendar months since. Who bought before the data begin seems new in the first month.",
          "Cohorte et âge",
          "Le mois civil du premier achat, et les mois civils entiers écoulés. Un client d’avant le début des données paraît nouveau le premier mois."
        ),
        (
          "Retention",
          "Customers of the cohort who buy at that age, divided by its size. Pooled figures are sums over sums, over cohorts that are old enough.",
          "Rétention",
          "Clients de la cohorte qui achètent à cet âge, divisés par sa taille. Les chiffres d’ensemble sont des sommes sur des sommes, pour les cohortes assez anciennes."
        ),
        (
          "Value per customer",
          "Revenue up to that age divided by all customers of the cohort, those who never came back included.",
          "Valeur par client",
          "Chiffre d’affaires jusqu’à cet âge divisé par tous les clients de la cohorte, ceux qui ne sont jamais revenus compris."
        ),
      ])
    + entries(
      "evolution",
      [
        (
          "Segments then and now",
          "Scores are cut anew at each instant, so a customer can change segment because others did.",
          "Segments d’alors et d’aujourd’hui",
          "Les scores sont recalculés à chaque instant : un client peut changer de segment parce que d’autres ont changé."
        )
      ])
    + entries(
      "lifetime",
      [
        (
          "How it is computed",
          "BG/NBD (or Pareto/NBD, where the config asks for it) foretells purchases and who has left; gamma-gamma foretells spend; the sum is discounted. Where the data do not bear a model, the plain rate or mean spend stands in and the page says so.",
          "Comment elle est calculée",
          "BG/NBD (ou Pareto/NBD, si la configuration le demande) prévoit les achats et les départs ; gamma-gamma prévoit la dépense ; la somme est actualisée. Si les données ne portent pas un modèle, le taux simple ou la dépense moyenne le remplace et la page le dit."
        ),
        (
          "Interval",
          "All models fitted again on customers drawn with replacement; 95% of the totals lie between the two.",
          "Intervalle",
          "Tous les modèles réajustés sur des clients tirés avec remise ; 95 % des totaux sont entre les deux."
        ),
      ])
    + entries(
      "scenarios",
      [
        (
          "Retention",
          "Share of customers who buy in the month after their first purchase. Raised by the lever, at most to 100%.",
          "Rétention",
          "Part des clients qui achètent le mois suivant leur premier achat. Relevée par le levier, au plus à 100 %."
        ),
        (
          "Revenue and value",
          "Revenue × (1 + margin) × (1 − discount) × new retention / old retention. Value per customer sums retention × revenue per active customer over the ages, each retention raised alike.",
          "Chiffre d’affaires et valeur",
          "CA × (1 + marge) × (1 − remise) × nouvelle rétention / ancienne. La valeur par client somme rétention × CA par client actif sur les âges, chaque rétention relevée de même."
        ),
      ])
    + entries(
      "baskets",
      [
        (
          "Support, confidence, lift",
          "Support: share of all orders with both sides. Confidence: share of the orders with the left side that have the right one too. Lift: how much more often than by chance.",
          "Support, confiance, lift",
          "Support : part des commandes avec les deux côtés. Confiance : part des commandes avec le côté gauche qui ont aussi le droit. Lift : combien plus souvent que par hasard."
        )
      ])
    + entries(
      "clusters",
      [
        (
          "Snake and radar",
          "Each line is a cluster: how far its mean lies from the mean of all customers, in standard deviations of the values as they are, before any transform. Both show the same numbers.",
          "Profils et radar",
          "Chaque ligne est un cluster : l’écart de sa moyenne à celle de tous les clients, en écarts types des valeurs telles quelles, avant toute transformation. Les deux montrent les mêmes nombres."
        ),
        (
          "Cluster",
          "A group found by KMeans from the numbers alone; numbered by falling mean amount. It is not a segment: no rule defines it.",
          "Cluster",
          "Un groupe trouvé par KMeans à partir des seuls nombres, numéroté par montant moyen décroissant. Ce n’est pas un segment : aucune règle ne le définit."
        ),
        (
          "Choice of k", "No index is right alone. The curves are shown so that you can disagree with the choice.",
          "Choix de k",
          "Aucun indice n’a raison seul. Les courbes sont montrées pour que vous puissiez contester le choix."
        ),
        (
          "Silhouette, Davies-Bouldin, Calinski-Harabasz",
          "Three measures of how compact and separate the clusters are. They favour round clusters and often small k.",
          "Silhouette, Davies-Bouldin, Calinski-Harabasz",
          "Trois mesures de compacité et de séparation. Elles favorisent les clusters ronds et souvent un petit k."
        ),
        (
          "Bootstrap stability",
          "Agreement (adjusted Rand index) of models fitted on customers drawn again at random. Low means that the groups depend on who happened to be drawn.",
          "Stabilité bootstrap",
          "Accord (indice de Rand ajusté) entre modèles ajustés sur des clients retirés au hasard. Bas : les groupes dépendent du tirage."
        ),
        (
          "Jaccard",
          "How well a cluster is found again on resampled customers: under 0.60 unstable, to 0.75 doubtful, above 0.75 stable, above 0.85 highly stable.",
          "Jaccard",
          "À quel point un cluster se retrouve sur des clients rééchantillonnés : sous 0,60 instable, jusqu’à 0,75 douteux, au-delà stable, au-delà de 0,85 très stable."
        ),
        (
          "Names", "Generated from the features that set a cluster apart; a help for reading, not a finding.",
          "Noms", "Générés à partir des variables qui distinguent le cluster ; une aide à la lecture, pas un résultat."
        ),
      ])
    + entries(
      "stability",
      [
        (
          "ARI",
          "Adjusted Rand index: agreement between the labels of the old model and of a model refitted at that time. 1 is identical, 0 is chance.",
          "ARI",
          "Indice de Rand ajusté : accord entre les étiquettes de l’ancien modèle et celles d’un modèle réajusté à cette date. 1 est identique, 0 est le hasard."
        ),
        (
          "Origins and band",
          "The study starts from several dates. The line is their median, the band runs from the 10th percentile to the maximum. With few origins the band is rough.",
          "Origines et bande",
          "L’étude part de plusieurs dates. La ligne est leur médiane, la bande va du 10ᵉ centile au maximum. Avec peu d’origines, la bande est grossière."
        ),
        (
          "Noise floor",
          "Agreement between refits at the same date with other random seeds. A fall no lower than this is not drift.",
          "Plancher de bruit",
          "Accord entre réajustements à la même date avec d’autres graines. Une baisse qui ne descend pas plus bas n’est pas une dérive."
        ),
        (
          "Recommended interval",
          "The longest interval for which the 10th percentile stays at or above the threshold at every step up to it. It rests on the past; it is not a promise.",
          "Intervalle recommandé",
          "Le plus long intervalle pour lequel le 10ᵉ centile reste au moins au seuil à chaque pas. Il repose sur le passé ; ce n’est pas une promesse."
        ),
        (
          "PSI", "Population stability index of a feature. 0.1 and 0.25 are conventions, not tests.",
          "PSI", "Indice de stabilité de population d’une variable. 0,1 et 0,25 sont des conventions, pas des tests."
        ),
      ])
    + entries(
      "contract",
      [
        (
          "Cost", "Refits a year times the price of a refit, plus monitoring where the config gives a price for it.",
          "Coût",
          "Réajustements par an multipliés par le prix d’un réajustement, plus la surveillance si la configuration en donne le prix."
        ),
        (
          "Customers in another cluster",
          "Share of customers that a fresh model would have placed elsewhere, on average between two refits at that interval, as seen in the past. Just before a refit it is larger.",
          "Clients dans un autre cluster",
          "Part des clients qu’un modèle neuf aurait placés ailleurs, en moyenne entre deux réajustements à cet intervalle, telle qu’observée par le passé. Juste avant un réajustement, elle est plus grande."
        ),
      ])
    + entries(
      "data",
      [
        (
          "Row ledger",
          "Each row read is kept, rejected with a reason, or dropped as an exact duplicate. Returns and rows without a customer are among the kept.",
          "Registre des lignes",
          "Chaque ligne lue est gardée, rejetée avec un motif ou écartée comme doublon exact. Retours et lignes sans client sont parmi les gardées."
        ),
        (
          "Returns",
          "With returns: net, a return cancels the customer's latest earlier purchases of the same product; one without such a purchase stays visible and is subtracted from nothing. With keep, every return is subtracted; with exclude, none is.",
          "Retours",
          "Avec returns : net, un retour annule les derniers achats antérieurs du même produit par le client ; sans un tel achat, il reste visible et n’est retranché de rien. Avec keep, tout retour est retranché ; avec exclude, aucun."
        ),
        (
          "Columns, outliers, hours, seasons",
          "Columns are told as read, before duplicates are dropped. Outliers and hours are of the rows kept, without returns; seasons are of the revenue by month. Two years are few for a season.",
          "Colonnes, valeurs extrêmes, heures, saisons",
          "Les colonnes sont décrites telles que lues, avant le retrait des doublons. Valeurs extrêmes et heures portent sur les lignes gardées, sans les retours ; les saisons, sur le chiffre d’affaires par mois. Deux années sont peu pour une saison."
        ),
        (
          "Checks",
          "Rules that the config sets for the outputs. A broken one of severity error would have stopped the run: what was published before would still be shown.",
          "Contrôles",
          "Règles que la configuration fixe pour les sorties. Un contrôle non satisfait de gravité error aurait arrêté l’exécution : ce qui était publié avant serait encore affiché."
        ),
        (
          "Verdict",
          "Ran: computed now. Fresh: nothing had changed. Restored: an identical earlier result was taken. Cut off: an input was redone but came out equal.",
          "Verdict",
          "Exécutée : calculée maintenant. À jour : rien n’avait changé. Restaurée : un résultat antérieur identique a été repris. Évitée : une entrée a été refaite mais est ressortie égale."
        ),
        (
          "Fingerprint and digest",
          "The fingerprint identifies everything that may change a stage's result; the content digest identifies the result itself. Equal digests mean equal rows.",
          "Empreinte et condensé",
          "L’empreinte identifie tout ce qui peut changer le résultat d’une étape ; le condensé identifie le résultat même. Des condensés égaux signifient des lignes égales."
        ),
      ])

  private typealias Entry = (termEN: String, textEN: String, termFR: String, textFR: String)

  private static func entries(_ page: String, _ entries: [Entry]) -> [Label] {
    entries.enumerated().flatMap { index, entry in
      [
        Label("help.\(page).\(index + 1).term", entry.termEN, entry.termFR),
        Label("help.\(page).\(index + 1).text", entry.textEN, entry.textFR),
      ]
    }
  }
}
