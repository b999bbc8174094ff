extension Assets {
  /// The clusters page.
  static let clustersScript = Script(
    name: "page-clusters",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        function title(profile) { return P.number(profile.cluster) + " \u00b7 " + P.local(profile.name); }
        /** A cluster's number with its name, where the clusters are described. */
        P.clusterName = function (cluster) {
          const known = P.data.clusters && P.data.clusters.profiles.find(function (one) { return one.cluster === cluster; });
          return known ? title(known) : P.number(cluster);
        };
        function color(index) { return P.palette[index % P.palette.length]; }

        const curves = [
          ["inertia", 0], ["silhouette", 3], ["daviesBouldin", 3], ["calinskiHarabasz", 0], ["bootstrap", 3, "bootstrapARI"]];

        function curve(clusters, label, digits, key) {
          const rows = clusters.selection.filter(function (row) { return P.known(row[key]); });
          if (rows.length === 0) { return null; }
          return P.chart({
            title: t("clusters." + label), text: t("clusters." + label + ".text"), height: 240,
            draw: function (theme) {
              const chosen = function (row) { return row.k === clusters.k; };
              const notes = [];
              const mark = function (k, text, anchor, strong) {
                notes.push({
                  x: k, y: 1, yref: "paper", yanchor: "bottom", text: text, showarrow: false, xanchor: anchor,
                  font: { size: 11, color: strong ? theme.accent : theme.muted } });
              };
              const lines = [{
                type: "line", x0: clusters.k, x1: clusters.k, y0: 0, y1: 1, yref: "paper",
                line: { color: theme.accent, width: 1.5, dash: "dot" } }];
              const sameElbow = clusters.elbow === clusters.k;
              // Beside one another, so that neither is written over the other.
              const elbowBeside = label === "inertia" && P.known(clusters.elbow) && !sameElbow;
              const side = elbowBeside && clusters.elbow < clusters.k ? "left" : elbowBeside ? "right" : "center";
              mark(clusters.k, "k = " + clusters.k + ", " + t("clusters.chosen")
                + (label === "inertia" && sameElbow ? ", " + t("clusters.elbow") : ""), side, true);
              if (elbowBeside) {
                mark(clusters.elbow, t("clusters.elbow"), side === "left" ? "right" : "left", false);
                lines.push({
                  type: "line", x0: clusters.elbow, x1: clusters.elbow, y0: 0, y1: 1, yref: "paper",
                  line: { color: theme.muted, width: 1, dash: "dot" } });
              }
              return {
                data: [{
                  type: "scatter", mode: "lines+markers", x: rows.map(function (row) { return row.k; }),
                  y: rows.map(function (row) { return row[key]; }), line: { color: theme.muted, width: 1.5 },
                  error_y: label === "silhouette" && rows.some(function (row) { return row.silhouetteError; }) ? {
                    type: "data", array: rows.map(function (row) { return row.silhouetteError || 0; }), thickness: 1,
                    color: theme.muted } : undefined,
                  marker: {
                    opacity: 1, color: rows.map(function (row) { return chosen(row) ? theme.accent : theme.surface; }),
                    size: rows.map(function (row) { return chosen(row) ? 11 : 7; }),
                    line: { color: rows.map(function (row) { return chosen(row) ? theme.accent : theme.muted; }), width: 1.5 } },
                  text: rows.map(function (row) { return P.number(row[key], digits); }),
                  hovertemplate: "k = %{x}<br>%{text}<extra></extra>",
                }],
                layout: {
                  margin: { l: 8, r: 12, t: 26, b: 8 }, shapes: lines, annotations: notes,
                  // A label at the side makes the axis longer, and no number there one that was tried.
                  xaxis: { title: t("clusters.k"), tickvals: rows.map(function (row) { return row.k; }), showgrid: false,
                    zeroline: false },
                  yaxis: P.scale("number", rows.map(function (row) { return row[key]; }), 4, {}),
                },
              };
            },
          });
        }

        function choiceTable(clusters) {
          const one = function (label, key, digits) {
            return column(label, function (row) { return row[key]; }, function (row) { return P.number(row[key], digits); });
          };
          const sampled = clusters.selection.some(function (row) { return P.known(row.silhouetteError); });
          return P.panel({
            caption: t("clusters.choice", { k: P.number(clusters.k) }), rows: clusters.selection,
            columns: [
              { label: t("clusters.k"), value: function (row) { return row.k; }, show: function (row) {
                return [P.number(row.k), " ", row.k === clusters.k ? P.badge(t("clusters.chosen"), "chosen") : null,
                  row.k === clusters.elbow ? P.badge(t("clusters.elbow")) : null];
              } },
              one(t("clusters.inertia"), "inertia", 0),
              one(t("clusters.silhouette"), "silhouette", 3),
              sampled ? one(t("clusters.silhouetteError"), "silhouetteError", 4) : null,
              one(t("clusters.daviesBouldin"), "daviesBouldin", 3),
              one(t("clusters.calinskiHarabasz"), "calinskiHarabasz", 0),
              one(t("clusters.bootstrap"), "bootstrapARI", 3),
            ].filter(Boolean),
          });
        }

        /** A feature's name under an axis: its unit on a line of its own where there are few. */
        function axisName(feature, count) {
          const name = P.safe(P.featureName(feature), 40);
          return count > 6 ? name : name.replace(" (", "<br>(");
        }
        /** A feature's name around a circle: there is little room beside it, and more above. */
        function around(feature) {
          return P.safe(P.featureName(feature), 40).replace(" (", "<br>(").replace(/^(\S{4,} \S+) (?=\S{4,}$)/, "$1<br>");
        }
        function snake(clusters) {
          return P.chart({
            title: t("clusters.snake"), text: t("clusters.snake.text"), height: 380,
            draw: function (theme) {
              return {
                data: clusters.profiles.map(function (profile, index) {
                  return {
                    type: "scatter", mode: "lines+markers", name: P.safe(title(profile), P.narrow() ? 36 : 60),
                    x: profile.features.map(function (one) { return axisName(one.feature, profile.features.length); }),
                    y: profile.features.map(function (one) { return one.z; }),
                    line: { color: color(index), width: 2.5 }, marker: { size: 8, symbol: index % 8 },
                    text: profile.features.map(function (one) { return P.signed(one.z, function (z) { return P.number(z, 2); }); }),
                    hovertemplate: "%{fullData.name}<br>%{x}<br>%{text}<extra></extra>",
                  };
                }),
                layout: {
                  showlegend: true, margin: { l: 8, r: 12, t: 8, b: 8 },
                  legend: P.legendBelow(theme),
                  xaxis: { type: "category", showgrid: true, tickangle: clusters.features.length > 6 ? -45 : 0 },
                  yaxis: { title: t("clusters.z"), zeroline: true, zerolinewidth: 2, nticks: 7 },
                },
              };
            },
          });
        }

        /** The same as the snake, around a circle: shapes tell clusters apart at a glance. */
        function radar(clusters) {
          if (clusters.features.length < 3) { return null; }
          const all = clusters.profiles.flatMap(function (profile) { return profile.features.map(function (one) { return one.z; }); });
          return P.chart({
            title: t("clusters.radar"), text: t("clusters.radar.text"), height: 380,
            draw: function (theme) {
              return {
                data: clusters.profiles.map(function (profile, index) {
                  const round = profile.features.concat(profile.features.slice(0, 1));
                  return {
                    type: "scatterpolar", mode: "lines+markers", name: P.safe(title(profile), 60),
                    theta: round.map(function (one) { return around(one.feature); }),
                    r: round.map(function (one) { return one.z; }), line: { color: color(index), width: 2.5 },
                    marker: { size: 6, symbol: index % 8 },
                    text: round.map(function (one) { return P.signed(one.z, function (z) { return P.number(z, 2); }); }),
                    hovertemplate: "%{fullData.name}<br>%{theta}<br>%{text}<extra></extra>",
                  };
                }),
                layout: {
                  margin: P.narrow() ? { l: 84, r: 84, t: 40, b: 8 } : { l: 96, r: 96, t: 52, b: 36 },
                  polar: {
                    bgcolor: theme.surface,
                    radialaxis: { range: [Math.floor(Math.min(...all) * 2) / 2 - 0.5, Math.ceil(Math.max(...all) * 2) / 2],
                      gridcolor: theme.grid, linecolor: theme.line, tickfont: { size: 11, color: theme.muted }, nticks: 6 },
                    angularaxis: { gridcolor: theme.grid, linecolor: theme.line, tickfont: { size: 12, color: theme.ink },
                      rotation: 90, direction: "clockwise" } },
                },
              };
            },
          });
        }

        function jaccard(value) {
          if (!P.known(value)) { return P.number(null); }
          const reading = value < 0.6 ? "unstable" : value < 0.75 ? "doubtful" : value <= 0.85 ? "stable" : "high";
          return [P.number(value, 2), " ", P.badge(t("jaccard." + reading), reading === "high" ? "stable" : reading)];
        }

        function profiles(clusters) {
          const rows = clusters.profiles;
          const has = function (key) { return rows.some(function (row) { return P.known(row[key]); }); };
          const columns = [
            { label: t("clusters.cluster"), value: function (row) { return row.cluster; }, show: function (row) {
              return P.dotted(color(rows.indexOf(row)), title(row));
            } },
            column(t("column.customers"), function (row) { return row.customers; },
              function (row) { return P.number(row.customers); }),
            column(t("column.customerShare"), function (row) { return row.customerShare; },
              function (row) { return P.percent(row.customerShare); }),
          ];
          if (has("revenue")) {
            columns.push(column(t("column.revenue"), function (row) { return row.revenue; },
              function (row) { return P.money(row.revenue, 0); }));
          }
          if (has("revenueShare")) {
            columns.push(column(t("column.revenueShare"), function (row) { return row.revenueShare; },
              function (row) { return P.percent(row.revenueShare); }));
          }
          clusters.features.forEach(function (feature) {
            const of = function (row) { return row.features.find(function (one) { return one.feature === feature; }); };
            const mean = P.means(rows.map(function (row) { const one = of(row); return one ? one.mean : null; }));
            columns.push(column(P.featureName(feature), function (row) { const one = of(row); return one ? one.mean : null; },
              function (row) {
                const one = of(row);
                if (!one) { return P.number(null); }
                return feature === "monetary" || feature === "average_basket" ? P.money(one.mean, 0) : mean(one.mean);
              }));
          });
          if (has("jaccard")) {
            columns.push(column(t("clusters.jaccard"), function (row) { return row.jaccard; },
              function (row) { return jaccard(row.jaccard); }));
          }
          return P.panel({ caption: t("clusters.table"), rows: rows, columns: columns });
        }

        function comparison(clusters) {
          if (clusters.comparison.length === 0) { return null; }
          return P.section(t("clusters.comparison"), P.panel({
            caption: t("clusters.comparison"), rows: clusters.comparison,
            columns: [
              { label: t("clusters.method"), value: function (row) { return row.method; },
                show: function (row) { return P.raw(row.method); } },
              column(t("clusters.found"), function (row) { return row.clusters; },
                function (row) { return P.number(row.clusters); }),
              column(t("clusters.points"), function (row) { return row.points; }, function (row) { return P.number(row.points); }),
              column(t("clusters.noise"), function (row) { return row.noiseShare; },
                function (row) { return P.percent(row.noiseShare); }),
              column(t("clusters.silhouette"), function (row) { return row.silhouette; },
                function (row) { return P.number(row.silhouette, 3); }),
              column(t("clusters.daviesBouldin"), function (row) { return row.daviesBouldin; },
                function (row) { return P.number(row.daviesBouldin, 3); }),
              column(t("clusters.calinskiHarabasz"), function (row) { return row.calinskiHarabasz; },
                function (row) { return P.number(row.calinskiHarabasz, 0); }),
            ],
          }));
        }

        P.pages.clusters = {
          title: function () { return t("clusters.title"); },
          lead: function (clusters) {
            return clusters ? t("clusters.lead", {
              k: P.number(clusters.k), features: P.join(clusters.features.map(P.featureName)),
              transform: P.maybe("transform." + clusters.transform) || clusters.transform,
              scale: P.maybe("scale." + clusters.scale) || clusters.scale }) : null;
          },
          help: "clusters",
          data: function () { return P.data.clusters; },
          render: function (clusters) {
            const fit = P.known(clusters.inertia) && P.known(clusters.restarts) && P.known(clusters.seed)
              ? el("p", { class: "lead" }, t("clusters.fit", {
                inertia: P.number(clusters.inertia, 2), restarts: P.number(clusters.restarts), seed: String(clusters.seed) }))
              : null;
            return [
              P.modelWatch(clusters.watch),
              clusters.profiles.length > 0
                ? P.section(t("clusters.profiles"), profiles(clusters),
                  el("div", { class: "grid" }, snake(clusters), radar(clusters)), fit) : null,
              P.section(t("clusters.choice", { k: P.number(clusters.k) }),
                P.message("", P.raw(P.local(clusters.reason))),
                clusters.selection.length > 0
                  ? [el("div", { class: "grid three" }, curves.map(function (one) {
                    return curve(clusters, one[0], one[1], one[2] || one[0]);
                  })), choiceTable(clusters)]
                  : el("p", null, t("clusters.given"))),
              comparison(clusters),
            ];
          },
        };
      })();
      """#)
}
