extension Assets {
  /// The page of priority actions.
  static let actionsScript = Script(
    name: "page-actions",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const urgent = ["critical", "high", "medium", "low"];

        function matrix(segments) {
          const rows = segments.actions.map(function (action) {
            const index = segments.rows.findIndex(function (row) { return row.segment === action.segment; });
            return Object.assign({ index: index }, segments.rows[index], action);
          });
          const columns = [
            { label: t("segments.priority"), value: function (row) { return urgent.indexOf(row.priority); },
              show: function (row) { return P.badge(t("priority." + row.priority), row.priority); } },
            { label: t("column.segment"), value: function (row) { return P.segmentName(row.segment); },
              show: function (row) { return P.segment(row.segment, row.index); } },
            P.column(t("column.customers"), function (row) { return row.customers; },
              function (row) { return P.number(row.customers); }),
            P.column(t("column.revenue"), function (row) { return row.revenue; },
              function (row) { return P.money(row.revenue, 0); }),
            { label: t("segments.objective"), value: function (row) { return P.local(row.objective); },
              show: function (row) { return P.clip(P.local(row.objective)); } },
            { label: t("segments.tactic"), value: function (row) { return P.local(row.tactic); },
              show: function (row) { return P.clip(P.local(row.tactic), true); } },
          ];
          return P.section(t("actions.matrix"),
            P.panel({ caption: t("actions.matrix"), rows: rows, stacked: true, columns: columns }),
            el("dl", { class: "facts panel" }, urgent.map(function (priority) {
              return [el("dt", null, P.badge(t("priority." + priority), priority)),
                el("dd", null, t("actions.when." + priority))];
            })));
        }

        function atRisk(summary) {
          const list = summary.atRisk;
          if (list.length === 0) { return null; }
          const total = Math.max(summary.figures.atRiskCustomers || 0, list.length);
          const columns = [
            { label: t("summary.customer"), value: function (row) { return list[row].customer; },
              show: function (row) { return P.customer(list[row].customer); } },
            { label: t("column.segment"), value: function (row) { return P.segmentName(list[row].segment); },
              show: function (row) { return P.segment(list[row].segment); } },
            P.column(t("summary.spent"), function (row) { return list[row].monetary; },
              function (row) { return P.money(list[row].monetary, 0); }),
            P.column(t("summary.recency"), function (row) { return list[row].recencyDays; },
              function (row) { return P.number(list[row].recencyDays); }),
            P.column(t("column.orders"), function (row) { return list[row].frequency; },
              function (row) { return P.number(list[row].frequency); }),
          ];
          const grid = P.grid({
            caption: t("summary.atRiskList"), name: "at-risk", count: list.length, columns: columns,
            sorted: { column: 2, falling: true } });
          return P.section(t("summary.atRiskList"), el("p", { class: "lead" }, t("actions.atRisk.text")), grid.element,
            total > list.length ? el("p", { class: "lead" }, t("actions.atRisk.more", {
              shown: P.number(list.length), total: P.number(total) })) : null);
        }

        P.pages.actions = {
          title: function () { return t("actions.title"); },
          lead: function () { return t("actions.lead"); },
          help: "actions",
          data: function () { return P.data.segments; },
          render: function (segments) {
            return [segments.actions.length > 0 ? matrix(segments) : el("p", null, t("shell.none")),
              P.data.summary ? atRisk(P.data.summary) : null];
          },
        };
      })();
      """#)
}
