/// Minimisation in one dimension without derivatives.
///
/// Source: R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 5.
enum Brent {
  /// The place of a local minimum of `function`, from a bracket that grows downhill when the minimum is outside it.
  static func minimum(
    between a: Double, and b: Double, tolerance: Double = 1e-9, _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = grow(a, b, function)
    let golden = 0.381966011250105
    var x = low + golden * (high - low)
    var (w, v) = (x, x)
    var fx = function(x)
    var (fw, fv) = (fx, fx)
    var (step, previous) = (0.0, 0.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let small = tolerance * abs(x) + 1e-12
      if abs(x - middle) <= 2 * small - (high - low) / 2 { break }
      var useGolden = true
      if abs(previous) > small {
        // A parabola through the three best points so far.
        let r = (x - w) * (fx - fv)
        var q = (x - v) * (fx - fw)
        var p = (x - v) * q - (x - w) * r
        q = 2 * (q - r)
        if q > 0 { p = -p }
        q = abs(q)
        if abs(p) < abs(q * previous / 2) && p > q * (low - x) && p < q * (high - x) {
          (previous, step) = (step, p / q)
          let u = x + step
          if u - low < 2 * small || high - u < 2 * small { step = x < middle ? small : -small }
          useGolden = false
        }
      }
      if useGolden {
        previous = x < middle ? high - x : low - x
        step = golden * previous
      }
      let u = x + (abs(step) >= small ? step : (step > 0 ? small : -small))
      let fu = function(u)
      if fu <= fx {
        if u < x { high = x } else { low = x }
        (v, fv) = (w, fw)
        (w, fw) = (x, fx)
        (x, fx) = (u, fu)
      } else {
        if u < x { low = u } else { high = u }
        if fu <= fw || w == x {
          (v, fv) = (w, fw)
          (w, fw) = (u, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return x
  }

  /// Widens a bracket while the function still falls across one of its ends.
  private static func grow(_ a: Double, _ b: Double, _ function: (Double) -> Double) -> (Double, Double) {
    var (low, high) = (a, b)
    for _ in 0..<20 {
      let margin = (high - low) * 1e-3
      if function(low) < function(low + margin) {
        low -= high - low
      } else if function(high) < function(high - margin) {
        high += high - low
      } else {
        break
      }
    }
    return (low, high)
  }
}
