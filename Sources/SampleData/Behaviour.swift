/// How a customer buys. The mix of these, and when each comes and goes, is what a study of the sample finds.
enum Behaviour: UInt8, CaseIterable {
  /// Shops that buy often and in packs, from the first weeks to the end.
  case wholesaler
  /// Buy every month; from the drift on, most of them slow down.
  case regular
  /// Come for the weeks before Christmas.
  case seasonal
  /// Buy once.
  case oneTimer
  /// Buy often for some months, then stop.
  case churner
  /// Arrive one by one over time; some stay.
  case newcomer
  /// Arrive from the promotion on; those that stay order often and little.
  case promotion
  /// Buy, fall silent for long, and come back.
  case reactivated

  /// Customers of this kind, in thousandths.
  var share: Int {
    switch self {
    case .wholesaler: 85
    case .regular: 240
    case .seasonal: 30
    case .oneTimer: 210
    case .churner: 140
    case .newcomer: 40
    case .promotion: 220
    case .reactivated: 35
    }
  }

  /// The median over customers of days between two orders, and the spread over customers in 1/1024 octaves.
  var gap: (median: Int, spread: Int) {
    switch self {
    case .wholesaler: (15, 250)
    case .regular: (33, 250)
    case .seasonal: (14, 400)
    case .oneTimer: (60, 0)
    case .churner: (16, 300)
    case .newcomer: (45, 400)
    case .promotion: (22, 350)
    case .reactivated: (26, 300)
    }
  }

  /// The spread of one customer's own gaps in 1/1024 octaves.
  var irregularity: Int {
    switch self {
    case .wholesaler: 450
    case .regular, .churner, .reactivated: 500
    case .seasonal, .oneTimer, .newcomer, .promotion: 900
    }
  }

  /// The median over customers of lines in an order, and the spread over customers in 1/1024 octaves.
  var basket: (median: Int, spread: Int) {
    switch self {
    case .wholesaler: (17, 500)
    case .regular: (9, 450)
    case .seasonal: (7, 500)
    case .oneTimer: (6, 600)
    case .churner: (9, 500)
    case .newcomer: (7, 500)
    case .promotion: (2, 450)
    case .reactivated: (9, 500)
    }
  }

  /// How many of each product they take.
  var quantities: Quantities {
    switch self {
    case .wholesaler: .packs
    case .regular, .churner, .reactivated: .shop
    case .seasonal, .oneTimer, .newcomer, .promotion: .home
    }
  }
}

/// Typical quantities of a line, each as likely as it is listed often.
enum Quantities {
  /// A wholesaler's.
  case packs
  /// A small shop's.
  case shop
  /// A household's.
  case home

  var choices: [Int] {
    switch self {
    case .packs: [6, 10, 12, 12, 12, 24, 24, 24, 36, 48, 48, 72, 96, 144]
    case .shop: [1, 2, 2, 3, 4, 4, 6, 6, 6, 8, 10, 12, 12, 12, 24, 25]
    case .home: [1, 1, 1, 1, 2, 2, 2, 3, 4, 6, 6, 12]
    }
  }
}
