/// The names that shops give the columns of their sales, in several languages.
enum ColumnNames {
  /// How well a header names a column: 0 not at all, 3 by a name that means nothing else.
  static func score(_ header: String, _ column: CanonicalColumn) -> Int {
    let words = words(header)
    let bare = words.filter { !fillers.contains($0) }
    let whole = words.joined()
    for (index, name) in (names[column] ?? []).enumerated() {
      let wanted = Self.words(name)
      if wanted.joined() == whole { return index < 12 ? 3 : 2 }
      let rest = wanted.filter { !fillers.contains($0) }
      if !bare.isEmpty, rest == bare { return 2 }
      if rest.count > 1, bare.starts(with: rest) { return 1 }
    }
    return 0
  }

  /// A header's words without marks, accents, case and what stands in parentheses.
  static func words(_ header: String) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    var wasLower = false
    for scalar in header.unicodeScalars {
      if scalar == "(" || scalar == "[" { depth += 1 }
      defer { if scalar == ")" || scalar == "]" { depth = max(0, depth - 1) } }
      guard depth == 0 else { continue }
      let isUpper = scalar.properties.isUppercase
      // customerID, InvoiceNo: a word begins at a capital behind a small letter.
      if isUpper, wasLower, !word.isEmpty {
        words.append(word)
        word = ""
      }
      wasLower = scalar.properties.isLowercase
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word += plain(scalar)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func plain(_ scalar: Unicode.Scalar) -> String {
    let lower = scalar.properties.lowercaseMapping
    return String(lower.unicodeScalars.map { Character(accents[$0] ?? $0) }).replacing("ß", with: "ss")
  }

  private static let accents: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (plain, marked) in [
      ("a", "àáâãäåą"), ("c", "çćč"), ("e", "èéêëęě"), ("i", "ìíîïı"), ("n", "ñńň"), ("o", "òóôõöøő"), ("u", "ùúûüűů"),
      ("s", "śšş"), ("z", "źżž"), ("l", "ł"), ("y", "ýÿ"),
    ] {
      for scalar in marked.unicodeScalars { table[scalar] = plain.unicodeScalars.first }
    }
    return table
  }()

  /// Words that say nothing of which column it is.
  private static let fillers: Set<String> = [
    "id", "ids", "no", "nr", "n", "num", "number", "numero", "nummer", "code", "codigo", "cod", "de", "du", "des", "la",
    "le", "l", "d", "der", "die", "das", "of", "the", "el", "del", "di", "van", "unique", "key", "eur", "usd", "gbp",
    "ttc", "ht",
  ]

