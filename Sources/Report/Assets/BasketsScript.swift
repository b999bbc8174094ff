extension Assets {
  /// The baskets page.
  static let basketsScript = Script(
    name: "page-baskets",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const drawn = 1000;

        function side(names) { return names.join(" + "); }
        function chart(rules) {
          const shown = rules.slice(0, drawn);
          const top = Math.max(...shown.map(function (rule) { return rule.lift; }));
          return P.chart({
            title: t("baskets.chart"), text: t("baskets.chart.text", { count: shown.length }), height: 420,
            draw: function (theme) {
              return {
                data: [{
                  type: "scatter", mode: "markers", x: shown.map(function (rule) { return rule.support; }),
                  y: shown.map(function (rule) { return rule.confidence; }),
                  marker: {
                    color: shown.map(function (rule) { return rule.lift; }), colorscale: [[0, theme.low], [1, theme.high]],
                    cmin: 1, cmax: top, size: 9, line: { color: theme.muted, width: 0.5 }, showscale: true,
                    colorbar: { title: { text: t("customer.lift") }, thickness: 12, len: 0.8, outlinewidth: 0 } },
                  text: shown.map(function (rule) {
                    return P.safe(side(rule.left), 60) + "<br>\u2192 " + P.safe(side(rule.right), 60) + "<br>"
                      + t("customer.lift") + " " + P.number(rule.lift, 2);
                  }),
                  hovertemplate: "%{text}<extra></extra>",
                }],
                layout: {
                  xaxis: P.scale("percent", shown.map(function (rule) { return rule.support; }), P.narrow() ? 4 : 8,
                    { title: t("baskets.support") }),
                  yaxis: P.scale("percent", shown.map(function (rule) { return rule.confidence; }), 6,
                    { title: t("customer.confidence") }),
                },
              };
            },
          });
        }
        function table(rules) {
          const asked = { text: "" };
          const search = el("input", { type: "search", autocomplete: "off", on: { input: function () {
            asked.text = search.value.trim().toLowerCase();
            grid.refresh();
          } } });
          const texts = rules.map(function (rule) { return (side(rule.left) + " " + side(rule.right)).toLowerCase(); });
          const grid = P.grid({
            caption: t("baskets.rules"), name: "rules", count: rules.length, sorted: { column: 2, falling: true },
            filters: [el("label", { class: "control" }, el("span", null, t("baskets.search")), search)],
            keeps: function (row) { return asked.text === "" || texts[row].includes(asked.text); },
            columns: [
              { label: t("baskets.left"), value: function (row) { return side(rules[row].left); },
                show: function (row) { return P.clip(side(rules[row].left)); } },
              { label: t("baskets.right"), value: function (row) { return side(rules[row].right); },
                show: function (row) { return P.clip(side(rules[row].right)); } },
              P.column(t("customer.lift"), function (row) { return rules[row].lift; },
                function (row) { return P.number(rules[row].lift, 2); }),
              P.column(t("customer.confidence"), function (row) { return rules[row].confidence; },
                function (row) { return P.percent(rules[row].confidence); }),
              P.column(t("baskets.support"), function (row) { return rules[row].support; },
                function (row) { return P.percent(rules[row].support, 2); }),
              P.column(t("column.orders"), function (row) { return rules[row].orders; },
                function (row) { return P.number(rules[row].orders); }),
            ],
          });
          return grid.element;
        }

        P.pages.baskets = {
          title: function () { return t("baskets.title"); },
          lead: function (baskets) {
            return baskets ? t("baskets.lead", {
              rules: baskets.count, orders: baskets.orders, products: baskets.products }) : null;
          },
          help: "baskets",
          data: function () { return P.data.baskets; },
          render: function (baskets) {
            if (baskets.rules.length === 0) { return [el("p", null, t("baskets.none"))]; }
            return [P.section(t("baskets.chart"), chart(baskets.rules)), P.section(t("baskets.rules"), table(baskets.rules))];
          },
        };
      })();
      """#)
}
