extension Assets {
  /// The segments page.
  static let segmentsScript = Script(
    name: "page-segments",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;

        function name(row) { return P.segmentName(row.segment); }
        function short(text, most) { return text.length > most ? text.slice(0, most - 1) + "\u2026" : text; }
        /** Labels for an axis: plotly reads some HTML in them, so angle brackets and ampersands are written out. */
        function safe(text) {
          return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
        }
        P.safe = function (text, most) { return safe(short(String(text), most || 28)); };
        /** An axis of names by position, so that two segments never share a place, whatever they are called. */
        function names(theme, rows) {
          return {
            showgrid: false, zeroline: false, ticklabelstandoff: 6, tickfont: { color: theme.ink, size: 12 },
            tickmode: "array", tickvals: rows.map(function (_, index) { return index; }),
            ticktext: rows.map(function (row) { return P.safe(name(row)); }),
          };
        }
        function column(label, value, show) { return { label: label, number: true, value: value, show: show }; }
        P.column = column;

        function table(rows) {
          // To the fourth decimal, as money is: what adding leaves behind it could round a half the other way.
          const sum = function (key) {
            return Math.round(rows.reduce(function (total, row) { return total + row[key]; }, 0) * 1e4) / 1e4;
          };
          const orders = sum("orders");
          return P.panel({
            caption: t("segments.table"), rows: rows,
            columns: [
              { label: t("column.segment"), value: name, total: t("shell.total"),
                show: function (row) { return P.segment(row.segment, rows.indexOf(row)); } },
              Object.assign(column(t("column.customers"), function (row) { return row.customers; },
                function (row) { return P.number(row.customers); }), { total: P.number(sum("customers")) }),
              Object.assign(column(t("column.customerShare"), function (row) { return row.customerShare; },
                function (row) { return P.percent(row.customerShare); }), { total: P.percent(sum("customerShare")) }),
              Object.assign(column(t("column.revenue"), function (row) { return row.revenue; },
                function (row) { return P.money(row.revenue, 0); }), { total: P.money(sum("revenue"), 0) }),
              Object.assign(column(t("column.revenueShare"), function (row) { return row.revenueShare; },
                function (row) { return P.percent(row.revenueShare); }), { total: P.percent(sum("revenueShare")) }),
              Object.assign(column(t("column.orders"), function (row) { return row.orders; },
                function (row) { return P.number(row.orders); }), { total: P.number(orders) }),
              Object.assign(column(t("segments.averageOrder"), function (row) { return row.averageOrderValue; },
                function (row) { return P.money(row.averageOrderValue, 2); }),
              { total: P.money(orders > 0 ? sum("revenue") / orders : null, 2) }),
            ],
          });
        }

        function shares(rows) {
          const upward = rows.slice().reverse();
          const trace = function (key, label, color) {
            return {
              type: "bar", orientation: "h", name: label, y: upward.map(function (_, index) { return index; }),
              customdata: upward.map(function (row) { return P.safe(name(row)); }),
              x: upward.map(function (row) { return row[key]; }), marker: { color: color },
              text: upward.map(function (row) { return P.percent(row[key]); }), textposition: "outside", cliponaxis: false,
              hovertemplate: "%{customdata}<br>" + label + " %{text}<extra></extra>",
            };
          };
          const most = Math.max(...rows.map(function (row) { return Math.max(row.customerShare, row.revenueShare); }));
          return P.chart({
            title: t("segments.shares"), text: t("segments.shares.text"), height: 90 + 52 * rows.length,
            draw: function (theme) {
              return {
                data: [trace("revenueShare", t("column.revenueShare"), theme.accent),
                  trace("customerShare", t("column.customerShare"), "#84919d")],
                layout: {
                  barmode: "group", showlegend: true, legend: {
                    orientation: "h", x: 0, y: 1.02, yanchor: "bottom", traceorder: "reversed",
                    font: { size: 12, color: theme.muted } },
                  xaxis: P.scale("percent", [], P.narrow() ? 3 : 6, { range: [0, most * (P.narrow() ? 1.4 : 1.18)] }),
                  yaxis: names(theme, upward),
                },
              };
            },
          });
        }

        function treemap(rows) {
          const kept = rows.filter(function (row) { return row.revenue > 0; });
          return P.chart({
            title: t("segments.treemap"), text: t("segments.treemap.text"), height: 90 + 52 * rows.length,
            draw: function (theme) {
              const shade = kept.map(function (row) { return P.segmentColor(row.segment, rows.indexOf(row)); });
              return {
                data: [{
                  type: "treemap", labels: kept.map(function (row) { return P.safe(name(row)); }),
                  ids: kept.map(function (row, index) { return String(index); }), parents: kept.map(function () { return ""; }),
                  values: kept.map(function (row) { return row.revenue; }),
                  customdata: kept.map(function (row) {
                    return [P.percent(row.revenueShare), P.money(row.revenue, 0), P.number(row.customers)];
                  }),
                  texttemplate: "<b>%{label}</b><br>%{customdata[0]}",
                  hovertemplate: "<b>%{label}</b><br>" + t("column.revenue") + " %{customdata[1]}<br>" + t("column.customers")
                    + " %{customdata[2]}<extra></extra>",
                  marker: { colors: shade, line: { width: 2, color: theme.surface } }, tiling: { pad: 0 },
                  textfont: { size: 13, color: shade.map(P.onColor) }, pathbar: { visible: false }, sort: true,
                }],
                layout: { margin: { l: 0, r: 0, t: 4, b: 4 }, uniformtext: { minsize: 11, mode: "hide" } },
              };
            },
          });
        }

        function heatmap(segments) {
          const scores = Array.from({ length: segments.bins }, function (_, index) { return index + 1; });
          const cell = function (r, f) {
            return segments.cells.find(function (one) { return one.r === r && one.f === f; });
          };
          const customers = scores.map(function (r) {
            return scores.map(function (f) { const one = cell(r, f); return one ? one.customers : 0; });
          });
          const most = Math.max(1, ...customers.flat());
          return P.chart({
            title: t("segments.heatmap"), text: t("segments.heatmap.text", { bins: P.number(segments.bins) }),
            height: 120 + 52 * segments.bins,
            draw: function (theme) {
              return {
                data: [{
                  type: "heatmap", x: scores.map(String), y: scores.map(String), z: customers, xgap: 2, ygap: 2,
                  colorscale: [[0, theme.low], [1, theme.high]], zmin: 0, zmax: most, showscale: false,
                  text: customers.map(function (line) { return line.map(function (value) { return P.number(value); }); }),
                  customdata: scores.map(function (r) {
                    return scores.map(function (f) { const one = cell(r, f); return P.money(one ? one.revenue : 0, 0); });
                  }),
                  hovertemplate: t("segments.r") + " %{y}<br>" + t("segments.f") + " %{x}<br>" + t("column.customers")
                    + " %{text}<br>" + t("column.revenue") + " %{customdata}<extra></extra>",
                }],
                layout: {
                  // By position: a category axis reads "1" as the position 1, not as the category.
                  annotations: scores.flatMap(function (r) {
                    return scores.map(function (f) {
                      const value = customers[r - 1][f - 1];
                      return {
                        x: f - 1, y: r - 1, text: P.number(value), showarrow: false,
                        font: { size: 13, color: P.onColor(P.mix(theme.low, theme.high, value / most)) } };
                    });
                  }),
                  xaxis: { type: "category", title: t("segments.f"), showgrid: false },
                  yaxis: { type: "category", title: t("segments.r"), showgrid: false },
                },
              };
            },
            table: {
              caption: t("segments.heatmap"), rows: segments.cells,
              columns: [
                column(t("segments.r"), function (one) { return one.r; }),
                column(t("segments.f"), function (one) { return one.f; }),
                column(t("column.customers"), function (one) { return one.customers; },
                  function (one) { return P.number(one.customers); }),
                column(t("column.revenue"), function (one) { return one.revenue; },
                  function (one) { return P.money(one.revenue, 0); }),
              ],
            },
          });
        }

        function profile(rows, key, label, text, format) {
          const kept = rows.filter(function (row) { return P.known(row[key]); }).reverse();
          if (kept.length === 0) { return null; }
          return P.chart({
            title: label, text: text, height: 60 + 34 * kept.length,
            draw: function (theme) {
              return {
                data: [{
                  type: "bar", orientation: "h", y: kept.map(function (_, index) { return index; }),
                  customdata: kept.map(function (row) { return P.safe(name(row)); }),
                  x: kept.map(function (row) { return row[key]; }),
                  marker: { color: kept.map(function (row) { return P.segmentColor(row.segment, rows.indexOf(row)); }) },
                  text: kept.map(function (row) { return format(row[key]); }), textposition: "outside", cliponaxis: false,
                  hovertemplate: "%{customdata}<br>%{text}<extra></extra>",
                }],
                layout: {
                  xaxis: { range: [0, 1.45 * Math.max(...kept.map(function (row) { return row[key]; }))], showticklabels: false,
                    ticks: "", showgrid: false, zeroline: true },
                  yaxis: names(theme, kept),
                },
              };
            },
          });
        }

        function means(rows, key) { return P.means(rows.map(function (row) { return row[key]; })); }
        function profileTable(rows) {
          return P.panel({
            caption: t("segments.profile"), rows: rows,
            columns: [
              { label: t("column.segment"), value: name,
                show: function (row) { return P.segment(row.segment, rows.indexOf(row)); } },
              { label: t("segments.who"), value: function (row) { return P.segmentText(row.segment); } },
              column(t("segments.recency"), function (row) { return row.meanRecencyDays; },
                function (row) { return means(rows, "meanRecencyDays")(row.meanRecencyDays); }),
              column(t("segments.frequency"), function (row) { return row.meanFrequency; },
                function (row) { return means(rows, "meanFrequency")(row.meanFrequency); }),
              column(t("segments.monetary"), function (row) { return row.meanMonetary; },
                function (row) { return P.money(row.meanMonetary, 0); }),
            ],
          });
        }

        function lint(segments) {
          const notes = segments.notes.map(function (note) { return el("li", null, P.raw(P.local(note))); });
          for (const note of segments.lint) {
            const text = [t("lint." + note.kind, {
              cells: note.cells, total: note.total,
              segments: P.join(note.segments.map(P.segmentName)) })];
            if (P.known(note.customers)) { text.push(t("lint.customers", { count: note.customers })); }
            if (note.examples.length > 0) { text.push(t("lint.examples", { examples: note.examples.join(", ") })); }
            notes.push(el("li", null, P.raw(text.join(" "))));
          }
          return P.section(t("segments.lint"), notes.length > 0 ? el("ul", { class: "notes" }, notes)
            : el("p", null, t("segments.lint.clean")));
        }

        P.pages.segments = {
          title: function () { return t("segments.title"); },
          lead: function (segments) {
            return segments ? t("segments.lead", {
              grid: P.maybe("grid.name." + segments.grid) || segments.grid, bins: P.number(segments.bins),
              method: P.maybe("grid.method." + segments.method) || segments.method }) : null;
          },
          help: "segments",
          data: function () { return P.data.segments; },
          render: function (segments) {
            const rows = segments.rows;
            if (rows.length === 0) { return [el("p", null, t("shell.none"))]; }
            return [
              P.section(t("segments.table"), table(rows), el("div", { class: "grid" }, shares(rows), treemap(rows))),
              P.segmentDetail(segments),
              P.section(t("segments.profile"), el("div", { class: "grid three" },
                profile(rows, "meanRecencyDays", t("segments.recency"), t("segments.recency.text"), means(rows, "meanRecencyDays")),
                profile(rows, "meanFrequency", t("segments.frequency"), t("segments.frequency.text"), means(rows, "meanFrequency")),
                profile(rows, "meanMonetary", t("segments.monetary"), t("segments.monetary.text"),
                  function (value) { return P.money(value, 0); })), profileTable(rows)),
              segments.spreads.length > 0
                ? P.section(t("spread.title"), el("div", { class: "grid three" }, P.spreads(segments))) : null,
              segments.cells.length > 0 ? P.section(t("segments.heatmap"), heatmap(segments)) : null,
              lint(segments),
            ];
          },
        };
      })();
      """#)
}
