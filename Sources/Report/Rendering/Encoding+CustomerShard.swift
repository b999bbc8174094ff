extension ReportModel.CustomerShard {
  /// The shard as a script. Customers, lines and offers are rows of values; products stand by number, since the
  /// customers of a shard share many.
  func script(_ standing: CustomerStanding) -> [UInt8] {
    var numbers: [String: Int] = [:]
    var products: [String] = []
    func place(_ product: String) -> Int {
      if let known = numbers[product] { return known }
      numbers[product] = products.count
      products.append(product)
      return products.count - 1
    }
    let first = number * ReportModel.Customers.shardSize
    var writer = ScriptWriter()
    writer.raw("(window.PALIER = window.PALIER || {}).customers\(number) = {\"customers\":")
    writer.list(customers.indices) { writer, index in
      let customer = customers[index]
      writer.raw("[")
      standing.write(at: first + index, to: &writer)
      writer.raw(",")
      writer.list(customer.lines) { writer, line in
        writer.raw("[")
        writer.text(line.day)
        writer.raw(",")
        writer.text(line.order)
        writer.raw(",")
        writer.number(place(line.product))
        writer.raw(",")
        writer.number(line.quantity)
        writer.raw(",")
        writer.number(line.amount)
        writer.raw("]")
      }
      writer.raw(",")
      writer.list(customer.recommendations) { writer, offer in
        writer.raw("[")
        writer.number(place(offer.product))
        writer.raw(",")
        writer.number(offer.lift)
        writer.raw(",")
        writer.number(offer.confidence)
        writer.raw(",")
        writer.text(offer.source)
        writer.raw("]")
      }
      writer.raw("]")
    }
    writer.raw(",\"products\":")
    writer.list(products) { $0.text($1) }
    writer.raw("};\n")
    return writer.bytes
  }
}

extension CustomerStanding {
  /// The names of a customer's values, in the order of ``write(at:to:)`` and then lines and offers.
  static let fields = [
    "id", "segment", "recency", "frequency", "monetary", "code", "tenure", "country", "cluster", "alive", "expected",
    "clv", "behind", "lines", "offers",
  ]
}
