extension Assets {
  /// The maintenance contract, made to be printed.
  static let contractScript = Script(
    name: "page-contract",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        function options(advice) {
          const contract = advice.contract;
          const money = function (value) { return P.money(value, 0, contract.currency); };
          const has = function (key) { return contract.options.some(function (one) { return P.known(one[key]); }); };
          const columns = [
            { label: t("contract.interval"), value: function (one) { return one.interval; }, show: function (one) {
              return [P.duration(advice.step, one.interval), " ",
                one.recommended && advice.verdict !== "inside_noise" ? P.badge(t("contract.recommended"), "chosen") : null];
            } },
            column(t("contract.refits"), function (one) { return one.refitsPerYear; },
              function (one) { return P.number(one.refitsPerYear, 1); }),
            column(t("contract.refitCost"), function (one) { return one.refitCost; },
              function (one) { return money(one.refitCost); }),
          ];
          if (has("monitoringCost")) {
            columns.push(column(t("contract.monitoring"), function (one) { return one.monitoringCost; },
              function (one) { return money(one.monitoringCost); }));
          }
          columns.push(column(t("contract.total"), function (one) { return one.totalCost; },
            function (one) { return el("strong", null, money(one.totalCost)); }));
          if (has("misassigned")) {
            columns.push(column(t("contract.misassigned"), function (one) { return one.misassigned; },
              function (one) { return P.percent(one.misassigned); }));
          }
          return P.panel({ caption: t("contract.options"), rows: contract.options, columns: columns, sortable: false });
        }

        P.pages.contract = {
          title: function () { return t("contract.title"); },
          lead: function () { return t("contract.lead", { name: P.meta.title }); },
          help: "contract",
          data: function () { return P.data.stability; },
          render: function (stability) {
            const advice = stability.recommendation;
            if (!advice) { return [el("p", null, t("contract.none"))]; }
            const contract = advice.contract;
            return [
              el("p", { class: "no-print" }, el("button", {
                type: "button", class: "plain", on: { click: function () { window.print(); } } }, t("shell.print"))),
              P.section(t("stability.recommendation"), P.advice(advice)),
              P.section(t("contract.terms"), P.facts([
                [t("contract.basis"), P.date(P.meta.asOf)],
                [t("stability.interval"), P.intervalText(advice)],
                [t("contract.guarantee"), P.holds(advice)
                  ? stability.bands.some(function (row) { return row.origins > 1; })
                    ? t("contract.guarantee.value", { value: P.setNumber(advice.threshold) })
                    : t("contract.guarantee.one", { value: P.setNumber(advice.threshold) }) : null],
                [t("contract.perRefit"), contract ? P.money(contract.costPerRefit, 2, contract.currency) : null],
              ])),
              contract ? P.section(t("contract.options"), options(advice)) : null,
              el("p", { class: "lead" }, t("contract.caveat")),
              el("div", { class: "sign" },
                el("div", null, t("contract.provider") + " \u2013 " + t("contract.signature")),
                el("div", null, t("contract.client") + " \u2013 " + t("contract.signature"))),
            ];
          },
        };
      })();
      """#)
}
