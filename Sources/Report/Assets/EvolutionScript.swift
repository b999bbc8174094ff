extension Assets {
  /// How segments changed over time.
  static let evolutionScript = Script(
    name: "page-evolution",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { t } = P;

        function sizes(evolution) {
          const days = Array.from(new Set(evolution.sizes.map(function (row) { return row.at; })));
          const keys = Array.from(new Set(evolution.sizes.map(function (row) { return row.segment; })));
          const at = new Map(evolution.sizes.map(function (row) { return [row.at + " " + row.segment, row.customers]; }));
          return P.chart({
            title: t("evolution.sizes"), text: t("evolution.sizes.text"), height: 360,
            draw: function () {
              return {
                data: keys.map(function (key, index) {
                  return {
                    type: "bar", name: P.safe(P.segmentName(key)), x: days.map(function (_, place) { return place; }),
                    y: days.map(function (day) { return at.get(day + " " + key) || 0; }),
                    marker: { color: P.segmentColor(key, index) },
                    text: days.map(function (day) { return P.number(at.get(day + " " + key) || 0); }), textposition: "none",
                    customdata: days.map(P.date), hovertemplate: "%{customdata}<br>%{text}<extra>" + P.safe(P.segmentName(key)) + "</extra>",
                  };
                }),
                layout: {
                  barmode: "stack", showlegend: true, yaxis: P.scale("number", days.map(function (day) {
                    return keys.reduce(function (sum, key) { return sum + (at.get(day + " " + key) || 0); }, 0);
                  }), 6, { title: t("column.customers"), rangemode: "tozero" }),
                  xaxis: { showgrid: false, zeroline: false, tickmode: "array", ticklabeloverflow: "allow",
                    tickvals: days.map(function (_, place) { return place; }),
                    ticktext: days.map(function (day) { return P.narrow() ? P.shortDay(day) : P.date(day); }) },
                },
              };
            },
            table: { caption: t("evolution.sizes"), rows: evolution.sizes, columns: [
              { label: t("evolution.at"), value: function (row) { return row.at; }, show: function (row) { return P.date(row.at); } },
              { label: t("column.segment"), value: function (row) { return P.segmentName(row.segment); },
                show: function (row) { return P.segment(row.segment); } },
              P.column(t("column.customers"), function (row) { return row.customers; }, function (row) { return P.number(row.customers); }),
              P.column(t("evolution.revenue"), function (row) { return row.revenue; }, function (row) { return P.money(row.revenue, 0); }),
            ] },
          });
        }

        function place(key, side) { return key === null ? side === 0 ? t("evolution.new") : t("evolution.gone") : P.segmentName(key); }
        function moves(evolution) {
          if (evolution.moves.length === 0) { return null; }
          const sides = [[], []];
          evolution.moves.forEach(function (move) {
            [move.from, move.to].forEach(function (key, side) { if (!sides[side].includes(key)) { sides[side].push(key); } });
          });
          const node = function (key, side) { return side * sides[0].length + sides[side].indexOf(key); };
          return P.chart({
            title: t("evolution.moves"), height: 480, moves: true,
            text: t("evolution.moves.text", { from: P.date(evolution.from), to: P.date(evolution.to) }),
            draw: function (theme) {
              const keys = sides[0].map(function (key) { return [key, 0]; }).concat(sides[1].map(function (key) { return [key, 1]; }));
              const color = function (key) { return key === null ? theme.muted : P.segmentColor(key, 0); };
              return {
                data: [{
                  type: "sankey", arrangement: "snap",
                  node: { customdata: keys.map(function (one) {
                      return P.number(evolution.moves.reduce(function (sum, move) {
                        return sum + ((one[1] === 0 ? move.from : move.to) === one[0] ? move.customers : 0);
                      }, 0));
                    }), hovertemplate: "%{label}<br>" + t("column.customers") + " %{customdata}<extra></extra>",
                    label: keys.map(function (one) { return P.safe(place(one[0], one[1])); }), pad: 14, thickness: 14,
                    color: keys.map(function (one) { return color(one[0]); }), line: { width: 0 } },
                  link: {
                    customdata: evolution.moves.map(function (move) { return P.number(move.customers); }),
                    hovertemplate: "%{source.label} \u2192 %{target.label}<br>" + t("column.customers") + " %{customdata}<extra></extra>",
                    source: evolution.moves.map(function (move) { return node(move.from, 0); }),
                    target: evolution.moves.map(function (move) { return node(move.to, 1); }),
                    value: evolution.moves.map(function (move) { return move.customers; }),
                    color: evolution.moves.map(function (move) { return move.from === null ? theme.band : color(move.from) + "55"; }) },
                }],
                layout: { font: { family: theme.font, size: 12, color: theme.ink } },
              };
            },
            table: { caption: t("evolution.moves"), rows: evolution.moves, columns: [
              { label: t("evolution.from"), value: function (move) { return place(move.from, 0); },
                show: function (move) { return P.raw(place(move.from, 0)); } },
              { label: t("evolution.to"), value: function (move) { return place(move.to, 1); },
                show: function (move) { return P.raw(place(move.to, 1)); } },
              P.column(t("column.customers"), function (move) { return move.customers; },
                function (move) { return P.number(move.customers); }),
            ] },
          });
        }

        P.migrations = moves;
        function concentration(evolution) {
          const rows = evolution.concentration;
          if (rows.length === 0) { return null; }
          return P.chart({
            title: t("evolution.concentration"), text: t("evolution.concentration.text"), height: 340,
            draw: function (theme) {
              return {
                data: [{
                  type: "scatter", mode: "lines", x: [0].concat(rows.map(function (row) { return row[0] / 100; })),
                  y: [0].concat(rows.map(function (row) { return row[1]; })), line: { color: theme.accent, width: 2 },
                  text: ["0"].concat(rows.map(function (row) { return P.percent(row[0] / 100, 0) + " \u2192 " + P.percent(row[1]); })),
                  hovertemplate: "%{text}<extra></extra>" }],
                layout: {
                  xaxis: P.scale("percent", [], 5, { title: t("column.customerShare"), range: [0, 1] }),
                  yaxis: P.scale("percent", [], 5, { title: t("column.revenueShare"), range: [0, 1.02] }),
                  shapes: [{ type: "line", x0: 0, x1: 1, y0: 0.8, y1: 0.8, line: { color: theme.muted, width: 1, dash: "dot" } }],
                },
              };
            },
            table: { caption: t("evolution.concentration"), rows: rows, columns: [
              P.column(t("column.customerShare"), function (row) { return row[0]; },
                function (row) { return P.percent(row[0] / 100, 0); }),
              P.column(t("column.revenueShare"), function (row) { return row[1]; }, function (row) { return P.percent(row[1]); }),
            ] },
          });
        }

        P.pages.evolution = {
          title: function () { return t("evolution.title"); },
          lead: function () { return t("evolution.lead"); },
          help: "evolution",
          data: function () { return P.data.evolution; },
          render: function (evolution) {
            return [P.section(t("evolution.sizes"), sizes(evolution)),
              evolution.moves.length > 0 ? P.section(t("evolution.moves"), moves(evolution)) : null,
              evolution.concentration.length > 0 ? P.section(t("evolution.concentration"), concentration(evolution)) : null];
          },
        };
      })();
      """#)
}
