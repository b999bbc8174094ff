internal import Glibc

/// ∫ (α+y)^−p (β+y)^−q dy from the last purchase to now: the weight of all the times at which a customer may have left
/// unseen, and means over them.
///
/// The usual closed form is a difference of two values of ₂F₁ at arguments near 1, which cancel where the last purchase
/// is recent and overflow where purchases are many. The integral itself is of a positive function that falls: in the
/// logarithm of time it is nearly exponential, and ten Gauss-Legendre nodes a panel that falls by e⁻⁶ at most give it to
/// 15 digits.
struct DropoutIntegral {
  /// The logarithm of the integral; −∞ over no time.
  let logValue: Double
  /// The mean of ln(α+y).
  let meanLogAlpha: Double
  /// The mean of 1/(α+y).
  let meanInverseAlpha: Double
  /// The mean of ln(β+y).
  let meanLogBeta: Double
  /// The mean of 1/(β+y).
  let meanInverseBeta: Double

  /// Nodes and weights on 0 … 1.
  private static let nodes: [(at: Double, weight: Double)] = {
    let half: [(at: Double, weight: Double)] = [
      (0.1488743389816312, 0.2955242247147529), (0.4333953941292472, 0.2692667193099963),
      (0.6794095682990244, 0.2190863625159820), (0.8650633666889845, 0.1494513491505806),
      (0.9739065285171717, 0.0666713443086881),
    ]
    return half.map { ((1 - $0.at) / 2, $0.weight / 2) } + half.map { ((1 + $0.at) / 2, $0.weight / 2) }
  }()

  /// The widest panel, and the most that the logarithm falls over one.
  private static let (widest, fall) = (2.0, 6.0)

  init(alpha: Double, beta: Double, purchases p: Double, dropout q: Double, from start: Double, to end: Double) {
    // Time counts from where the nearer of the two powers has its pole.
    let isAlphaNear = alpha <= beta
    let (near, far) = isAlphaNear ? (alpha, beta) : (beta, alpha)
    let (nearPower, farPower) = isAlphaNear ? (p, q) : (q, p)
    let gap = far - near
    let (nearStart, farStart) = (near + start, far + start)
    let span = log1p((end - start) / nearStart)
    // How fast the logarithm of the integrand falls; between the ends of a panel it changes one way.
    func slope(_ at: Double) -> Double {
      let now = nearStart * exp(at)
      return abs(1 - nearPower - farPower * now / (now + gap))
    }
    var sums = (value: 0.0, logNear: 0.0, inverseNear: 0.0, logFar: 0.0, inverseFar: 0.0)
    var at = 0.0
    var steepness = slope(0)
    var last = Self.widest
    while at < span {
      // Two panels of like width rather than one with a sliver behind it.
      let rest = span - at
      let most = min(Self.widest, 2 * last)
      var width = rest <= most ? rest : min(most, rest / 2)
      var next = slope(at + width)
      while width * max(steepness, next) > Self.fall, width > 1e-9 * span {
        width /= 2
        next = slope(at + width)
      }
      (steepness, last) = (next, width)
      for node in Self.nodes {
        let grown = at + node.at * width
        let nearNow = nearStart * exp(grown)
        let logFar = log((nearNow + gap) / farStart)
        let weight = node.weight * width * nearNow * exp(-nearPower * grown - farPower * logFar)
        sums.value += weight
        sums.logNear += weight * grown
        sums.inverseNear += weight / nearNow
        sums.logFar += weight * logFar
        sums.inverseFar += weight / (nearNow + gap)
      }
      at += width
      let now = nearStart * exp(at)
      let height = exp(-nearPower * at - farPower * log((now + gap) / farStart))
      if height * max(0, near + end - now) <= 1e-17 * sums.value { break }
    }
    let (logNearStart, logFarStart) = (log(nearStart), log(farStart))
    logValue = log(sums.value) - nearPower * logNearStart - farPower * logFarStart
    let over = sums.value > 0 ? 1 / sums.value : 0
    let meanNear = (logNearStart + sums.logNear * over, sums.inverseNear * over)
    let meanFar = (logFarStart + sums.logFar * over, sums.inverseFar * over)
    (meanLogAlpha, meanInverseAlpha) = isAlphaNear ? meanNear : meanFar
    (meanLogBeta, meanInverseBeta) = isAlphaNear ? meanFar : meanNear
  }
}