  private static let names: [CanonicalColumn: [String]] = [
    .customerID: [
      "customer id", "customer", "client id", "client", "kundennummer", "kunde", "cliente", "id cliente", "klantnummer",
      "kunden id", "cust id", "household id", "user id", "buyer id", "member id", "kundennr", "kunden", "klant",
      "acheteur",
      "numéro client", "user", "buyer", "account id", "shopper id", "customer number", "client number",
      "codice cliente",
      "comprador", "acquirente", "klient", "email", "e mail", "customer email",
    ],
    .orderID: [
      "order id", "order number", "invoice", "invoice no", "commande", "numéro commande", "belegnummer",
      "bestellnummer",
      "pedido", "ordine", "transaction id", "order", "beleg", "bestellung", "rechnungsnummer", "rechnung", "auftrag",
      "auftragsnummer", "facture", "numéro facture", "factura", "ticket", "basket id", "receipt", "receipt no", "bon",
      "scontrino", "fattura", "bestelnummer", "bestelling", "transaction", "increment id", "panier", "purchase id",
      "sale id", "numéro pièce", "pièce",
    ],
    .lineNumber: ["line no", "line number", "order item id", "position", "numéro ligne", "zeile", "item no", "linea"],
    .occurredAt: [
      "date", "datum", "fecha", "order date", "invoice date", "date commande", "date achat", "bestelldatum",
      "timestamp",
      "transaction timestamp", "event time", "purchase date", "datetime", "created at", "date time", "transaction date",
      "date facture", "date vente", "rechnungsdatum", "belegdatum", "kaufdatum", "zeitpunkt", "zeit", "fecha pedido",
      "fecha compra", "data", "data ordine", "data acquisto", "data pedido", "orderdatum", "horodatage", "jour", "time",
      "order purchase timestamp", "ordered at", "sale date", "day",
    ],
    .productID: [
      "product id", "product code", "stock code", "sku", "artikelnummer", "article", "artikel", "référence", "producto",
      "prodotto", "produit", "item id", "code produit", "code article", "artikel nr", "produkt", "articulo", "articolo",
      "product", "item", "ref", "reference produit", "ref article", "lineitem sku", "ean", "upc", "asin", "stockcode",
      "produktnummer", "item code", "productnummer",
    ],
    .productName: [
      "product name", "description", "désignation", "libellé", "bezeichnung", "descripción", "descrizione",
      "nom produit",
      "item name", "lineitem name", "artikelbezeichnung", "produktname", "nombre producto", "omschrijving", "title",
      "intitulé",
      "product title",
      "product description", "libellé produit", "nome prodotto", "artikelname",
    ],
    .category: [
      "category", "catégorie", "kategorie", "categoría", "categoria", "warengruppe", "product category", "rayon",
      "famille",
      "department", "produktkategorie", "category code", "categorie produit", "artikelgruppe", "type produit",
      "categorie",
    ],
    .quantity: [
      "lineitem quantity", "quantity", "qty", "quantité", "menge", "anzahl", "cantidad", "quantità", "qté", "aantal",
      "units", "stück",
      "pieces",
      "qty ordered", "quantité commandée", "nb articles", "nombre", "unités", "stk", "ilosc", "items", "unidades",
      "quantite",
    ],
    .unitPrice: [
      "lineitem price", "unit price", "price", "prix unitaire", "einzelpreis", "preis", "prix", "precio",
      "precio unitario", "prezzo",
      "prezzo unitario", "stückpreis", "pu", "item price", "prijs", "stukprijs", "verkaufspreis", "prix vente",
      "sale price",
      "price each", "cena",
    ],
    .amount: [
      "amount", "montant", "betrag", "importe", "total", "line total", "umsatz", "sales value", "importo", "summe",
      "revenue",
      "sales", "montant total", "total ligne", "gesamtbetrag", "gesamtpreis", "gesamt", "net amount", "total amount",
      "total price", "prix total", "chiffre affaires", "ca", "totale", "bedrag", "totaal", "value", "order value",
      "valor",
      "spend", "sale amount", "payment value", "precio total",
    ],
    .isReturn: [
      "is return", "return", "returned", "retour", "retoure", "devolución", "reso", "est retour", "refund", "refunded",
      "retourne",
    ],
    .paymentMethod: [
      "payment method", "payment type", "mode de paiement", "moyen de paiement", "zahlungsart", "zahlungsweise",
      "método de pago", "forma de pago", "metodo di pagamento", "paiement", "payment", "zahlung", "pago", "pagamento",
      "betaalmethode", "zahlungsmittel",
    ],
    .paymentInstallments: [
      "installments", "payment installments", "échéances", "raten", "cuotas", "rate", "instalments",
    ],
    .country: ["country", "pays", "land", "país", "paese", "country code", "shipping country", "lieferland"],
    .region: [
      "region", "state", "province", "département", "bundesland", "provincia", "regione", "región", "customer state",
      "région",
      "county",
    ],
    .reviewScore: [
      "review score", "rating", "note", "score", "bewertung", "note client", "puntuación", "valoración", "voto",
      "stars",
    ],
    .deliveryDays: ["delivery days", "délai livraison", "lieferzeit", "lieferdauer", "días entrega", "shipping days"],
    .freight: [
      "freight", "freight value", "shipping", "shipping cost", "frais de port", "frais livraison", "versandkosten",
      "porto",
      "gastos envío", "spese spedizione", "verzendkosten", "livraison",
    ],
  ]
}
