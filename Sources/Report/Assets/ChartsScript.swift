extension Assets {
  /// Charts: a figure with a caption, a drawing by plotly and the same numbers as a table.
  static let chartsScript = Script(
    name: "charts",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el } = P;
        const root = document.documentElement;
        let pending = [];
        let shown = [];
        let ready = false;

        function count() {
          root.dataset.chartsExpected = String(shown.length + pending.length);
          root.dataset.chartsDrawn = String(shown.filter(function (chart) { return chart.drawn; }).length);
        }

        P.theme = function () {
          const style = getComputedStyle(root);
          const get = function (name) { return style.getPropertyValue("--" + name).trim(); };
          return {
            ink: get("ink"), muted: get("muted"), grid: get("grid"), line: get("line"), surface: get("surface"),
            accent: get("accent"), band: get("band"), bad: get("bad"), low: get("low"), high: get("high"),
            sunken: get("sunken"), font: get("font"),
          };
        };
        /** Black or white, whichever reads better on a colour written #rrggbb. */
        P.onColor = function (color) {
          const channel = function (at) {
            const value = parseInt(color.slice(at, at + 2), 16) / 255;
            return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
          };
          const light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
          return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
        };
        /** The colour between two, each written #rrggbb. */
        P.mix = function (from, to, share) {
          return "#" + [1, 3, 5].map(function (at) {
            const low = parseInt(from.slice(at, at + 2), 16);
            const high = parseInt(to.slice(at, at + 2), 16);
            return Math.round(low + (high - low) * share).toString(16).padStart(2, "0");
          }).join("");
        };
        /** Whether the page is laid out for paper. */
        P.paper = function () { return root.classList.contains("paper"); };
        P.narrow = function () { return root.clientWidth < 640 || root.classList.contains("paper"); };

        function axis(theme, own) {
          return Object.assign({
            gridcolor: theme.grid, zerolinecolor: theme.line, linecolor: theme.line, tickcolor: theme.line,
            fixedrange: true, automargin: true, tickfont: { color: theme.muted, size: 12 },
          }, own, own && own.title ? { title: { text: own.title, font: { size: 12, color: theme.muted }, standoff: 8 } } : {});
        }
        function layout(theme, own) {
          const made = Object.assign({
            paper_bgcolor: theme.surface, plot_bgcolor: theme.surface, dragmode: false, hovermode: "closest",
            font: { family: theme.font, size: 13, color: theme.ink }, separators: P.language === "fr" ? ",\u202f" : ".,",
            margin: { l: 8, r: 20, t: 12, b: 8 }, showlegend: false, bargap: 0.25,
            legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { size: 12, color: theme.muted } },
            hoverlabel: { bgcolor: theme.surface, bordercolor: theme.line, font: { color: theme.ink, family: theme.font } },
          }, own);
          for (const name of Object.keys(own)) {
            if (/^[xy]axis\d*$/.test(name)) { made[name] = axis(theme, own[name]); }
          }
          return made;
        }

        /** A button that hands out the drawing. */
        function picture(chart, format) {
          return el("button", { type: "button", class: "small", on: { click: function () {
            if (!chart.drawn) { return; }
            window.Plotly.downloadImage(chart.plot, {
              format: format, scale: format === "png" ? 2 : 1, width: chart.plot.clientWidth, height: chart.plot.clientHeight,
              filename: chart.spec.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "palier",
            }).catch(P.fault);
          } } }, format.toUpperCase());
        }
        /**
         * A figure. `spec`: {title, text, height, draw(theme) → {data, layout}, table}; drawn once it is in the page.
         */
        P.chart = function (spec) {
          const height = typeof spec.height === "function" ? spec.height() : spec.height || 320;
          const plot = el("div", {
            class: "plot", role: "img", "aria-label": spec.title + ". " + (spec.text || ""), style: { height: height + "px" } });
          const details = spec.table
            ? el("details", null, el("summary", null, P.t("chart.table")), P.table(spec.table)) : null;
          const chart = { spec: spec, plot: plot, details: details, drawn: false };
          const figure = el("figure", null,
            el("div", { class: "figurehead" },
              el("figcaption", null, el("h3", null, spec.title), spec.text ? el("p", null, spec.text) : null),
              el("div", { class: "toolbar no-print", role: "group", "aria-label": P.t("chart.save", { title: spec.title }) },
                picture(chart, "png"), picture(chart, "svg"))), plot, details);
          pending.push(chart);
          count();
          return figure;
        };

        function failed(chart, text) {
          chart.plot.classList.add("failed");
          chart.plot.replaceChildren(document.createTextNode(text));
          if (chart.details) { chart.details.open = true; }
        }
        function draw(chart) {
          // What moves into its place when it is drawn would be caught on its way: for paper it is made smaller instead.
          if (chart.spec.moves) {
            const drawing = chart.plot.querySelector(".main-svg");
            const wide = drawing ? Number(drawing.getAttribute("width")) : 0;
            chart.plot.style.zoom = P.paper() && wide > 0 ? Math.min(1, 640 / wide) : "";
            if (P.paper() && chart.drawn) { return Promise.resolve(); }
          }
          const theme = P.theme();
          const made = chart.spec.draw(theme);
          const config = {
            displayModeBar: false, locale: P.language };
          const size = { width: chart.plot.clientWidth, height: chart.plot.clientHeight };
          return window.Plotly.react(chart.plot, made.data, Object.assign(layout(theme, made.layout), size), config);
        }
        P.flush = function () {
          P.reach(document.getElementById("main"));
          if (!ready) { return; }
          // A choice may have put others in the place of some.
          shown = shown.filter(function (chart) {
            if (chart.plot.isConnected) { return true; }
            if (window.Plotly && chart.drawn) { window.Plotly.purge(chart.plot); }
            return false;
          });
          const now = pending;
          pending = [];
          shown = shown.concat(now);
          for (const chart of now) {
            if (!window.Plotly) { failed(chart, P.t("chart.library")); continue; }
            Promise.resolve().then(function () { return draw(chart); }).then(function () {
              chart.drawn = true;
              count();
            }).catch(function (error) {
              P.fault(chart.spec.title + ": " + error);
              failed(chart, P.t("chart.failed"));
            });
          }
          count();
        };
        /** Forgets the charts of a page that goes away. */
        P.clearCharts = function () {
          for (const chart of shown) { if (window.Plotly && chart.drawn) { window.Plotly.purge(chart.plot); } }
          pending = [];
          shown = [];
          count();
        };
        /** Draws every chart again, for other colours or another width. */
        P.redraw = function () { for (const chart of shown) { if (chart.drawn) { draw(chart); } } };
        let waiting = 0;
        window.addEventListener("resize", function () {
          window.clearTimeout(waiting);
          waiting = window.setTimeout(P.redraw, 120);
        });
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", P.redraw);
        // On paper the charts take the width and the colours of paper, whatever the screen has.
        window.addEventListener("beforeprint", function () { root.classList.add("paper"); P.redraw(); });
        window.addEventListener("afterprint", function () { root.classList.remove("paper"); P.redraw(); });
        /** A legend below the drawing, clear of the axis. */
        P.legendBelow = function (theme) {
          return {
            orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom",
            font: { size: 12, color: theme.ink } };
        };
        /** The library has had its chance to load. */
        P.libraryReady = function () {
          ready = true;
          if (window.Plotly) {
            window.Plotly.register({
              moduleType: "locale", name: "fr", dictionary: {}, format: months("fr") });
          }
          P.flush();
        };
        function months(language) {
          const names = function (style) {
            const format = new Intl.DateTimeFormat(language, { month: style, timeZone: "UTC" });
            return Array.from({ length: 12 }, function (_, month) { return format.format(Date.UTC(2024, month, 1)); });
          };
          return { months: names("long"), shortMonths: names("short"), date: "%d/%m/%Y" };
        }
      })();
      """#)
}
