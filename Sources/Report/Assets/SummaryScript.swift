extension Assets {
  /// The summary page.
  static let summaryScript = Script(
    name: "page-summary",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;

        function card(label, value, note, change, words) {
          return el("div", { class: "card" }, el("dt", null, label),
            el("dd", { class: words ? "value words" : "value" }, value),
            note ? el("dd", { class: "note" }, note) : null, change);
        }

        /** The figures that were current before those of now, which the record of the run holds. */
        P.previous = function () { return P.data.run && P.data.run.previous; };
        /** What changed since the run before. `rises`: 1 when more is better, -1 when worse, 0 when neither. */
        function change(summary, key, rises, asShare) {
          const previous = P.previous();
          if (!previous) { return null; }
          const before = previous.figures[key];
          const now = summary.figures[key];
          if (!P.known(before) || !P.known(now) || (!asShare && before === 0)) { return null; }
          const difference = asShare ? now - before : now / before - 1;
          if (difference === 0) { return el("dd", { class: "change" }, "= " + t("summary.unchanged")); }
          // A change is told, however small.
          const text = Math.abs(difference) < 0.0005
            ? t("summary.slight", { limit: asShare ? t("summary.points", { n: P.number(0.1, 1) }) : P.percent(0.001, 1) })
            : asShare
              ? t("summary.points", { n: P.signed(difference * 100, function (value) { return P.number(value, 1); }) })
              : P.signed(difference, function (value) { return P.percent(value, 1); });
          const mood = rises === 0 ? "" : difference * rises > 0 ? " good" : " bad";
          return el("dd", { class: "change" + mood }, (difference > 0 ? "\u25b2 " : "\u25bc ")
            + text);
        }
        function leaderChange(summary) {
          const before = P.previous() && P.previous().figures.leaderSegment;
          if (!before || before === summary.figures.leaderSegment) { return null; }
          return el("dd", { class: "change" }, t("summary.was", { value: P.segmentName(before) }));
        }

        /** What customers bring over time: from the pages on cohorts and lifetime value, each with the way there. */
        function loyalty() {
          const cohorts = P.data.cohorts && P.data.cohorts.figures;
          const life = P.data.lifetime;
          const link = function (page) { return el("a", { href: P.address(page) }, t("nav." + page)); };
          const cards = [];
          if (cohorts) {
            cards.push(card(t("summary.revenue90"), P.money(cohorts.revenue90d, 2), [t("summary.revenue90.note"), " ", link("cohorts")]),
              card(t("summary.m3"), P.percent(cohorts.m3), [t("summary.m3.note"), " ", link("cohorts")]),
              card(t("summary.value"), P.money(cohorts.value, 2), P.known(cohorts.valueMonths)
                ? t("cohorts.clv.note", { months: cohorts.valueMonths }) : null));
          }
          if (life) {
            cards.push(card(t("summary.clv"), P.money(life.customers > 0 ? life.total / life.customers : null, 2),
              [t("summary.clv.note", { months: life.months }), " ", link("lifetime")]),
            card(t("summary.alive"), P.number(life.active), t("lifetime.active.note", { count: life.customers })));
          }
          return cards.length > 0 ? P.section(t("summary.loyalty"), el("dl", { class: "cards" }, cards)) : null;
        }

        function months(summary) {
          const rows = summary.months;
          if (rows.length === 0) { return null; }
          const text = [t("summary.months.text", {
            first: P.month(rows[0].month), last: P.month(rows[rows.length - 1].month) })];
          if (rows.some(function (row) { return row.partial; })) { text.push(t("summary.months.partial")); }
          return P.section(t("summary.months"), P.chart({
            title: t("summary.months"), text: text.join(" "), height: 320,
            draw: function (theme) {
              return {
                data: [{
                  type: "bar", x: rows.map(function (row) { return row.month + "-01"; }), xperiod: "M1",
                  xperiodalignment: "middle", y: rows.map(function (row) { return row.revenue; }),
                  marker: {
                    color: theme.accent,
                    pattern: {
                      shape: rows.map(function (row) { return row.partial ? "/" : ""; }), fgcolor: theme.accent,
                      bgcolor: theme.low, fillmode: "replace", size: 7, solidity: 0.4 } },
                  text: rows.map(function (row) {
                    return P.month(row.month) + (row.partial ? " (" + t("summary.partial") + ")" : "") + "<br>"
                      + P.money(row.revenue, 0) + "<br>" + t("column.orders") + " " + P.number(row.orders) + "<br>"
                      + t("column.customers") + " " + P.number(row.customers);
                  }),
                  textposition: "none", hovertemplate: "%{text}<extra></extra>",
                }],
                layout: {
                  xaxis: { type: "date", tickformat: "%b\n%Y", showgrid: false, ticklabelmode: "period",
                    nticks: P.narrow() ? 5 : 20 },
                  yaxis: P.scale("money", rows.map(function (row) { return row.revenue; }), 5, { rangemode: "tozero" }),
                },
              };
            },
            table: {
              caption: t("summary.months"), rows: rows,
              columns: [
                { label: t("summary.month"), value: function (row) { return row.month; },
                  show: function (row) { return P.month(row.month) + (row.partial ? " (" + t("summary.partial") + ")" : ""); } },
                { label: t("column.revenue"), number: true, value: function (row) { return row.revenue; },
                  show: function (row) { return P.money(row.revenue); } },
                { label: t("column.orders"), number: true, value: function (row) { return row.orders; },
                  show: function (row) { return P.number(row.orders); } },
                { label: t("column.customers"), number: true, value: function (row) { return row.customers; },
                  show: function (row) { return P.number(row.customers); } },
              ],
            },
          }));
        }

        function atRisk(summary) {
          const rows = summary.atRisk.slice(0, 12);
          if (rows.length === 0) { return null; }
          const total = Math.max(summary.figures.atRiskCustomers || 0, summary.atRisk.length);
          return P.section(t("summary.atRiskList"), P.panel({
            caption: t("summary.atRiskList"), rows: rows,
            columns: [
              { label: t("summary.customer"), value: function (row) { return row.customer; },
                show: function (row) { return P.customer(row.customer); } },
              { label: t("column.segment"), value: function (row) { return P.segmentName(row.segment); },
                show: function (row) { return P.segment(row.segment); } },
              { label: t("summary.recency"), number: true, value: function (row) { return row.recencyDays; },
                show: function (row) { return P.number(row.recencyDays); } },
              { label: t("column.orders"), number: true, value: function (row) { return row.frequency; },
                show: function (row) { return P.number(row.frequency); } },
              { label: t("summary.spent"), number: true, value: function (row) { return row.monetary; },
                show: function (row) { return P.money(row.monetary, 0); } },
            ],
          }, t("summary.atRiskList.text", { shown: P.number(rows.length), total: P.number(total) })));
        }

        P.pages.summary = {
          title: function () { return t("summary.title"); },
          lead: function () { return t("summary.lead", { date: P.date(P.meta.asOf) }); },
          help: "summary",
          data: function () { return P.data.summary; },
          render: function (summary) {
            const f = summary.figures;
            return [
              P.section(t("summary.results"), P.previous()
                ? el("p", { class: "lead" }, t("summary.previous", { date: P.date(P.previous().asOf) })) : null,
              el("dl", { class: "cards" },
                card(t("summary.revenue"), P.money(f.revenue, 0), null, change(summary, "revenue", 1)),
                card(t("summary.customers"), P.number(f.customers), null, change(summary, "customers", 1)),
                card(t("summary.orders"), P.number(f.orders), null, change(summary, "orders", 1)),
                card(t("summary.averageOrder"), P.money(f.averageOrderValue, 2), null, change(summary, "averageOrderValue", 1)),
                card(t("summary.averageCustomer"), P.money(f.averageCustomerValue, 2), null,
                  change(summary, "averageCustomerValue", 1)))),
              P.section(t("summary.alerts"), el("dl", { class: "cards" },
                card(t("summary.atRisk"), P.number(f.atRiskCustomers),
                  P.known(f.atRiskRevenue) ? t("summary.atRisk.note", { revenue: P.money(f.atRiskRevenue, 0) }) : null,
                  change(summary, "atRiskCustomers", -1)),
                card(t("summary.opportunities"), P.number(f.opportunities), t("summary.opportunities.note"),
                  change(summary, "opportunities", 0)),
                card(t("summary.retention"), P.percent(f.retentionRate90d), t("summary.retention.note"),
                  change(summary, "retentionRate90d", 1, true)),
                card(t("summary.concentration"), P.percent(f.concentration80Share),
                  t("summary.concentration.note", { count: f.concentration80Customers }),
                  change(summary, "concentration80Share", 0, true)),
                card(t("summary.leader"), f.leaderSegment === null ? P.number(null) : P.segment(f.leaderSegment),
                  P.known(f.leaderShare) ? t("summary.leader.note", { share: P.percent(f.leaderShare) }) : null,
                  leaderChange(summary), true))),
              loyalty(),
              months(summary),
              atRisk(summary),
            ];
          },
        };
      })();
      """#)
}
