extension Assets {
  /// Axes whose numbers are written by the page, in its language: the library knows no other sign for percent than its
  /// own, and puts currencies behind the prefixes of units.
  static let scaleScript = Script(
    name: "scale",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;

        /** Round steps from below the least to above the greatest value, about `count` of them between. */
        function steps(low, high, count) {
          const span = high - low || Math.abs(high) || 1;
          const raw = span / count;
          const power = Math.pow(10, Math.floor(Math.log10(raw)));
          const step = power * [1, 2, 2.5, 5, 10].find(function (factor) { return factor * power >= raw * (1 - 1e-9); });
          const first = Math.floor(low / step + 1e-9);
          const last = Math.ceil(high / step - 1e-9);
          return Array.from({ length: last - first + 1 }, function (_, index) {
            return Number(((first + index) * step).toPrecision(12));
          });
        }
        /** Decimals that tell all of some numbers apart from their neighbours. */
        function decimals(values) {
          let digits = 0;
          while (digits < 8 && values.some(function (value) {
            const scaled = value * Math.pow(10, digits);
            return Math.abs(scaled - Math.round(scaled)) > 1e-6;
          })) { digits += 1; }
          return digits;
        }
        const shows = {
          percent: function (values) {
            const digits = decimals(values.map(function (value) { return value * 100; }));
            return values.map(function (value) { return P.percent(value, digits); });
          },
          money: function (values) { return values.map(P.shortMoney); },
          number: function (values) {
            if (Math.max(...values.map(Math.abs)) >= 10000) { return values.map(P.shortNumber); }
            const digits = decimals(values);
            return values.map(function (value) { return P.number(value, digits); });
          },
        };

        /**
         * An axis for values, its marks as `kind` writes them: percent, money or number. `own` are its other properties;
         * `count` is how many marks there should be, about. With `rangemode: "tozero"` it begins at zero.
         */
        P.scale = function (kind, values, count, own) {
          const known = values.filter(P.known);
          const zero = own && own.rangemode === "tozero" ? [0] : [];
          const range = own && own.range ? own.range : known.concat(zero);
          const low = range.length > 0 ? Math.min(...range) : 0;
          const high = range.length > 0 ? Math.max(...range) : 1;
          const marks = steps(low, high, count);
          return Object.assign({ tickmode: "array", tickvals: marks, ticktext: shows[kind](marks) }, own);
        };
        /** A logarithmic axis: powers of ten, and where there are few, what lies between. */
        P.logScale = function (kind, values, own) {
          const known = values.filter(function (value) { return P.known(value) && value > 0; });
          const low = Math.floor(Math.log10(Math.min(...known)));
          const high = Math.ceil(Math.log10(Math.max(...known)));
          const between = high - low <= 2 ? [1, 2, 5] : [1];
          const marks = [];
          for (let power = low; power <= high; power += 1) {
            between.forEach(function (factor) { marks.push(Number((factor * Math.pow(10, power)).toPrecision(6))); });
          }
          return Object.assign({ type: "log", tickmode: "array", tickvals: marks, ticktext: shows[kind](marks) }, own);
        };
      })();
      """#)
}
