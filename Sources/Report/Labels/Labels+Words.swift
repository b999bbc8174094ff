extension Labels {
  /// Why stages ran, what checks found, and why rows were rejected.
  package static let words: [Label] = reasons + findings + rejects

  private static let reasons: [Label] = [
    Label("reason.neverBuilt", "no version exists yet", "aucune version n’existe encore"),
    Label("reason.forced", "forced", "forcée"),
    Label(
      "reason.damaged", "the current version is damaged: {detail}", "la version courante est endommagée : {detail}"),
    Label("reason.parameter", "parameter {name}: {change}", "paramètre {name} : {change}"),
    Label("reason.declaration", "{name}: {change}", "{name} : {change}"),
    Label("reason.change", "{from} → {to}", "{from} → {to}"),
    Label("reason.items", "items {from} → {to}: {list}", "éléments {from} → {to} : {list}"),
    Label("reason.more", "{sign} {count} more", "{sign} {count} {count:autre|autres}"),
    Label("reason.unset", "unset", "non défini"),
    Label("reason.sql", "SQL changed  {lines}", "le SQL a changé  {lines}"),
    Label("reason.prelude", "the engine’s prelude changed", "le préambule du moteur a changé"),
    Label("reason.engine", "engine: {from} → {to}", "moteur : {from} → {to}"),
    Label("reason.code", "the stage’s code: version {from} → {to}", "le code de l’étape : version {from} → {to}"),
    Label("reason.kind", "kind: {from} → {to}", "genre : {from} → {to}"),
    Label(
      "reason.pseudonyms.begin", "customer ids are made pseudonyms", "les identifiants deviennent des pseudonymes"),
    Label(
      "reason.pseudonyms.end", "customer ids are no longer made pseudonyms",
      "les identifiants ne deviennent plus des pseudonymes"),
    Label(
      "reason.pseudonyms.key", "pseudonyms are made under another key",
      "les pseudonymes sont faits avec une autre clé"),
    Label("reason.erasures", "customers erased: {from} → {to}", "clients effacés : {from} → {to}"),
    Label("reason.erasures.other", "other customers are erased", "d’autres clients sont effacés"),
    Label(
      "reason.format", "the current version was kept in another format",
      "la version courante a été gardée dans un autre format"),
    Label(
      "reason.outside", "what it last published is not the current version",
      "ce qu’elle a publié en dernier n’est pas la version courante"),
    Label(
      "reason.checks", "its checks changed: they run again, the stage does not",
      "ses contrôles ont changé : ils sont refaits, pas l’étape"),
    Label("reason.inputDeclared", "new input {name}", "nouvelle entrée {name}"),
    Label("reason.inputDropped", "input {name} is no longer declared", "l’entrée {name} n’est plus déclarée"),
    Label("reason.input", "input {name}: content {from} → {to}", "entrée {name} : contenu {from} → {to}"),
    Label("reason.fileAdded", "new file {name}", "nouveau fichier {name}"),
    Label("reason.fileRemoved", "file {name} is gone", "le fichier {name} n’est plus là"),
    Label("reason.fileChanged", "file {name} changed", "le fichier {name} a changé"),
    Label("reason.fileRenamed", "file {from} is now {to}", "le fichier {from} s’appelle maintenant {to}"),
    Label("reason.sourceKind", "source {name}: kind {from} → {to}", "source {name} : genre {from} → {to}"),
    Label("reason.upstream", "depends on the outcome of {name}", "dépend de ce que donne {name}"),
    Label("reason.builtBefore", "built before as {name}", "déjà produite, version {name}"),
    Label("reason.inputsEqual", "its inputs came out as before", "ses entrées sont ressorties comme avant"),
    Label("reason.unchanged", "nothing changed", "rien n’a changé"),
    Label(
      "reason.accepted", "accepted as equal to {name} in run {run}",
      "acceptée comme égale à {name} lors de l’exécution {run}"),
    Label("reason.notSelected", "not selected", "non choisie"),
    Label("reason.upstreamFailed", "{name} failed", "{name} a échoué"),
    Label("reason.others", "{count} more", "et {count} {count:autre|autres}"),
    Label("reason.cancelled", "the run was stopped", "l’exécution a été arrêtée"),
  ]

  private static let findings: [Label] = [
    Label("finding.rowsOf", "{count} of {rows} {rows:row|rows}", "lignes en défaut : {count} sur {rows}"),
    Label("finding.rows", "rows: {count}", "lignes : {count}"),
    Label(
      "finding.tooFew", "{rows} {rows:row|rows}; at least {bound} {bound:is|are} expected",
      "{rows} {rows:ligne|lignes} ; au moins {bound} {bound:attendue|attendues}"),
    Label(
      "finding.tooMany", "{rows} {rows:row|rows}; at most {bound} {bound:is|are} expected",
      "{rows} {rows:ligne|lignes} ; au plus {bound} {bound:attendue|attendues}"),
    Label("finding.columns", "columns that differ: {count}. {list}", "colonnes différentes : {count}. {list}"),
    Label("finding.missing", "{name} {type}: missing", "{name} {type} : absente"),
    Label(
      "finding.missingNear", "{name} {type}: missing (is it {near} now?)",
      "{name} {type} : absente (est-ce maintenant {near} ?)"),
    Label(
      "finding.otherType", "{name}: {promised} is promised, {made} was made",
      "{name} : {promised} promis, {made} produit"
    ),
    Label("finding.extra", "{name} {type}: not promised", "{name} {type} : non promise"),
    Label("finding.rowCount", "rows", "lignes"),
    Label(
      "finding.change", "{what}: {before} before, {after} now ({change}); at most {allowed} is allowed",
      "{what} : {before} avant, {after} maintenant ({change}) ; {allowed} au plus"),
    Label("finding.fromZero", "{what}: {before} before, {after} now", "{what} : {before} avant, {after} maintenant"),
    Label(
      "finding.noValue", "{what}: {before} before, no value now", "{what} : {before} avant, aucune valeur maintenant"),
    Label(
      "finding.notCompared", "{what} not compared: the current version {why}",
      "{what} : pas de comparaison, la version courante {why}"),
    Label("finding.damaged", "is damaged: {detail}", "est endommagée : {detail}"),
    Label("finding.noOutput", "has no {name}", "n’a pas de {name}"),
    Label("finding.otherColumns", "has other columns ({detail})", "a d’autres colonnes ({detail})"),
    Label("finding.repeated", "keys that stand more than once: {count}", "clés présentes plus d’une fois : {count}"),
    Label(
      "finding.rejected",
      "{count} of {rows} {rows:row|rows} ({share}) {count:was|were} rejected; at most {allowed} is allowed. Most often: {list}",
      "{count} {count:ligne|lignes} sur {rows} ({share}) {count:rejetée|rejetées} ; {allowed} au plus. Le plus souvent : {list}"
    ),
    Label("finding.often", "{what} ({count})", "{what} ({count})"),
    Label(
      "finding.tooOld.run",
      "the newest {name} is of {newest}, {age} before this run ({at}); at most {allowed} is allowed",
      "{name} le plus récent : {newest}, {age} avant cette exécution ({at}) ; {allowed} au plus"),
    Label(
      "finding.tooOld.asOf",
      "the newest {name} is of {newest}, {age} before as_of ({at}); at most {allowed} is allowed",
      "{name} le plus récent : {newest}, {age} avant as_of ({at}) ; {allowed} au plus"),
    Label(
      "finding.noTime.run", "no {name} at all; at most {allowed} before this run is allowed",
      "aucun {name} ; {allowed} au plus avant cette exécution"),
    Label(
      "finding.noTime.asOf", "no {name} at all; at most {allowed} before as_of is allowed",
      "aucun {name} ; {allowed} au plus avant as_of"),
    Label(
      "finding.sourceOld", "the newest data is {age} old ({newest}); at most {allowed} is allowed",
      "les données les plus récentes ont {age} ({newest}) ; {allowed} au plus"),
    Label(
      "finding.sourceNoTime", "it holds no data that tells its time; at most {allowed} old is allowed",
      "aucune donnée ne dit sa date ; {allowed} au plus"),
  ]

  private static let rejects: [Label] = [
    Label("reject.field", "{field}: {fault}", "{field} : {fault}"),
    Label("reject.value", "{field}: {fault}: “{value}”", "{field} : {fault} : « {value} »"),
    Label("reject.status", "{field}: {value} does not count", "{field} : {value} ne compte pas"),
    Label("reject.missing", "missing", "absent"),
    Label("reject.negative", "negative", "négatif"),
    Label("reject.notNumber", "not a number", "pas un nombre"),
    Label("reject.notWhole", "not a whole number", "pas un nombre entier"),
    Label("reject.notDate", "not a date", "pas une date"),
    Label("reject.notTime", "not a time", "pas une date avec heure"),
    Label("reject.notPrice", "not a price", "pas un prix"),
    Label("reject.noSuchTime", "no such date or time", "date ou heure qui n’existe pas"),
    Label(
      "reject.noSuchTimeOrFormat", "no such date or time, or of another format",
      "date ou heure qui n’existe pas, ou d’un autre format"),
    Label("reject.tooLarge", "too large", "trop grand"),
    Label("reject.product", "quantity times price is too large", "quantité fois prix trop grand"),
    Label("reject.zeroAmount", "zero, with an amount", "zéro, avec un montant"),
    Label("reject.noOrder", "not among the orders", "absent des commandes"),
    Label(
      "reject.notEvent", "not one of view, cart, remove_from_cart, purchase",
      "ni view, ni cart, ni remove_from_cart, ni purchase"),
    Label(
      "reject.fields", "{found} {found:field|fields} instead of {wanted}",
      "{found} {found:champ|champs} au lieu de {wanted}"),
    Label("reject.openQuote", "a quote is never closed", "un guillemet n’est jamais fermé"),
    Label("reject.afterQuote", "text after a closing quote", "du texte après un guillemet fermant"),
    Label("reject.nul", "a NUL byte", "un octet nul"),
    Label("reject.encoding", "not {name}", "pas de l’{name}"),
    Label("reject.erased", "erased", "effacée"),
  ]
}
