extension Assets {
  /// One segment, chosen by the reader: its figures, what it buys, how it went month by month.
  static let segmentDetailScript = Script(
    name: "segment-detail",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        let chosen = "";

        function card(label, value, note) {
          return el("div", { class: "card" }, el("dt", null, label), el("dd", { class: "value" }, value),
            note ? el("dd", { class: "note" }, note) : null);
        }
        function cards(row) {
          return el("dl", { class: "cards three" },
            card(t("column.customers"), P.number(row.customers), P.percent(row.customerShare)),
            card(t("column.revenue"), P.money(row.revenue, 0), P.percent(row.revenueShare)),
            card(t("segments.averageOrder"), P.money(row.averageOrderValue, 2)),
            card(t("segments.recency"), P.number(row.meanRecencyDays, 1)),
            card(t("segments.frequency"), P.number(row.meanFrequency, 1)),
            card(t("segments.monetary"), P.money(row.meanMonetary, 0)));
        }
        function evolution(months, color) {
          if (months.length === 0) { return null; }
          return P.chart({
            title: t("detail.months"), text: t("detail.months.text"), height: 400,
            draw: function () {
              return {
                data: [{
                  type: "bar", x: months.map(function (row) { return row.month + "-01"; }), xperiod: "M1",
                  xperiodalignment: "middle", y: months.map(function (row) { return row.revenue; }), marker: { color: color },
                  text: months.map(function (row) {
                    return P.month(row.month) + "<br>" + P.money(row.revenue, 0) + "<br>" + t("column.customers") + " "
                      + P.number(row.customers);
                  }), textposition: "none", hovertemplate: "%{text}<extra></extra>",
                }],
                layout: {
                  xaxis: { type: "date", tickformat: "%b\n%Y", showgrid: false, ticklabelmode: "period", nticks: P.narrow() ? 5 : 12 },
                  yaxis: P.scale("money", months.map(function (row) { return row.revenue; }), 5, { rangemode: "tozero" }),
                },
              };
            },
            table: { caption: t("detail.months"), rows: months, columns: [
              { label: t("summary.month"), value: function (row) { return row.month; }, show: function (row) { return P.month(row.month); } },
              P.column(t("column.revenue"), function (row) { return row.revenue; }, function (row) { return P.money(row.revenue, 0); }),
              P.column(t("column.orders"), function (row) { return row.orders; }, function (row) { return P.number(row.orders); }),
              P.column(t("column.customers"), function (row) { return row.customers; }, function (row) { return P.number(row.customers); }),
            ] },
          });
        }
        function products(rows) {
          if (rows.length === 0) { return null; }
          return P.panel({
            caption: t("detail.products"), rows: rows,
            columns: [
              { label: t("customer.product"), value: function (row) { return row.product; },
                show: function (row) { return P.raw(row.product); } },
              P.column(t("column.revenue"), function (row) { return row.revenue; }, function (row) { return P.money(row.revenue, 0); }),
              P.column(t("detail.items"), function (row) { return row.items; }, function (row) { return P.number(row.items); }),
              P.column(t("column.customers"), function (row) { return row.customers; }, function (row) { return P.number(row.customers); }),
            ],
          });
        }

        /** The section with the choice; nothing where no stage gives details. */
        P.segmentDetail = function (segments) {
          if (segments.products.length === 0 && segments.months.length === 0) { return null; }
          const names = segments.rows.map(function (row) { return row.segment; });
          chosen = P.asked("segment", names, names.includes(chosen) ? chosen : names[0]);
          const place = el("div", { class: "stack" });
          function fill() {
            const index = segments.rows.findIndex(function (row) { return row.segment === chosen; });
            const own = function (row) { return row.segment === chosen; };
            place.replaceChildren(cards(segments.rows[index]), P.data.people ? el("p", { class: "lead no-print" },
              el("a", { href: P.address("customers", { segment: chosen }) }, t("detail.customers"))) : "", el("div", { class: "grid" },
              evolution(segments.months.filter(own), P.segmentColor(chosen, index)), products(segments.products.filter(own))));
          }
          fill();
          return P.section(t("detail.title"), el("div", { class: "panel controls" }, P.choice(t("column.segment"),
            segments.rows.map(function (row) { return [row.segment, P.segmentName(row.segment)]; }), chosen, function (value) {
              chosen = value;
              P.keep({ segment: value });
              fill();
              P.flush();
            })), place);
        };
      })();
      """#)
}
