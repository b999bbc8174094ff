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
        const bounds = { retention: [-50, 100], margin: [-50, 50], discount: [0, 50] };
        const levers = { retention: 10, margin: 0, discount: 0 };
        let chosen = "0";
        function key(target) { return target.kind + ":" + target.target; }
        /** What the address says of target and levers. */
        function recall(scenarios) {
          const asked = scenarios.targets.findIndex(function (target) { return key(target) === P.query.get("about"); });
          if (asked >= 0) { chosen = String(asked); }
          for (const [lever, [low, high]] of Object.entries(bounds)) {
            const value = P.query.has(lever) ? Number(P.query.get(lever)) : NaN;
            if (Number.isInteger(value) && value >= low && value <= high) { levers[lever] = value; }
          }
        }
        function note(scenarios) {
          P.keep(Object.assign({ about: key(scenarios.targets[Number(chosen)]) }, levers));
        }

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
        /** Why a change shows no effect, or less than it might; `rows` are the measures of one scenario. */
        function remark(rows, retention) {
          if (rows.every(function (row) { return !P.known(row.baseline); })) { return t("scenarios.nobody"); }
          const kept = rows.find(function (row) { return row.measure === "retention"; });
          return retention !== 0 && kept && !(kept.baseline > 0) ? t("scenarios.unmoved") : null;
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

        /** Changes against the baseline as bars, one a measure for each scenario; `rows()`: {name, changes}. */
        function compared(title, text, rows, height) {
          return P.chart({
            title: title, text: text, height: height,
            draw: function (theme) {
              const shown = rows();
              const upward = shown.slice().reverse();
              return {
                data: measures.slice().reverse().map(function (measure, index) {
                  const values = upward.map(function (row) { return row.changes[measure]; });
                  return {
                    type: "bar", orientation: "h", name: t("scenarios." + measure), y: upward.map(function (_, place) { return place; }),
                    x: values, marker: { color: P.palette[measures.length - 1 - index] },
                    text: values.map(function (value) {
                      return P.known(value) ? P.signed(value, function (one) { return P.percent(one, 1); }) : P.number(null);
                    }),
                    textposition: "outside", cliponaxis: false,
                    hovertemplate: t("scenarios." + measure) + " %{text}<extra></extra>" };
                }),
                layout: {
                  barmode: "group", showlegend: true, margin: { l: 8, r: 48, t: 8, b: 8 },
                  legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", traceorder: "reversed",
                    font: { size: 12, color: theme.muted } },
                  xaxis: P.scale("percent", [], P.narrow() ? 4 : 8, { zeroline: true, zerolinewidth: 2, range: span(shown) }),
                  yaxis: { showgrid: false, zeroline: false, ticklabelstandoff: 6, tickfont: { color: theme.ink, size: 12 },
                    tickmode: "array", tickvals: upward.map(function (_, place) { return place; }),
                    ticktext: upward.map(function (row) { return P.safe(row.name); }) },
                },
              };
            },
          });
        }
        /** An axis with room for the figures at the bars' ends, which never shrinks to nothing. */
        function span(rows) {
          const all = rows.flatMap(function (row) { return measures.map(function (measure) { return row.changes[measure] || 0; }); });
          const low = Math.min(0, ...all);
          const high = Math.max(0, ...all);
          const room = (P.narrow() ? 0.5 : 0.25) * Math.max(0.04, high - low);
          return [low < 0 ? low - room : -0.2 * room, high > 0 ? high + room : 0.2 * room];
        }
        function relative(before, after) { return P.known(before) && P.known(after) && before > 0 ? after / before - 1 : null; }

        function own(scenarios) {
          recall(scenarios);
          const place = el("div", { "aria-live": "polite" });
          let changes = {};
          const chart = compared(t("scenarios.chart"), t("scenarios.chart.text"), function () {
            return [{ name: targetName(scenarios.targets[Number(chosen)]), changes: changes }];
          }, 240);
          function fill() {
            const result = P.scenario(scenarios.targets[Number(chosen)], levers);
            changes = Object.fromEntries(measures.map(function (measure) {
              return [measure, relative(result.baseline[measure], result.value[measure])];
            }));
            if (chart.isConnected) { P.redraw(); }
            const rows = measures.map(function (measure) {
              return { measure: measure, baseline: result.baseline[measure], value: result.value[measure] };
            });
            const said = remark(rows, levers.retention);
            place.replaceChildren(
              table(rows, t("scenarios.result", { target: targetName(scenarios.targets[Number(chosen)]) })),
              ...(said ? [el("p", null, said)] : []));
          }
          function slider(lever) {
            const [low, high] = bounds[lever];
            const value = el("output", null, P.percent(levers[lever] / 100, 0));
            return el("label", { class: "control" }, el("span", null, t("scenarios.lever." + lever), " ", value), el("input", {
              type: "range", min: low, max: high, step: 1, value: levers[lever], on: { input: function (event) {
                levers[lever] = Number(event.target.value);
                value.textContent = P.percent(levers[lever] / 100, 0);
                note(scenarios);
                fill();
              } } }));
          }
          if (Number(chosen) >= scenarios.targets.length) { chosen = "0"; }
          fill();
          return P.section(t("scenarios.own"), el("div", { class: "panel controls" },
            P.choice(t("scenarios.about"), scenarios.targets.map(function (target, index) {
              return [String(index), targetName(target)];
            }), chosen, function (value) {
              chosen = value;
              note(scenarios);
              fill();
            }), Object.keys(bounds).map(slider)), place, chart);
        }

        function named(scenarios) {
          if (scenarios.results.length === 0) { return null; }
          const names = Array.from(new Set(scenarios.results.map(function (row) { return row.scenario; })));
          const bars = compared(t("scenarios.namedChart"), t("scenarios.chart.text"), function () {
            return names.map(function (name) {
              const rows = scenarios.results.filter(function (row) { return row.scenario === name; });
              return { name: name, changes: Object.fromEntries(rows.map(function (row) {
                return [row.measure, relative(row.baseline, row.value)];
              })) };
            });
          }, 90 + 80 * names.length);
          const of = function (name) { return scenarios.results.filter(function (row) { return row.scenario === name; }); };
          const one = function (name, measure) { return of(name).find(function (row) { return row.measure === measure; }); };
          return P.section(t("scenarios.named"), bars, P.panel({
            caption: t("scenarios.named"), rows: names, stacked: true,
            columns: [
              { label: t("scenarios.scenario"), value: function (name) { return name; }, show: function (name) { return P.raw(name); } },
              { label: t("scenarios.about"), value: function (name) { return targetName(of(name)[0]); },
                show: function (name) { return P.raw(targetName(of(name)[0])); } },
              { label: t("scenarios.levers"), value: function (name) { return of(name)[0].retention; }, show: function (name) {
                const row = of(name)[0];
                const said = remark(of(name), row.retention);
                return [["retention", "margin", "discount"].filter(function (lever) { return row[lever] !== 0; })
                  .map(function (lever) {
                    return t("scenarios.lever." + lever) + " " + P.signed(row[lever] / 100, P.setPercent);
                  }).join(", "), said ? el("span", { class: "below" }, said) : null];
              } },
            ].concat(measures.map(function (measure) {
              return P.column(t("scenarios." + measure), function (name) { const row = one(name, measure); return row ? row.value : null; },
                function (name) {
                  const row = one(name, measure);
                  return row ? [show(measure, row.value), el("span", { class: "below" }, change(measure, row.baseline, row.value))]
                    : P.number(null);
                });
            })),
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
