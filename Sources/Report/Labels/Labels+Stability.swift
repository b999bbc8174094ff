extension Labels {
  /// The stability and contract pages.
  static let stability: [Label] = [
    Label("stability.title", "Stability", "Stabilité"),
    Label(
      "stability.lead", "A segmentation fitted once: how long until a refit would disagree with it?",
      "Une segmentation ajustée une fois : combien de temps avant qu’un réajustement ne la contredise ?"),
    Label("stability.recommendation", "Recommendation", "Recommandation"),
    Label("stability.atMost", "At most {interval}", "Au plus {interval}"),
    Label("stability.atLeast", "At least {interval}", "Au moins {interval}"),
    Label("stability.noSchedule", "None that holds the threshold", "Aucun ne tient le seuil"),
    Label(
      "stability.verdict.at_most_every_step",
      "Even the first step falls below the threshold: no longer interval can be offered.",
      "Même le premier pas tombe sous le seuil : aucun intervalle plus long ne peut être proposé."),
    Label(
      "stability.verdict.not_observed_beyond",
      "Agreement held to the end of the data: the true interval may be longer.",
      "L’accord a tenu jusqu’à la fin des données : l’intervalle réel peut être plus long."),
    Label(
      "stability.verdict.inside_noise",
      "Refits that differ only by their seed disagree as much as the model in use does: refitting more often would not help.",
      "Des réajustements qui ne diffèrent que par leur graine se contredisent autant que le modèle en service : réajuster plus souvent n’y changerait rien."
    ),
    Label(
      "stability.path", "Agreement with a refit, by age of the model",
      "Accord avec un réajustement, selon l’âge du modèle"),
    Label(
      "stability.path.text",
      "Median ARI over {origins} origins; band from the 10th percentile to the maximum. One step is {step}.",
      "ARI médian sur {origins} origines ; bande du 10ᵉ centile au maximum. Un pas vaut {step}."),
    Label(
      "stability.path.one", "One origin only: this path is an anecdote, not a distribution. One step is {step}.",
      "Une seule origine : ce tracé est une anecdote, pas une distribution. Un pas vaut {step}."),
    Label("stability.window.cumulative", "cumulative window", "fenêtre cumulative"),
    Label("stability.window.rolling", "rolling window of {span}", "fenêtre glissante de {span}"),
    Label("stability.window", "window {name}", "fenêtre {name}"),
    Label("stability.horizon", "Steps since the fit", "Pas depuis l’ajustement"),
    Label("stability.ari", "ARI", "ARI"),
    Label("stability.ami", "AMI, median", "AMI, médiane"),
    Label("stability.median", "Median", "Médiane"),
    Label("stability.p10", "10th percentile", "10ᵉ centile"),
    Label("stability.minimum", "Minimum", "Minimum"),
    Label("stability.maximum", "Maximum", "Maximum"),
    Label("stability.band", "10th percentile to maximum", "10ᵉ centile au maximum"),
    Label("stability.threshold", "Threshold {value}", "Seuil {value}"),
    Label("stability.noise", "Noise floor (other seeds)", "Plancher de bruit (autres graines)"),
    Label("stability.moved", "Customers that would move, mean", "Clients qui changeraient, moyenne"),
    Label("stability.origins", "Origins", "Origines"),
    Label("stability.interval", "Recommended interval between refits", "Intervalle recommandé entre réajustements"),
    Label("stability.mark", "recommended: {interval}", "recommandé : {interval}"),
    Label("stability.strategies", "Strategies compared", "Stratégies comparées"),
    Label(
      "stability.strategies.caption", "Each strategy simulated over the whole history",
      "Chaque stratégie simulée sur tout l’historique"),
    Label("stability.strategiesChart", "Agreement by strategy", "Accord par stratégie"),
    Label(
      "stability.strategiesChart.text",
      "All from the first origin: ARI by steps since the first fit. A click on a name shows or hides its line.",
      "Toutes depuis la première origine : ARI selon les pas depuis le premier ajustement. Un clic sur un nom affiche ou masque sa ligne."
    ),
    Label("stability.strategy", "Strategy", "Stratégie"),
    Label("stability.windowColumn", "Window", "Fenêtre"),
    Label("stability.mean", "Mean ARI", "ARI moyen"),
    Label("stability.min", "Lowest ARI", "ARI minimal"),
    Label("stability.under", "Steps under the threshold", "Pas sous le seuil"),
    Label("stability.refits", "Refits", "Réajustements"),
    Label("stability.cost", "Cost", "Coût"),
    Label("strategy.never", "Never refit", "Ne jamais réajuster"),
    Label("strategy.every", "Refit every {n} steps", "Réajuster tous les {n} pas"),
    Label("strategy.everyOne", "Refit every step", "Réajuster à chaque pas"),
    Label(
      "strategy.below_threshold", "Refit when ARI falls under the threshold",
      "Réajuster quand l’ARI passe sous le seuil"),
    Label("stability.drift", "How far each feature moved", "Dérive de chaque variable"),
    Label(
      "stability.drift.caption", "Population stability index (PSI) per feature",
      "Indice de stabilité de population (PSI) par variable"),
    Label("stability.migrations", "Who moved between segments", "Qui a changé de segment"),
    Label(
      "stability.migrations.text",
      "The rules of RFM segments move by themselves with the scores: what ageing does to campaigns.",
      "Les règles des segments RFM bougent d’elles-mêmes avec les scores : ce que le vieillissement fait aux campagnes."
    ),
    Label("stability.feature", "Feature", "Variable"),
    Label("stability.psi", "PSI", "PSI"),
    Label("stability.reading", "Reading", "Lecture"),
    Label("psi.low", "little change", "peu de changement"),
    Label("psi.some", "some change", "changement modéré"),
    Label("psi.high", "large change", "changement important"),
    Label("contract.title", "Maintenance contract", "Contrat de maintenance"),
    Label(
      "contract.lead", "What keeping the segmentation of {name} up to date costs in a year.",
      "Ce que coûte par an le maintien à jour de la segmentation ({name})."),
    Label("contract.toPage", "Open the maintenance contract", "Ouvrir le contrat de maintenance"),
    Label("contract.terms", "Terms", "Conditions"),
    Label("contract.basis", "Data as of", "Données au"),
    Label("contract.perRefit", "Price of one refit", "Prix d’un réajustement"),
    Label("contract.guarantee", "Agreement kept (ARI)", "Accord maintenu (ARI)"),
    Label(
      "contract.guarantee.value", "at least {value} at the 10th percentile of past origins",
      "au moins {value} au 10ᵉ centile des origines passées"),
    Label(
      "contract.guarantee.one", "at least {value} from a single past origin",
      "au moins {value} depuis une seule origine passée"),
    Label("contract.options", "Intervals and their cost a year", "Intervalles et coût annuel"),
    Label("contract.interval", "Interval", "Intervalle"),
    Label("contract.refits", "Refits a year", "Réajustements par an"),
    Label("contract.refitCost", "Refits", "Réajustements"),
    Label("contract.monitoring", "Monitoring", "Surveillance"),
    Label("contract.total", "Total a year", "Total annuel"),
    Label("contract.misassigned", "Customers in another cluster", "Clients dans un autre cluster"),
    Label("contract.recommended", "recommended", "recommandé"),
    Label(
      "contract.none", "No recommendation was computed, so there is no contract to show.",
      "Aucune recommandation n’a été calculée : il n’y a pas de contrat à afficher."),
    Label(
      "contract.caveat",
      "Based on past behaviour of this data: a change of range, price or market may shorten the interval.",
      "Fondé sur le comportement passé de ces données : un changement d’offre, de prix ou de marché peut raccourcir l’intervalle."
    ),
    Label("contract.signature", "Date and signature", "Date et signature"),
    Label("contract.provider", "Provider", "Prestataire"),
    Label("contract.client", "Client", "Client"),
  ]
}
