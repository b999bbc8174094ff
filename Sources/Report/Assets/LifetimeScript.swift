extension Assets {
  /// The page of customer lifetime value.
  static let lifetimeScript = Script(
    name: "page-lifetime",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;

        function card(label, value, note) {
          return el("div", { class: "card" }, el("dt", null, label), el("dd", { class: "value" }, value),
            note ? el("dd", { class: "note" }, note) : null);
        }
        function name(row) { return P.number(row.repeats) + (row.orMore ? "+" : ""); }
        function calibration(life) {
          const rows = life.calibration;
          if (rows.length === 0) {
            const why = life.method === "empirical" ? "noModel" : P.known(life.days) ? "uncalibrated" : "notHeldOut";
            return el("p", null, t("lifetime." + why));
          }
          return P.chart({
            title: t("lifetime.calibration"), text: t("lifetime.calibration.text", { days: life.days }), height: 340,
            draw: function (theme) {
              const line = function (key, label, color, dash) {
                return {
                  type: "scatter", mode: "lines+markers", name: label, x: rows.map(function (_, index) { return index; }),
                  y: rows.map(function (row) { return row[key]; }), line: { color: color, width: 2, dash: dash },
                  text: rows.map(function (row) { return P.number(row[key], 2); }),
                  hovertemplate: label + " %{text}<extra></extra>" };
              };
              return {
                data: [line("actual", t("lifetime.actual"), theme.accent), line("predicted", t("lifetime.predicted"), theme.bad, "dot")],
                layout: {
                  showlegend: true,
                  xaxis: { title: t("lifetime.repeats"), showgrid: false, zeroline: false, tickmode: "array",
                    tickvals: rows.map(function (_, index) { return index; }), ticktext: rows.map(name) },
                  yaxis: P.scale("number", rows.flatMap(function (row) { return [row.actual, row.predicted]; }), 6,
                    { rangemode: "tozero", title: t("lifetime.perCustomer") }),
                },
              };
            },
            table: { caption: t("lifetime.calibration"), rows: rows, columns: [
              { label: t("lifetime.repeats"), value: function (row) { return row.repeats; }, show: name },
              P.column(t("column.customers"), function (row) { return row.customers; }, function (row) { return P.number(row.customers); }),
              P.column(t("lifetime.predicted"), function (row) { return row.predicted; }, function (row) { return P.number(row.predicted, 3); }),
              P.column(t("lifetime.actual"), function (row) { return row.actual; }, function (row) { return P.number(row.actual, 3); }),
            ] },
          });
        }

        P.pages.lifetime = {
          title: function () { return t("lifetime.title"); },
          lead: function (life) { return life ? t("lifetime.lead", { months: life.months }) : null; },
          help: "lifetime",
          data: function () { return P.data.lifetime; },
          render: function (life) {
            return [
              life.reason ? P.message("warn", P.local(life.reason)) : null,
              life.spendReason ? P.message("warn", P.local(life.spendReason)) : null,
              el("dl", { class: "cards" },
                card(t("lifetime.total"), P.money(life.total, 0), P.known(life.low)
                  ? t("lifetime.interval", { low: P.money(life.low, 0), high: P.money(life.high, 0) }) : null),
                card(t("lifetime.each"), P.money(life.customers > 0 ? life.total / life.customers : null, 2)),
                card(t("lifetime.orders"), P.number(life.orders), t("lifetime.orders.note")),
                card(t("lifetime.active"), P.number(life.active), t("lifetime.active.note", { count: life.customers })),
                card(t("lifetime.error"), P.number(life.error, 2), t("lifetime.error.note"))),
              P.section(t("lifetime.calibration"), calibration(life)),
              P.data.people ? el("p", { class: "lead" }, el("a", { href: P.address("customers") }, t("lifetime.customers"))) : null];
          },
        };
      })();
      """#)
}
