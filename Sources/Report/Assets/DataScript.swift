extension Assets {
  /// The page on data and run.
  static let dataScript = Script(
    name: "page-data",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t, column } = P;

        function ledger(data) {
          const files = data.files;
          const sum = function (key) {
            return files.reduce(function (total, file) { return total + (file[key] || 0); }, 0);
          };
          const balanced = function (file) {
            return file.read === file.kept + file.rejected + file.duplicates + (file.erased || 0);
          };
          const wrong = files.filter(function (file) { return !balanced(file); }).length;
          const keys = ["read", "kept", "rejected", "duplicates", "erased", "anonymous", "zeroPrice", "matched", "unmatched"];
          const shown = keys.filter(function (key) { return files.some(function (file) { return P.known(file[key]); }); });
          const columns = [
            { label: t("data.file"), value: function (file) { return file.file; },
              show: function (file) { return P.clip(file.file); }, 
              total: files.length === 1 ? t("shell.total") : t("data.files", { count: P.number(files.length) }) },
            ...shown.map(function (key) {
              return Object.assign(column(t("data." + key), function (file) { return file[key]; },
                function (file) { return P.number(file[key]); }), { total: P.number(sum(key)) });
            }),
            { label: t("data.balance"), value: function (file) { return balanced(file) ? 1 : 0; },
              show: function (file) { return balanced(file) ? t("shell.yes") : P.badge(t("shell.no"), "failed"); },
              total: wrong === 0 ? t("shell.yes") : P.badge(t("shell.no"), "failed") },
          ];
          return P.section(t("data.ledger"),
            wrong === 0 ? P.message("good", t(sum("erased") > 0 ? "data.ledger.balancedErased" : "data.ledger.balanced"))
              : P.message("bad", t("data.ledger.unbalanced", { count: P.number(wrong) })),
            P.panel({ caption: t("data.ledger.caption"), rows: files, columns: columns },
              files.length > 12 ? t("table.scroll", { count: P.number(files.length) }) : null));
        }

        function returns(totals) {
          if (!totals) { return null; }
          const rows = [
            ["lines", P.number(totals.lines)], ["quantity", P.number(totals.quantity)],
            ["value", P.known(totals.value) ? P.money(totals.value, 0) : null],
            ["matchedQuantity", P.known(totals.matchedQuantity) ? P.number(totals.matchedQuantity) : null],
            ["unmatchedQuantity", P.known(totals.unmatchedQuantity) ? P.number(totals.unmatchedQuantity) : null],
            ["matchedValue", P.known(totals.matchedValue) ? P.money(totals.matchedValue, 0) : null],
            ["unmatchedValue", P.known(totals.unmatchedValue) ? P.money(totals.unmatchedValue, 0) : null],
            ["days", P.known(totals.medianDays) ? P.mean(totals.medianDays) : null],
          ].filter(function (row) { return row[1] !== null; });
          return P.section(t("data.returns"), P.panel({
            caption: t("data.returns.caption"), rows: rows, sortable: false,
            columns: [
              { label: t("data.returns.measure"), value: function (row) { return t("data.returns." + row[0]); } },
              column(t("shell.value"), function (row) { return row[1]; }),
            ],
          }));
        }

        function rejects(data) {
          const total = Math.max(data.rejects.length, data.files.reduce(function (sum, file) { return sum + file.rejected; }, 0));
          if (total === 0) { return P.section(t("data.rejects"), el("p", null, t("data.rejects.none"))); }
          return P.section(t("data.rejects"),
            data.reasons.length > 0 ? P.panel({
              caption: t("data.rejects.reasons"), rows: data.reasons,
              columns: [
                { label: t("column.reason"), value: function (row) { return P.phrases(row.reason); },
                  show: function (row) { return P.clip(P.phrases(row.reason), true); } },
                column(t("data.rows"), function (row) { return row.rows; }, function (row) { return P.number(row.rows); }),
              ],
            }) : null,
            data.rejects.length > 0 ? P.panel({
              caption: t("data.rejects.caption", { shown: P.number(data.rejects.length), total: P.number(total) }),
              rows: data.rejects,
              columns: [
                { label: t("data.file"), value: function (row) { return row.file; },
                  show: function (row) { return P.clip(row.file); } },
                column(t("data.line"), function (row) { return row.line; }, function (row) { return P.number(row.line); }),
                { label: t("column.reason"), value: function (row) { return P.phrases(row.reason); },
                  show: function (row) { return P.clip(P.phrases(row.reason)); } },
                { label: t("data.raw"), value: function (row) { return row.raw; },
                  show: function (row) { return el("code", null, P.clip(row.raw, true)); } },
              ],
            }) : null);
        }

        function parameters(title, caption, list, overrides) {
          if (list.length === 0) { return null; }
          const set = new Set(overrides.map(function (one) { return one.name; }));
          return P.section(title, P.panel({
            caption: caption, rows: list, sortable: false,
            columns: [
              { label: t("data.parameter"), value: function (one) { return one.name; },
                show: function (one) { return el("code", null, P.clip(one.name)); } },
              { label: t("shell.value"), value: function (one) { return one.value; }, show: function (one) {
                return [el("code", null, P.clip(one.value, true)), set.has(one.name) ? [" ", P.badge(t("data.overridden"), "high")] : null];
              } },
            ],
          }));
        }

        function stages(run) {
          const verdict = function (stage) { return P.maybe("verdict." + stage.verdict) || stage.verdict; };
          const columns = [
            { label: t("data.stage"), value: function (stage) { return stage.id; },
              show: function (stage) {
                return stage.kind === stage.id ? P.raw(stage.id)
                  : [P.raw(stage.id), " ", el("span", { class: "change" }, P.raw(stage.kind))];
              } },
            { label: t("data.verdict"), value: verdict,
              show: function (stage) { return P.badge(verdict(stage), stage.verdict.replace(/\W+/g, "_")); } },
            { label: t("column.reason"), value: function (stage) { return P.phrases(stage.reasons); },
              show: function (stage) { return P.clip(P.phrases(stage.reasons), true); } },
            column(t("data.seconds"), function (stage) { return stage.seconds; },
              function (stage) { return P.seconds(stage.seconds); }),
          ];
          if (run.stages.some(function (stage) { return P.known(stage.rows); })) {
            columns.push(column(t("data.rows"), function (stage) { return stage.rows; },
              function (stage) { return P.number(stage.rows); }));
          }
          columns.push({ label: t("data.madeAt"), value: function (stage) { return stage.madeAt; },
            show: function (stage) { return stage.madeAt === null ? P.number(null) : P.shortInstant(stage.madeAt); } });
          columns.push({ label: t("data.version"), value: function (stage) { return stage.version; },
            show: function (stage) { return stage.version === null ? P.number(null) : el("code", null, P.clip(stage.version)); } });
          const digest = function (key) {
            return function (stage) { return stage[key] === null ? P.number(null) : el("code", null, P.clip(stage[key], true)); };
          };
          return [
            P.section(t("data.stages"), P.graph(run.stages, verdict), P.panel({ caption: t("data.stages.caption"), rows: run.stages, columns: columns })),
            run.stages.some(function (stage) { return stage.fingerprint !== null || stage.contentDigest !== null; })
              ? P.section(t("data.fingerprints"), P.panel({
                caption: t("data.fingerprints"), rows: run.stages, sortable: false,
                columns: [
                  { label: t("data.stage"), value: function (stage) { return stage.id; },
                    show: function (stage) { return P.raw(stage.id); } },
                  { label: t("data.fingerprint"), value: function (stage) { return stage.fingerprint; },
                    show: digest("fingerprint") },
                  { label: t("data.digest"), value: function (stage) { return stage.contentDigest; },
                    show: digest("contentDigest") },
                ],
              })) : null,
          ];
        }

        function checks(run) {
          if (!run.checks || run.checks.length === 0) { return null; }
          const text = function (key) {
            return function (check) { return P.raw(check[key]); };
          };
          const broken = run.checks.filter(function (check) { return check.broken; }).length;
          return P.section(t("data.checks"), broken === 0
            ? P.message("good", t("data.checks.passed", { count: P.number(run.checks.length) }))
            : P.message("warn", t("data.checks.broken", { count: P.number(broken), total: P.number(run.checks.length) })),
          P.panel({
            caption: t("data.checks.caption"), rows: run.checks,
            columns: [
              { label: t("data.checks.subject"), value: function (check) { return check.subject; }, show: text("subject") },
              { label: t("data.checks.name"), value: function (check) { return check.name; }, show: text("name") },
              { label: t("data.checks.result"), value: function (check) { return check.broken ? 0 : 1; }, show: function (check) {
                return check.broken ? P.badge(t("data.checks.warned"), "high") : P.badge(t("data.checks.held"), "good");
              } },
              { label: t("data.checks.finding"), value: function (check) { return P.phrase(check.finding); },
                show: function (check) { return P.raw(P.phrase(check.finding)); } },
            ],
          }));
        }

        P.pages.data = {
          title: function () { return t("data.title"); },
          lead: function () { return t("data.lead"); },
          help: "data",
          data: function () { return P.data; },
          render: function (all) {
            const run = all.run;
            return [
              P.section(t("data.run"), run ? P.facts([
                [t("data.run.id"), P.raw(run.id)],
                [t("data.run.asOf"), P.date(P.meta.asOf)],
                [t("data.run.started"), P.instant(run.startedAt)],
                [t("data.run.seconds"), P.known(run.seconds) ? t("unit.seconds", { n: P.seconds(run.seconds) }) : null],
                ...run.versions.map(function (one) { return [P.raw(one.name), P.raw(one.value)]; }),
              ]) : [P.facts([[t("data.run.asOf"), P.date(P.meta.asOf)]]), el("p", null, t("data.run.absent"))]),
              all.ledger ? [ledger(all.ledger), returns(all.ledger.returns), rejects(all.ledger)]
                : P.section(t("data.ledger"), P.absent()),
              all.profile ? P.profile(all.profile) : null,
              run ? checks(run) : null,
              run && run.stages.length > 0 ? stages(run) : null,
              parameters(t("data.parameters"), t("data.parameters.caption"), P.meta.parameters,
                run ? run.overrides : []),
            ];
          },
        };
      })();
      """#)
}
