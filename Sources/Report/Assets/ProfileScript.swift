extension Assets {
  /// What the data look like: columns, outliers, hours. Part of the page on data and run.
  static let profileScript = Script(
    name: "profile",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        /** A value of a column as it stands there: a time without its zeros, a number as numbers are written. */
        function value(row, key) {
          const text = row[key];
          if (text === null) { return P.number(null); }
          if (row.column === "occurred_at") { return P.date(text.slice(0, 10)); }
          return ["quantity", "unit_price", "amount"].includes(row.column)
            ? P.number(Number(text), row.column === "quantity" ? 0 : 2) : P.clip(text);
        }
        function columns(profile) {
          if (profile.columns.length === 0) { return null; }
          return P.section(t("profile.columns"), P.panel({
            caption: t("profile.columns.caption"), rows: profile.columns,
            columns: [
              { label: t("profile.column"), value: function (row) { return row.column; },
                show: function (row) { return P.maybe("profile.column." + row.column) || P.raw(row.column); } },
              column(t("profile.empty"), function (row) { return row.nulls; }, function (row) { return P.number(row.nulls); }),
              column(t("profile.emptyShare"), function (row) { return row.lines > 0 ? row.nulls / row.lines : null; },
                function (row) { return P.percent(row.lines > 0 ? row.nulls / row.lines : null); }),
              column(t("profile.distinct"), function (row) { return row.distinct; }, function (row) {
                return P.known(row.distinct) ? (profile.files > 1 ? "\u2265 " : "") + P.number(row.distinct) : P.number(null);
              }),
              { label: t("profile.minimum"), value: function (row) { return row.minimum; },
                show: function (row) { return value(row, "minimum"); } },
              { label: t("profile.maximum"), value: function (row) { return row.maximum; },
                show: function (row) { return value(row, "maximum"); } },
            ],
          }, profile.files > 1 ? t("profile.distinct.files") : undefined));
        }

        function outliers(profile) {
          if (profile.measures.length === 0) { return null; }
          const show = function (row, number) {
            return row.measure === "quantity" ? P.number(number, Number.isInteger(number) ? 0 : 1) : P.money(number, 2);
          };
          const at = function (index, label) {
            return column(label, function (row) { return row.quantiles[index]; },
              function (row) { return show(row, row.quantiles[index]); });
          };
          return P.section(t("profile.outliers"), el("p", { class: "lead" }, t("profile.outliers.text")), P.panel({
            caption: t("profile.outliers.caption"), rows: profile.measures, sortable: false,
            columns: [
              { label: t("customer.measure"), value: function (row) { return row.measure; },
                show: function (row) { return t("profile.column." + row.measure); } },
              at(0, t("profile.minimum")), at(1, t("profile.q1")), at(2, t("profile.median")), at(3, t("profile.q3")), at(4, t("profile.maximum")),
              column(t("profile.fence"), function (row) { return row.high; }, function (row) { return show(row, row.high); }),
              column(t("profile.beyond"), function (row) { return row.below + row.above; }, function (row) {
                return P.number(row.below + row.above) + " (" + P.percent((row.below + row.above) / row.lines) + ")";
              }),
            ],
          }));
        }

        function weekdays() {
          const format = new Intl.DateTimeFormat(P.language, { weekday: "long", timeZone: "UTC" });
          return Array.from({ length: 7 }, function (_, day) { return format.format(Date.UTC(2024, 0, 1 + day)); });
        }
        function hours(profile) {
          // A day without a time reads as midnight: a heatmap of one hour says nothing.
          if (new Set(profile.hours.map(function (row) { return row[1]; })).size < 2) { return null; }
          const first = Math.min(...profile.hours.map(function (row) { return row[1]; }));
          const last = Math.max(...profile.hours.map(function (row) { return row[1]; }));
          const names = weekdays();
          const found = new Map(profile.hours.map(function (row) { return [row[0] + " " + row[1], row[2]]; }));
          const grid = names.map(function (_, day) {
            return Array.from({ length: last - first + 1 }, function (_, hour) { return found.get((day + 1) + " " + (first + hour)) || 0; });
          });
          return P.section(t("profile.hours"), P.chart({
            title: t("profile.hours"), text: t("profile.hours.text"), height: 300,
            draw: function (theme) {
              return {
                data: [{
                  type: "heatmap", x: grid[0].map(function (_, hour) { return first + hour; }),
                  y: names.map(function (_, day) { return day; }), z: grid, xgap: 1, ygap: 1, showscale: false,
                  colorscale: [[0, theme.low], [1, theme.high]],
                  customdata: grid.map(function (row, day) { return row.map(function () { return names[day]; }); }),
                  text: grid.map(function (row) { return row.map(function (count) { return P.number(count); }); }),
                  hovertemplate: "%{customdata} %{x} h<br>" + t("column.orders") + " %{text}<extra></extra>" }],
                layout: {
                  xaxis: { title: t("profile.hour"), showgrid: false, zeroline: false, dtick: P.narrow() ? 3 : 1 },
                  yaxis: { showgrid: false, zeroline: false, autorange: "reversed", tickmode: "array", ticklabelstandoff: 6,
                    tickvals: names.map(function (_, day) { return day; }), ticktext: names },
                },
              };
            },
            table: {
              caption: t("profile.hours"), rows: profile.hours,
              columns: [
                { label: t("profile.weekday"), value: function (row) { return row[0]; }, show: function (row) { return names[row[0] - 1]; } },
                column(t("profile.hour"), function (row) { return row[1]; }, function (row) { return P.number(row[1]); }),
                column(t("column.orders"), function (row) { return row[2]; }, function (row) { return P.number(row[2]); }),
              ],
            },
          }));
        }
        /** The months that the data cover, those without a sale between others too. */
        function whole(months) {
          const place = function (row) { return Number(row.month.slice(0, 4)) * 12 + Number(row.month.slice(5)) - 1; };
          const found = new Map(months.map(function (row) { return [place(row), row]; }));
          const all = [];
          for (let month = Math.min(...found.keys()); month <= Math.max(...found.keys()); month += 1) {
            const row = found.get(month) || { revenue: 0, partial: false,
              month: String(Math.floor(month / 12)) + "-" + String(month % 12 + 1).padStart(2, "0") };
            if (!row.partial) { all.push(row); }
          }
          return all;
        }
        /** Each month against the mean month: from whole months alone, of years that the data hold in full or in part. */
        function seasons() {
          const months = P.data.summary ? whole(P.data.summary.months) : [];
          if (months.length < 12) { return null; }
          const mean = months.reduce(function (sum, row) { return sum + row.revenue; }, 0) / months.length;
          const format = new Intl.DateTimeFormat(P.language, { month: "short", timeZone: "UTC" });
          const rows = Array.from({ length: 12 }, function (_, month) {
            const own = months.filter(function (row) { return Number(row.month.slice(5)) === month + 1; });
            return { name: format.format(Date.UTC(2024, month, 1)), years: own.length,
              index: own.length > 0 && mean > 0
                ? own.reduce(function (sum, row) { return sum + row.revenue; }, 0) / own.length / mean : null };
          });
          return P.section(t("profile.seasons"), P.chart({
            title: t("profile.seasons"), text: t("profile.seasons.text", { count: months.length }), height: 280,
            draw: function (theme) {
              return {
                data: [{
                  type: "bar", x: rows.map(function (_, month) { return month; }),
                  y: rows.map(function (row) { return row.index; }), marker: { color: theme.accent },
                  text: rows.map(function (row) { return P.percent(row.index, 0); }), textposition: P.narrow() && !P.paper() ? "none" : "outside", cliponaxis: false,
                  hovertemplate: "%{text}<extra></extra>" }],
                layout: {
                  margin: { l: 8, r: 12, t: 24, b: 8 },
                  xaxis: { showgrid: false, zeroline: false, tickmode: "array", tickvals: rows.map(function (_, month) { return month; }),
                    ticktext: rows.map(function (row) { return row.name; }) },
                  yaxis: P.scale("percent", rows.map(function (row) { return row.index; }), 5, { rangemode: "tozero" }),
                  shapes: [{ type: "line", x0: -0.5, x1: 11.5, y0: 1, y1: 1, line: { color: theme.muted, width: 1, dash: "dot" } }],
                },
              };
            },
            table: {
              caption: t("profile.seasons"), rows: rows, sortable: false,
              columns: [
                { label: t("summary.month"), value: function (row) { return row.name; } },
                column(t("profile.season"), function (row) { return row.index; }, function (row) { return P.percent(row.index, 0); }),
                column(t("profile.years"), function (row) { return row.years; }, function (row) { return P.number(row.years); }),
              ],
            },
          }));
        }

        /** The sections of a profile. */
        P.profile = function (profile) { return [columns(profile), outliers(profile), hours(profile), seasons()]; };
      })();
      """#)
}
