/// One line of an order before it is written.
struct BasketLine {
  /// `,code,description,` as it stands in a row.
  var bytes: [UInt8]
  /// An index into the catalogue, or nil for what is not a product.
  var product: Int?
  var quantity: Int
  var pence: Int
}

extension Shop {
  /// A customer's order.
  mutating func sell(_ lines: Int, to customer: Int, day: Int, minute: Int) {
    let record = population.customers[customer]
    fill(lines, quantities: record.behaviour.quantities, customer: customer, isAbroad: record.country > 0, day: day)
    beginInvoice(of: customer, day: day, minute: minute)
    writeBasket()

    var returnDay: Int?
    var purchases = 0
    for line in basket {
      guard let product = line.product, line.pence > 0 else { continue }
      purchases += 1
      summary.purchasePence += line.quantity * line.pence
      guard random.chance(Self.returnShare) else { continue }
      let due = returnDay ?? calendar.firstOpen(from: day + 1 + random.logNormal(median: 9, spread: 1_100))
      returnDay = due
      let quantity = line.quantity == 1 || random.chance(5_500) ? line.quantity : random.within(1...line.quantity - 1)
      desk.expect(
        .init(order: nextInvoice, customer: customer, product: product, quantity: quantity, pence: line.pence), on: due)
    }
    if purchases > 0 {
      bought[customer] = true
      summary.customerOrders += 1
    }
  }

  /// An order of nobody known.
  mutating func sellAnonymously(_ lines: Int, day: Int, minute: Int) {
    fill(lines, quantities: .home, customer: nil, isAbroad: false, day: day)
    beginInvoice(of: nil, day: day, minute: minute)
    writeBasket()
    summary.anonymous += basket.count
  }

  // MARK: -

  /// Lines that come back, in 1/10,000.
  private static let returnShare = 125
  private static let giftShare = 30

  /// Fills the basket with distinct products; half a catalogue at most.
  private mutating func fill(_ lines: Int, quantities: Quantities, customer: Int?, isAbroad: Bool, day: Int) {
    basket.removeAll(keepingCapacity: true)
    let lines = min(lines, catalogue.products.count / 2)
    let isChristmas = calendar.sellsChristmas(day)
    let raised = day >= calendar.day(at: Drift.priceIncrease)
    let order = nextInvoice

    if lines >= 3 {
      if isAbroad, random.chance(5_000) {
        basket.append(BasketLine(bytes: NonProduct.postage, quantity: random.within(1...3), pence: 1_800))
      } else if random.chance(60) {
        let pence = random.within(2...400) * 25
        basket.append(BasketLine(bytes: NonProduct.manual, quantity: 1, pence: pence))
      }
    }
    for _ in 0...(lines / 16) where lines - basket.count >= 3 && random.chance(Self.bundleShare) {
      let bundle = catalogue.drawBundle(&random)
      let leaveOut = random.chance(2_000) ? random.below(bundle.count) : bundle.count
      for (place, product) in bundle.enumerated() where place != leaveOut && takenBy[Int(product)] != order {
        put(Int(product), quantities, isGift: false, order: order, raised: raised)
      }
    }
    while basket.count < lines {
      var product =
        if let customer, random.chance(4_000) {
          catalogue.favourite(of: customer, seed: options.seed, &random)
        } else {
          catalogue.draw(&random, christmas: isChristmas)
        }
      while takenBy[product] == order { product = random.below(catalogue.products.count) }
      put(product, quantities, isGift: random.chance(Self.giftShare), order: order, raised: raised)
    }
  }

  /// Orders with a bundle, in 1/10,000 for every 16 lines.
  private static let bundleShare = 3_200

  private mutating func put(_ index: Int, _ quantities: Quantities, isGift: Bool, order: Int, raised: Bool) {
    takenBy[index] = order
    let product = catalogue.products[index]
    let quantity = quantities.choices[random.below(quantities.choices.count)]
    let pence = isGift ? 0 : product.price(quantity: quantity, raised: raised)
    basket.append(BasketLine(bytes: product.bytes, product: index, quantity: quantity, pence: pence))
  }

  /// Writes the basket, then those of its lines that are repeated, each drawn so that the day's number comes out.
  private mutating func writeBasket() {
    repeated.removeAll(keepingCapacity: true)
    for line in basket {
      rows.row(line.bytes, quantity: line.quantity, pence: line.pence)
      if repetitionsLeft > 0, random.below(max(rowsLeft, 1)) < repetitionsLeft {
        repetitionsLeft -= 1
        repeated.append(line)
      }
      rowsLeft -= 1
      if line.product == nil { summary.nonProduct += 1 }
      if line.pence == 0 { summary.zeroPrice += 1 }
    }
    for line in repeated { rows.row(line.bytes, quantity: line.quantity, pence: line.pence) }
    summary.duplicates += repeated.count
    summary.rows += basket.count + repeated.count
  }
}
