extension Assets {
  /// The model in use: a section of the clusters page.
  static let watchScript = Script(
    name: "watch",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        function causes(watch) {
          if (watch.causes.length === 0) { return null; }
          return P.message(watch.due ? "warn" : "",
            el("p", null, t(watch.due ? "watch.due" : "watch.why")),
            el("ul", null, watch.causes.map(function (cause) { return el("li", null, P.raw(P.local(cause))); })));
        }

        function drift(watch) {
          if (watch.event === "fitted" || watch.features.length === 0) { return null; }
          return P.panel({
            caption: t(watch.event === "refitted" ? "watch.drift.before" : "watch.drift", { limit: P.number(watch.psiLimit, 2) }), rows: watch.features,
            columns: [
              { label: t("stability.feature"), value: function (row) { return P.featureName(row.feature); },
                show: function (row) { return P.raw(P.featureName(row.feature)); } },
              column(t("stability.psi"), function (row) { return row.psi; }, function (row) { return P.number(row.psi, 3); }),
            ],
          });
        }

        function migrations(watch) {
          if (watch.migrations.length === 0) { return null; }
          return P.panel({
            caption: t("watch.migrations"), rows: watch.migrations,
            columns: [
              column(t("watch.from"), function (row) { return row.from; }, function (row) { return P.number(row.from); }),
              column(t("watch.to"), function (row) { return row.to; }, function (row) { return P.number(row.to); }),
              column(t("column.customers"), function (row) { return row.customers; },
                function (row) { return P.number(row.customers); }),
            ],
          });
        }

        P.modelWatch = function (watch) {
          if (!watch) { return null; }
          const far = P.known(watch.farShare)
            ? t("watch.limit", { value: P.percent(watch.farShare), limit: P.percent(watch.farLimit) }) : null;
          return P.section(t("watch.title"),
            el("p", { class: "lead" }, t("watch." + watch.event)),
            causes(watch),
            P.facts([
              [t("watch.fittedAsOf"), watch.fittedAsOf ? P.date(watch.fittedAsOf) : null],
              [t("watch.age"), P.known(watch.ageDays) ? P.number(Math.floor(watch.ageDays), 0) : null],
              [t("watch.next"), watch.nextRefit ? P.date(watch.nextRefit) : null],
              [t(watch.event === "refitted" ? "watch.far.before" : "watch.far"), far],
              [t("watch.moved"), P.known(watch.movedShare) ? P.percent(watch.movedShare) : null],
            ]),
            drift(watch), migrations(watch));
        };
      })();
      """#)
}
