extension Assets {
  /// The cohorts page.
  static let cohortsScript = Script(
    name: "page-cohorts",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        let focused = "";

        function card(label, value, note) {
          return el("div", { class: "card" }, el("dt", null, label), el("dd", { class: "value" }, value),
            note ? el("dd", { class: "note" }, note) : null);
        }
        function columns() {
          return [
            { label: t("cohorts.cohort"), value: function (cell) { return cell.cohort; },
              show: function (cell) { return P.month(cell.cohort); } },
            P.column(t("cohorts.age"), function (cell) { return cell.age; }, function (cell) { return P.number(cell.age); }),
            P.column(t("column.customers"), function (cell) { return cell.size; }, function (cell) { return P.number(cell.size); }),
            P.column(t("cohorts.active"), function (cell) { return cell.active; }, function (cell) { return P.number(cell.active); }),
            P.column(t("cohorts.retention"), function (cell) { return cell.retention; },
              function (cell) { return P.percent(cell.retention); }),
            P.column(t("column.revenue"), function (cell) { return cell.revenue; },
              function (cell) { return P.money(cell.revenue, 0); }),
            P.column(t("cohorts.value"), function (cell) { return cell.value; },
              function (cell) { return P.money(cell.value, 2); }),
          ];
        }

        /** Age 0 is 100 % by definition and would drown the rest, so the colours begin at age 1. */
        function heatmap(cohorts) {
          const names = Array.from(new Set(cohorts.cells.map(function (cell) { return cell.cohort; })));
          const ages = cohorts.cells.reduce(function (most, cell) { return P.known(cell.retention) ? Math.max(most, cell.age) : most; }, 1) + 1;
          const find = new Map(cohorts.cells.map(function (cell) { return [cell.cohort + " " + cell.age, cell]; }));
          const grid = function (value) {
            return names.map(function (name) {
              return Array.from({ length: ages }, function (_, age) { return value(find.get(name + " " + age), age); });
            });
          };
          const shares = grid(function (cell, age) { return age === 0 || !cell ? null : cell.retention; });
          const most = Math.max(0.01, ...shares.flat().map(function (share) { return share || 0; }));
          const size = new Map(cohorts.cells.map(function (cell) { return [cell.cohort, cell.size]; }));
          return P.chart({
            title: t("cohorts.heatmap"), text: t("cohorts.heatmap.text"), height: 110 + 27 * names.length,
            draw: function (theme) {
              const room = (P.paper() ? 520 : P.narrow() ? 280 : 1000) / ages;
              return {
                data: [{
                  type: "heatmap", z: shares, xgap: 1, ygap: 1, colorscale: [[0, theme.low], [1, theme.high]], zmin: 0,
                  zmax: most, showscale: false, hoverongaps: false,
                  customdata: grid(function (cell) {
                    return cell ? [P.month(cell.cohort), P.number(cell.active), P.number(cell.size), P.percent(cell.retention),
                      P.money(cell.value, 2)] : ["", "", "", "", ""];
                  }),
                  hovertemplate: "%{customdata[0]} + %{x}<br>%{customdata[3]} (%{customdata[1]} / %{customdata[2]})<br>"
                    + t("cohorts.value") + " %{customdata[4]}<extra></extra>",
                }],
                layout: {
                  annotations: room < 34 ? [] : names.flatMap(function (name, y) {
                    return shares[y].map(function (share, x) {
                      return { x: x, y: y, showarrow: false, text: share === null ? "" : P.percent(share, 0), font: {
                        size: 11, color: P.onColor(P.mix(theme.low, theme.high, (share || 0) / most)) } };
                    }).filter(function (note) { return note.text !== ""; });
                  }),
                  xaxis: { title: t("cohorts.age"), showgrid: false, dtick: ages > 18 ? 3 : 1, range: [0.5, ages - 0.5] },
                  yaxis: { showgrid: false, zeroline: false, autorange: "reversed", tickmode: "array", ticklabelstandoff: 6,
                    tickvals: names.map(function (_, index) { return index; }),
                    ticktext: names.map(function (name) {
                      return P.narrow() && !P.paper() ? name : P.month(name) + " (" + P.number(size.get(name)) + ")";
                    }) },
                },
              };
            },
            table: { caption: t("cohorts.heatmap"), rows: cohorts.cells.filter(function (cell) { return cell.active !== null; }),
              columns: columns() },
          });
        }

        /** What each customer of a cohort brings at an age, those who buy nothing included. */
        function withRevenue(row) {
          return Object.assign({ each: P.known(row.revenue) && row.size > 0 ? row.revenue / row.size : null }, row);
        }
        function curve(cohorts, key, title, text, show, own) {
          const rows = cohorts.curve.map(withRevenue).filter(function (row) { return key !== "retention" || row.age > 0; });
          if (rows.length === 0) { return null; }
          const line = function (name, points, color, width, dash) {
            return {
              type: "scatter", mode: "lines+markers", name: name, x: points.map(function (row) { return row.age; }),
              y: points.map(function (row) { return row[key]; }), line: { color: color, width: width, dash: dash },
              marker: { color: color, size: 5 }, text: points.map(function (row) { return show(row[key]); }),
              hovertemplate: P.safe(name) + "<br>" + t("cohorts.age") + " %{x}<br>%{text}<extra></extra>",
            };
          };
          const mine = own ? own.filter(function (cell) { return P.known(cell[key]) && (key !== "retention" || cell.age > 0); }) : [];
          return P.chart({
            title: title, text: text, height: 300,
            draw: function (theme) {
              const data = [line(t("cohorts.all"), rows, theme.accent, 2)];
              if (mine.length > 0) { data.push(line(P.month(mine[0].cohort), mine, theme.bad, 2, "dot")); }
              return {
                data: data,
                layout: {
                  showlegend: mine.length > 0, xaxis: { title: t("cohorts.age"), showgrid: false, zeroline: false, nticks: 13 },
                  yaxis: P.scale(key === "retention" ? "percent" : "money",
                    rows.concat(mine).map(function (row) { return row[key]; }), 5, { rangemode: "tozero" }),
                },
              };
            },
            table: { caption: title, rows: rows, columns: [
              P.column(t("cohorts.age"), function (row) { return row.age; }, function (row) { return P.number(row.age); }),
              P.column(t("cohorts.cohorts"), function (row) { return row.cohorts; }, function (row) { return P.number(row.cohorts); }),
              P.column(t("column.customers"), function (row) { return row.size; }, function (row) { return P.number(row.size); }),
              P.column(title, function (row) { return row[key]; }, function (row) { return show(row[key]); }),
            ] },
          });
        }

        function curves(cohorts) {
          const own = focused
            ? cohorts.cells.filter(function (cell) { return cell.cohort === focused; }).map(withRevenue) : null;
          return el("div", { class: "grid three" },
            curve(cohorts, "retention", t("cohorts.retentionByAge"), t("cohorts.retentionByAge.text"),
              function (value) { return P.percent(value); }, own),
            curve(cohorts, "each", t("cohorts.revenueByAge"), t("cohorts.revenueByAge.text"),
              function (value) { return P.money(value, 2); }, own),
            curve(cohorts, "value", t("cohorts.valueByAge"), t("cohorts.valueByAge.text"),
              function (value) { return P.money(value, 2); }, own));
        }
        function focus(cohorts) {
          const names = Array.from(new Set(cohorts.cells.map(function (cell) { return cell.cohort; })));
          focused = P.asked("cohort", names, names.includes(focused) ? focused : "");
          const place = el("div", null, curves(cohorts));
          return P.section(t("cohorts.focus"), el("div", { class: "panel controls" },
            P.choice(t("cohorts.cohort"), [["", t("cohorts.none")]].concat(names.map(function (name) {
              return [name, P.month(name)];
            })), focused, function (value) {
              focused = value;
              P.keep({ cohort: value });
              place.replaceChildren(curves(cohorts));
              P.flush();
            }), P.download("cohorts", columns(), function () { return cohorts.cells; })), place);
        }

        P.pages.cohorts = {
          title: function () { return t("cohorts.title"); },
          lead: function () { return t("cohorts.lead"); },
          help: "cohorts",
          data: function () { return P.data.cohorts; },
          render: function (cohorts) {
            const f = cohorts.figures;
            if (cohorts.cells.length === 0) { return [el("p", null, t("shell.none"))]; }
            return [
              el("dl", { class: "cards" },
                card(t("cohorts.m1"), P.percent(f.m1), t("cohorts.m1.note")),
                card(t("cohorts.m3"), P.percent(f.m3), P.known(f.m3Size) ? t("cohorts.m3.note", { count: f.m3Size }) : null),
                card(t("cohorts.revenue90"), P.money(f.revenue90d, 2), t("cohorts.revenue90.note")),
                card(t("cohorts.clv"), P.money(f.value, 2), P.known(f.valueMonths)
                  ? t("cohorts.clv.note", { months: f.valueMonths }) : null),
                card(t("cohorts.cohorts"), P.number(f.cohorts))),
              P.section(t("cohorts.heatmap"), heatmap(cohorts)),
              focus(cohorts),
            ];
          },
        };
      })();
      """#)
}
