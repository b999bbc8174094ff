extension Assets {
  /// The stability page.
  static let stabilityScript = Script(
    name: "page-stability",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        /** Whether the threshold holds between refits at the interval: only then is it an offer to make. */
        P.holds = function (advice) {
          return advice.verdict === "every" || advice.verdict === "not_observed_beyond";
        };
        /** The recommended interval in words. */
        P.intervalText = function (advice) {
          if (advice.verdict === "inside_noise") { return t("stability.noSchedule"); }
          const interval = P.duration(advice.step, advice.interval);
          if (advice.verdict === "at_most_every_step") { return t("stability.atMost", { interval: interval }); }
          return advice.verdict === "not_observed_beyond" ? t("stability.atLeast", { interval: interval }) : interval;
        };
        P.advice = function (advice) {
          const remark = P.maybe("stability.verdict." + advice.verdict);
          return P.message(P.holds(advice) ? "" : "warn", el("p", null, t("stability.interval")),
            el("p", { class: "headline" }, P.intervalText(advice)), el("p", null, P.raw(P.local(advice.reason))),
            remark ? el("p", null, remark) : null);
        };

        function line(x, y, name, own) {
          return Object.assign({
            type: "scatter", mode: "lines", x: x, y: y, name: name,
            text: y.map(function (value) { return P.number(value, 3); }), hovertemplate: name + " %{text}<extra></extra>",
          }, own);
        }

        /** Words that go on within a sentence. */
        function lowered(text) { return text.slice(0, 1).toLocaleLowerCase(P.language) + text.slice(1); }

        /** Where an axis of agreement begins: a step of 0.1 below everything drawn. */
        function floor(values) { return Math.floor((Math.min(...values) - 0.05) * 10) / 10; }

        function bandChart(stability, rows, window) {
          const horizons = rows.map(function (row) { return row.horizon; });
          const get = function (key) { return rows.map(function (row) { return row[key]; }); };
          const origins = Math.max(...get("origins"));
          const step = stability.recommendation ? P.duration(stability.recommendation.step, 1) : "?";
          const noise = rows.some(function (row) { return P.known(row.noise); });
          const advice = stability.recommendation;
          return P.chart({
            title: t("stability.path") + " (" + P.windowName(window) + ")",
            text: origins > 1 ? t("stability.path.text", { origins: P.number(origins), step: step })
              : t("stability.path.one", { step: step }),
            height: 380,
            draw: function (theme) {
              const data = [];
              if (origins > 1) {
                data.push(line(horizons, get("p10"), t("stability.p10"), {
                  line: { width: 1, color: theme.accent, dash: "dash" }, showlegend: false }));
                data.push(line(horizons, get("maximum"), t("stability.maximum"), {
                  line: { width: 0 }, fill: "tonexty", fillcolor: theme.band, showlegend: false }));
                data.push({
                  type: "scatter", mode: "markers", x: [null], y: [null], name: t("stability.band"), hoverinfo: "skip",
                  marker: { symbol: "square", size: 12, color: theme.band, line: { width: 1, color: theme.accent } } });
              }
              data.push(line(horizons, get("median"), t("stability.median"), {
                mode: "lines+markers", line: { width: 2.5, color: theme.accent }, marker: { size: 6 } }));
              if (noise) {
                data.push(line(horizons, get("noise"), t("stability.noise"), {
                  connectgaps: true, line: { width: 1.5, color: theme.muted, dash: "dot" } }));
              }
              const last = Math.max(...horizons);
              data.push(line([0, last], [stability.threshold, stability.threshold],
                t("stability.threshold", { value: P.setNumber(stability.threshold) }), {
                  line: { width: 2, color: theme.bad }, hoverinfo: "skip", hovertemplate: null }));
              const shapes = [];
              const notes = [];
              if (advice && advice.verdict !== "inside_noise") {
                shapes.push({
                  type: "line", x0: advice.interval, x1: advice.interval, y0: 0, y1: 1, yref: "paper",
                  line: { color: theme.ink, width: 1.5, dash: "dot" } });
                notes.push({
                  x: advice.interval, y: 1, yref: "paper", yanchor: "bottom", showarrow: false,
                  xanchor: advice.interval > last / 2 ? "right" : "left",
                  text: P.safe(t("stability.mark", { interval: lowered(P.intervalText(advice)) }), 60),
                  font: { size: 12, color: theme.ink } });
              }
              return {
                data: data,
                layout: {
                  hovermode: "x unified", showlegend: true, shapes: shapes, annotations: notes,
                  margin: { l: 8, r: 12, t: 28, b: 8 },
                  legend: P.legendBelow(theme),
                  xaxis: { title: t("stability.horizon"), dtick: last <= 24 ? 1 : undefined, range: [0, last * 1.02],
                    showgrid: false },
                  yaxis: P.scale("number", [], 7, {
                    title: t("stability.ari"), range: [floor([stability.threshold, ...get("minimum")]), 1.03] }),
                },
              };
            },
            table: {
              caption: t("stability.path") + " (" + P.windowName(window) + ")", rows: rows,
              columns: [
                column(t("stability.horizon"), function (row) { return row.horizon; },
                  function (row) { return P.number(row.horizon); }),
                column(t("stability.origins"), function (row) { return row.origins; },
                  function (row) { return P.number(row.origins); }),
                ...["median", "p10", "minimum", "maximum", "noise", "ami"].map(function (key) {
                  return column(t("stability." + key), function (row) { return row[key]; },
                    function (row) { return P.number(row[key], 3); });
                }),
                column(t("stability.moved"), function (row) { return row.moved; },
                  function (row) { return P.percent(row.moved); }),
              ],
            },
          });
        }

        /** The lines that are drawn at first where there are many: a dozen intervals side by side hide one another. */
        function isPlain(key) { return /^(never|below_threshold|every_(1|3|6|12))$/.test(key); }
        function strategyChart(stability, window, keys) {
          const of = function (key) {
            return stability.paths.filter(function (row) { return row.strategy === key && row.window === window; });
          };
          return P.chart({
            title: t("stability.strategiesChart") + " (" + P.windowName(window) + ")",
            text: t("stability.strategiesChart.text"), height: function () { return 380 + (P.narrow() ? 16 * keys.length : 0); },
            draw: function (theme) {
              const data = keys.map(function (key, index) {
                const rows = of(key);
                return line(rows.map(function (row) { return row.horizon; }), rows.map(function (row) { return row.median; }),
                  P.safe(P.strategyName(key), 60), { visible: keys.length < 7 || isPlain(key) ? true : "legendonly", mode: "lines+markers", marker: { size: 6, symbol: index % 8 },
                    line: { width: 2, color: P.palette[index % P.palette.length],
                      dash: index < P.palette.length ? "solid" : "dot" } });
              });
              const last = Math.max(...keys.flatMap(function (key) { return of(key).map(function (row) { return row.horizon; }); }));
              data.push(line([0, last], [stability.threshold, stability.threshold],
                t("stability.threshold", { value: P.setNumber(stability.threshold) }), {
                  line: { width: 2, color: theme.bad }, hoverinfo: "skip", hovertemplate: null }));
              return {
                data: data,
                layout: {
                  showlegend: true, margin: { l: 8, r: 12, t: 12, b: 8 },
                  legend: P.legendBelow(theme),
                  xaxis: { title: t("stability.horizon"), dtick: last <= 24 ? 1 : undefined, showgrid: false },
                  yaxis: P.scale("number", [], 7, { title: t("stability.ari"),
                    range: [floor([stability.threshold, ...keys.flatMap(of).map(function (row) { return row.median; })]), 1.03] }),
                },
              };
            },
            table: {
              caption: t("stability.strategiesChart") + " (" + P.windowName(window) + ")", rows: keys.flatMap(of),
              columns: [
                { label: t("stability.strategy"), value: function (row) { return row.strategy; },
                  show: function (row) { return P.raw(P.strategyName(row.strategy)); } },
                column(t("stability.horizon"), function (row) { return row.horizon; },
                  function (row) { return P.number(row.horizon); }),
                column(t("stability.median"), function (row) { return row.median; },
                  function (row) { return P.number(row.median, 3); }),
              ],
            },
          });
        }

        function strategies(stability) {
          const rows = stability.strategies;
          if (rows.length === 0) { return null; }
          const windows = new Set(rows.map(function (row) { return row.window; }));
          const columns = [
            { label: t("stability.strategy"), value: function (row) { return row.strategy; },
              show: function (row) { return P.raw(P.strategyName(row.strategy)); } }];
          if (windows.size > 1) {
            columns.push({ label: t("stability.windowColumn"), value: function (row) { return row.window; },
              show: function (row) { return P.raw(P.windowName(row.window)); } });
          }
          columns.push(
            column(t("stability.mean"), function (row) { return row.mean; }, function (row) { return P.number(row.mean, 3); }),
            column(t("stability.min"), function (row) { return row.minimum; }, function (row) { return P.number(row.minimum, 3); }),
            column(t("stability.under"), function (row) { return row.under; }, function (row) { return P.percent(row.under, 0); }),
            column(t("stability.refits"), function (row) { return row.refits; },
              function (row) { return P.number(row.refits, Number.isInteger(row.refits) ? 0 : 1); }));
          if (rows.some(function (row) { return P.known(row.cost); })) {
            const currency = stability.recommendation && stability.recommendation.contract
              ? stability.recommendation.contract.currency : P.meta.currency;
            columns.push(column(t("stability.cost"), function (row) { return row.cost; },
              function (row) { return P.money(row.cost, 0, currency); }));
          }
          return P.panel({ caption: t("stability.strategies.caption"), rows: rows, columns: columns });
        }

        function drift(stability) {
          if (stability.drift.length === 0) { return null; }
          const reading = function (psi) { return psi < 0.1 ? "low" : psi < 0.25 ? "some" : "high"; };
          return P.section(t("stability.drift"), P.panel({
            caption: t("stability.drift.caption"), rows: stability.drift,
            columns: [
              { label: t("stability.feature"), value: function (row) { return P.featureName(row.feature); },
                show: function (row) { return P.raw(P.featureName(row.feature)); } },
              column(t("stability.psi"), function (row) { return row.psi; }, function (row) { return P.number(row.psi, 3); }),
              { label: t("stability.reading"), value: function (row) { return row.psi; },
                show: function (row) { return t("psi." + reading(row.psi)); } },
            ],
          }));
        }

        P.pages.stability = {
          title: function () { return t("stability.title"); },
          lead: function () { return t("stability.lead"); },
          help: "stability",
          data: function () { return P.data.stability; },
          render: function (stability) {
            const windows = Array.from(new Set(stability.bands.map(function (row) { return row.window; })));
            const paths = [];
            const compared = [];
            for (const window of windows) {
              const rows = stability.bands.filter(function (row) { return row.window === window; });
              const never = rows.filter(function (row) { return row.strategy === "never"; });
              if (never.length > 0) { paths.push(bandChart(stability, never, window)); }
              const keys = Array.from(new Set(rows.map(function (row) { return row.strategy; })));
              if (keys.length > 1) { compared.push(strategyChart(stability, window, keys)); }
            }
            const advice = stability.recommendation;
            return [
              advice ? P.section(t("stability.recommendation"), P.advice(advice), el("p", { class: "no-print" },
                el("a", { href: P.address("contract") }, t("contract.toPage")))) : null,
              P.section(t("stability.path"), paths.length > 0 ? paths : el("p", null, t("shell.none"))),
              stability.strategies.length > 0 || compared.length > 0
                ? P.section(t("stability.strategies"), strategies(stability), compared) : null,
              drift(stability),
              P.data.evolution && P.data.evolution.moves.length > 0
                ? P.section(t("stability.migrations"), el("p", { class: "lead" }, t("stability.migrations.text")),
                  P.migrations(P.data.evolution)) : null,
            ];
          },
        };
      })();
      """#)
}
