/// What is written beside orders.
extension Shop {
  /// Lines of one order come back, whole or in part.
  mutating func takeBack(_ items: ArraySlice<ReturnsDesk.Return>, day: Int, minute: Int) {
    guard let customer = items.first?.customer else { return }
    beginInvoice(of: customer, cancels: true, day: day, minute: minute)
    for item in items {
      rows.row(catalogue.products[item.product].bytes, quantity: -item.quantity, pence: item.pence)
      summary.matchedPieces += item.quantity
    }
    summary.rows += items.count
    summary.returns += items.count
    summary.matchedReturns += items.count
  }

  /// A customer from the time before the data brings back something that is no longer sold.
  mutating func takeBackOld(day: Int, minute: Int) {
    let customer = population.founders.lowerBound + random.below(population.founders.count)
    let product = catalogue.discontinued[random.below(catalogue.discontinued.count)]
    let quantity = random.within(1...24)
    beginInvoice(of: customer, cancels: true, day: day, minute: minute)
    rows.row(product.bytes, quantity: -quantity, pence: product.price(quantity: quantity, raised: false))
    summary.rows += 1
    summary.returns += 1
    summary.unmatchedReturns += 1
  }

  /// A discount, given as a cancellation of something that is not a product.
  mutating func discount(day: Int, minute: Int) {
    let customer = population.founders.lowerBound + random.below(population.founders.count)
    beginInvoice(of: customer, cancels: true, day: day, minute: minute)
    rows.row(NonProduct.discount, quantity: -1, pence: random.within(40...4_000) * 5)
    summary.rows += 1
    summary.returns += 1
    summary.nonProduct += 1
  }

  /// Stock written off: no customer, no price, a negative quantity, and no `C`.
  mutating func adjust(minute: Int) {
    let product = catalogue.products[random.below(catalogue.products.count)]
    let reason = Words.adjustments[random.below(Words.adjustments.count)]
    beginInvoice(of: nil, day: 0, minute: minute)
    rows.row(product.described(as: reason), quantity: -random.within(1...60), pence: 0)
    summary.rows += 1
    summary.returns += 1
    summary.anonymous += 1
    summary.zeroPrice += 1
  }

  /// A monthly charge, booked as a cancellation without a customer.
  mutating func charge(_ fee: Fee, minute: Int) {
    beginInvoice(of: nil, cancels: true, day: 0, minute: minute)
    switch fee {
    case .bank: rows.row(NonProduct.bankCharges, quantity: -1, pence: random.within(300...3_000) * 5)
    case .marketplace: rows.row(NonProduct.marketplaceFee, quantity: -1, pence: random.within(20_000...150_000) * 5)
    }
    summary.rows += 1
    summary.returns += 1
    summary.anonymous += 1
    summary.nonProduct += 1
  }

  /// A row that must be rejected, on an invoice of its own, so that nothing else depends on it.
  mutating func spoil(day: Int, minute: Int) {
    let kinds = Malformation.allCases
    let customer = population.customers[random.below(population.customers.count)]
    let product = catalogue.products[random.below(catalogue.products.count)]
    rows.begin(
      invoice: nextInvoice, minute: minute, customer: Int(customer.identifier), decimal: false,
      country: Country.all[Int(customer.country)].name)
    nextInvoice += 1
    // The quantity is the row's own number: no two are equal.
    rows.row(
      malformed: kinds[malformedWritten % kinds.count], product.bytes, quantity: malformedWritten + 1,
      pence: product.price(quantity: 1, raised: false), year: calendar.date(day).components.year)
    malformedWritten += 1
    summary.rows += 1
    summary.malformed += 1
  }
}
