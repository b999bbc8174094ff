extension Assets {
  /// How recency, frequency and amount are spread within segments. Part of the page on segments.
  static let spreadScript = Script(
    name: "spread",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { t, column } = P;
        const names = { recency: "summary.recency", frequency: "column.orders", monetary: "summary.spent" };

        function box(segments, measure) {
          const rows = segments.rows.map(function (row, index) {
            const own = segments.spreads.find(function (one) { return one.segment === row.segment && one.measure === measure; });
            return own ? { segment: row.segment, index: index, marks: own.quantiles } : null;
          }).filter(Boolean).reverse();
          if (rows.length === 0) { return null; }
          // Amounts span four orders of magnitude; what is not above zero has no place on such an axis.
          const isLog = measure !== "recency" && rows.every(function (row) { return row.marks[0] > 0; });
          const show = function (value) { return measure === "monetary" ? P.money(value, 0) : P.mean(value); };
          const kind = measure === "monetary" ? "money" : "number";
          const all = rows.flatMap(function (row) { return row.marks; });
          return P.chart({
            title: t(names[measure]), text: isLog ? t("spread.text.log") : t("spread.text"), height: 70 + 40 * rows.length,
            draw: function (theme) {
              return {
                // What is under the pointer is told by a mark of its own: the library calls the ends of a box otherwise.
                data: [{
                  type: "scatter", mode: "markers", x: rows.map(function (row) { return row.marks[2]; }),
                  y: rows.map(function (_, place) { return place; }), marker: { opacity: 0, size: 26 },
                  text: rows.map(function (row) {
                    return P.safe(P.segmentName(row.segment)) + [5, 25, 50, 75, 95].map(function (percent, place) {
                      return "<br>" + t("spread.percentile", { n: P.number(percent) }) + " " + show(row.marks[place]);
                    }).join("");
                  }),
                  hovertemplate: "%{text}<extra></extra>",
                }].concat(rows.map(function (row, place) {
                  return {
                    type: "box", orientation: "h", y: [place], lowerfence: [row.marks[0]], q1: [row.marks[1]], median: [row.marks[2]],
                    q3: [row.marks[3]], upperfence: [row.marks[4]], line: { color: P.segmentColor(row.segment, row.index), width: 1.5 },
                    fillcolor: P.segmentColor(row.segment, row.index) + "44", width: 0.55, hoverinfo: "skip" };
                })),
                layout: {
                  xaxis: isLog ? P.logScale(kind, all, {}) : P.scale(kind, all, 5, { rangemode: "tozero" }),
                  yaxis: { showgrid: false, zeroline: false, ticklabelstandoff: 6, tickfont: { color: theme.ink, size: 12 },
                    tickmode: "array", tickvals: rows.map(function (_, place) { return place; }),
                    ticktext: rows.map(function (row) { return P.safe(P.segmentName(row.segment)); }) },
                },
              };
            },
            table: {
              caption: t(names[measure]), rows: rows.slice().reverse(),
              columns: [
                { label: t("column.segment"), value: function (row) { return P.segmentName(row.segment); },
                  show: function (row) { return P.segment(row.segment, row.index); } },
              ].concat([5, 25, 50, 75, 95].map(function (percent, place) {
                return column(t("spread.percentile", { n: P.number(percent) }), function (row) { return row.marks[place]; },
                  function (row) { return show(row.marks[place]); });
              })),
            },
          });
        }

        /** Three charts, one a measure. */
        P.spreads = function (segments) {
          return ["recency", "frequency", "monetary"].map(function (measure) { return box(segments, measure); });
        };
      })();
      """#)
}
