extension Assets {
  /// The scenarios page: named ones, and one that the reader sets.
  static let scenariosScript = Script(
    name: "page-scenarios",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const measures = ["revenue", "clv", "retention"];
        const levers = { retention: 10, margin: 0, discount: 0 };
        let chosen = "0";

        /**
         * What levers (in per cent) make of a target: the formulas of the pipeline's own scenarios.
         * retention' = min(1, r (1 + dr)); revenue' = revenue x price x r' / r; the value's retentions rise alike.
         */
        P.scenario = function (target, set) {
          const price = (1 + set.margin / 100) * (1 - set.discount / 100);
          const known = target.ages.length > 1;
          const before = known ? target.ages[1][0] : 0;
          const raised = Math.max(0, Math.min(1, before * (1 + set.retention / 100)));
          const factor = before > 0 ? raised / before : 1;
          const value = function (change, by) {
            return target.ages.reduce(function (sum, age, index) {
              return sum + (index === 0 ? age[0] : Math.min(1, age[0] * change)) * age[1];
            }, 0) * by;
          };
          return {
            baseline: { revenue: target.revenue, clv: target.ages.length > 0 ? value(1, 1) : null, retention: known ? before : null },
            value: { revenue: target.revenue * price * factor, clv: target.ages.length > 0 ? value(factor, price) : null,
              retention: known ? raised : null },
          };
        };

        function show(measure, value) { return measure === "retention" ? P.percent(value) : P.money(value, measure === "clv" ? 2 : 0); }
        function change(measure, before, after) {
          if (!P.known(before) || !P.known(after)) { return P.number(null); }
          if (measure === "retention") {
            return t("summary.points", { n: P.signed((after - before) * 100, function (value) { return P.number(value, 1); }) });
          }
          return P.signed(after - before, function (value) { return show(measure, value); })
            + (before > 0 ? " (" + P.signed(after / before - 1, function (value) { return P.percent(value, 1); }) + ")" : "");
        }
        function targetName(target) {
          if (target.kind === "segment") { return P.segmentName(target.target); }
          return target.kind === "cohort" ? t("scenarios.cohort", { month: P.month(target.target) }) : t("scenarios.all");
        }
        function table(rows, caption) {
          return P.panel({
            caption: caption, rows: rows, sortable: false, stacked: true,
            columns: [
              { label: t("customer.measure"), value: function (row) { return row.measure; },
                show: function (row) { return t("scenarios." + row.measure); } },
              P.column(t("scenarios.baseline"), function (row) { return row.baseline; },
                function (row) { return show(row.measure, row.baseline); }),
              P.column(t("scenarios.value"), function (row) { return row.value; }, function (row) { return show(row.measure, row.value); }),
              P.column(t("scenarios.difference"), function (row) { return row.value - row.baseline; },
                function (row) { return change(row.measure, row.baseline, row.value); }),
            ],
          });
        }

        function own(scenarios) {
          const place = el("div", { "aria-live": "polite" });
          function fill() {
            const result = P.scenario(scenarios.targets[Number(chosen)], levers);
            place.replaceChildren(table(measures.map(function (measure) {
              return { measure: measure, baseline: result.baseline[measure], value: result.value[measure] };
            }), t("scenarios.result", { target: targetName(scenarios.targets[Number(chosen)]) })));
          }
          function slider(lever, low, high) {
            const value = el("output", null, P.number(levers[lever]) + "\u00a0%");
            return el("label", { class: "control" }, el("span", null, t("scenarios.lever." + lever), " ", value), el("input", {
              type: "range", min: low, max: high, step: 1, value: levers[lever], on: { input: function (event) {
                levers[lever] = Number(event.target.value);
                value.textContent = P.number(levers[lever]) + "\u00a0%";
                fill();
              } } }));
          }
          if (Number(chosen) >= scenarios.targets.length) { chosen = "0"; }
          fill();
          return P.section(t("scenarios.own"), el("div", { class: "panel controls" },
            P.choice(t("scenarios.about"), scenarios.targets.map(function (target, index) {
              return [String(index), targetName(target)];
            }), chosen, function (value) { chosen = value; fill(); }),
            slider("retention", -50, 100), slider("margin", -50, 50), slider("discount", 0, 50)), place);
        }

        function named(scenarios) {
          if (scenarios.results.length === 0) { return null; }
          return P.section(t("scenarios.named"), P.panel({
            caption: t("scenarios.named"), rows: scenarios.results, stacked: true,
            columns: [
              { label: t("scenarios.scenario"), value: function (row) { return row.scenario; },
                show: function (row) { return P.raw(row.scenario); } },
              { label: t("scenarios.about"), value: targetName, show: function (row) { return P.raw(targetName(row)); } },
              { label: t("scenarios.levers"), value: function (row) { return row.retention; }, show: function (row) {
                return ["retention", "margin", "discount"].filter(function (lever) { return row[lever] !== 0; })
                  .map(function (lever) {
                    return t("scenarios.lever." + lever) + " " + P.signed(row[lever], function (value) { return P.number(value); })
                      + "\u00a0%";
                  }).join(", ");
              } },
              { label: t("customer.measure"), value: function (row) { return measures.indexOf(row.measure); },
                show: function (row) { return t("scenarios." + row.measure); } },
              P.column(t("scenarios.baseline"), function (row) { return row.baseline; },
                function (row) { return show(row.measure, row.baseline); }),
              P.column(t("scenarios.value"), function (row) { return row.value; }, function (row) { return show(row.measure, row.value); }),
              P.column(t("scenarios.difference"), function (row) { return row.value - row.baseline; },
                function (row) { return change(row.measure, row.baseline, row.value); }),
            ],
          }));
        }

        P.pages.scenarios = {
          title: function () { return t("scenarios.title"); },
          lead: function () { return t("scenarios.lead"); },
          help: "scenarios",
          data: function () { return P.data.scenarios; },
          render: function (scenarios) {
            return [scenarios.targets.length > 0 ? own(scenarios) : el("p", null, t("shell.none")), named(scenarios)];
          },
        };
      })();
      """#)
}
