extension Labels {
  /// The pages of baskets, lifetime value, scenarios, and how segments changed.
  static let marketing: [Label] = [
    Label("nav.baskets", "Baskets", "Paniers"),
    Label("baskets.title", "Baskets", "Paniers"),
    Label(
      "baskets.lead",
      "{rules} {rules:rule|rules} from {orders} {orders:order|orders} of {products} {products:product|products}: who buys this also buys that.",
      "{rules} {rules:règle tirée|règles tirées} de {orders} {orders:commande|commandes} de {products} {products:produit|produits} : qui achète ceci achète aussi cela."
    ),
    Label(
      "baskets.none", "No rule reaches the limits of the config.",
      "Aucune règle n’atteint les seuils de la configuration."),
    Label("baskets.chart", "Support and confidence", "Support et confiance"),
    Label(
      "baskets.chart.text",
      "{count:The rule|The {count} rules} of highest lift; stronger colour is higher. Up and to the right: frequent and sure.",
      "{count:La règle|Les {count} règles} au lift le plus élevé ; plus la couleur est soutenue, plus il est élevé. En haut à droite : fréquent et sûr."
    ),
    Label("baskets.rules", "Rules", "Règles"),
    Label("baskets.search", "Product contains", "Le produit contient"),
    Label("baskets.left", "Who buys", "Qui achète"),
    Label("baskets.right", "also buys", "achète aussi"),
    Label("baskets.support", "Support", "Support"),
    Label("nav.lifetime", "Lifetime value", "Valeur vie client"),
    Label("lifetime.title", "Customer lifetime value", "Valeur vie client"),
    Label(
      "lifetime.lead", "What today’s customers are expected to bring in the next {months:month|{months} months}.",
      "Ce que les clients d’aujourd’hui devraient apporter {months:au cours du mois prochain|dans les {months} prochains mois}."
    ),
    Label("lifetime.total", "All customers", "Tous les clients"),
    Label("lifetime.interval", "95% between {low} and {high}", "à 95 % entre {low} et {high}"),
    Label("lifetime.each", "Per customer", "Par client"),
    Label("lifetime.orders", "Purchases expected", "Achats attendus"),
    Label("lifetime.orders.note", "in the next 365 days", "dans les 365 prochains jours"),
    Label("lifetime.active", "Still customers", "Encore clients"),
    Label("lifetime.active.note", "expected, of {count}", "attendus, sur {count}"),
    Label("lifetime.error", "Mean error", "Erreur moyenne"),
    Label("lifetime.error.note", "purchases per customer, when tested", "achats par client, lors du test"),
    Label("lifetime.calibration", "Foretold and what came", "Prévu et constaté"),
    Label(
      "lifetime.calibration.text",
      "Fitted without the last {days:day|{days} days}, then compared with {days:it|them}, by repeat purchases before.",
      "Ajusté sans {days:le dernier jour|les {days} derniers jours}, puis comparé à {days:lui|eux}, selon les réachats antérieurs."
    ),
    Label(
      "lifetime.notHeldOut", "No part of the history was held out, so the model was not tested.",
      "Aucune partie de l’historique n’a été mise de côté : le modèle n’a pas été testé."),
    Label(
      "lifetime.noModel", "No model is in use, so there is none to test.",
      "Aucun modèle n’est utilisé : il n’y en a pas à tester."),
    Label(
      "lifetime.uncalibrated", "The first part of the history does not bear a model, so it could not be tested.",
      "La première partie de l’historique ne porte pas de modèle : il n’a pas pu être testé."),
    Label("lifetime.actual", "Came", "Constaté"),
    Label("lifetime.predicted", "Foretold", "Prévu"),
    Label("lifetime.repeats", "Repeat purchases before", "Réachats antérieurs"),
    Label("lifetime.perCustomer", "Purchases per customer", "Achats par client"),
    Label(
      "lifetime.customers", "Each customer’s value is in the RFM table.",
      "La valeur de chaque client est dans la table RFM."),
    Label("nav.scenarios", "Scenarios", "Scénarios"),
    Label("scenarios.title", "Scenarios", "Scénarios"),
    Label(
      "scenarios.lead",
      "What would change if retention, margin or prices did: the data as they are, other things equal.",
      "Ce qui changerait si la rétention, la marge ou les prix changeaient : données telles quelles, toutes choses égales."
    ),
    Label("scenarios.own", "Try one", "Essayer"),
    Label("scenarios.about", "Customers", "Clients"),
    Label("scenarios.all", "All customers", "Tous les clients"),
    Label("scenarios.cohort", "First purchase in {month}", "Premier achat en {month}"),
    Label("scenarios.lever.retention", "Retention", "Rétention"),
    Label("scenarios.lever.margin", "Margin", "Marge"),
    Label("scenarios.lever.discount", "Discount", "Remise"),
    Label("scenarios.result", "Result for: {target}", "Résultat pour : {target}"),
    Label("scenarios.revenue", "Revenue", "Chiffre d’affaires"),
    Label("scenarios.clv", "Value per customer", "Valeur par client"),
    Label("scenarios.retention", "Retention M+1", "Rétention M+1"),
    Label("scenarios.baseline", "Today", "Aujourd’hui"),
    Label("scenarios.value", "Scenario", "Scénario"),
    Label("scenarios.difference", "Difference", "Écart"),
    Label("scenarios.chart", "Change against the baseline", "Évolution par rapport à la référence"),
    Label(
      "scenarios.chart.text", "Bars: the scenario’s figure against the baseline’s, in per cent.",
      "Barres : le chiffre du scénario rapporté à celui de la référence, en pour cent."),
    Label("scenarios.namedChart", "Named scenarios compared", "Scénarios nommés comparés"),
    Label("scenarios.named", "Scenarios of the config", "Scénarios de la configuration"),
    Label("scenarios.scenario", "Name", "Nom"),
    Label("scenarios.levers", "Changes", "Leviers"),
    Label("scenarios.nobody", "No customer is concerned.", "Aucun client n’est concerné."),
    Label(
      "scenarios.unmoved", "Retention one month on is 0 or not known yet: changing it has no effect.",
      "La rétention à un mois est nulle ou pas encore connue : la changer est sans effet."),
    Label("nav.evolution", "Evolution", "Évolution"),
    Label("evolution.title", "How segments changed", "Évolution des segments"),
    Label(
      "evolution.lead", "The segmentation redone at each quarter’s end with what was known then.",
      "La segmentation refaite à chaque fin de trimestre avec ce que l’on savait alors."),
    Label("evolution.sizes", "Customers by segment over time", "Clients par segment au fil du temps"),
    Label("evolution.sizes.text", "Known customers at each instant.", "Clients connus à chaque instant."),
    Label("evolution.at", "On", "Au"),
    Label("evolution.revenue", "Revenue since the one before", "CA depuis le précédent"),
    Label("evolution.moves", "Who moved where", "Qui est passé où"),
    Label("evolution.moves.text", "From {from} to {to}.", "Du {from} au {to}."),
    Label("evolution.from", "From", "De"),
    Label("evolution.to", "To", "Vers"),
    Label("evolution.new", "Not customers yet", "Pas encore clients"),
    Label("evolution.gone", "No longer counted", "Plus comptés"),
    Label("evolution.concentration", "Concentration of revenue", "Concentration du chiffre d’affaires"),
    Label(
      "evolution.concentration.text", "Share of revenue that the best customers make; the line marks 80%.",
      "Part du chiffre d’affaires des meilleurs clients ; la ligne marque 80 %."),
  ]
}
