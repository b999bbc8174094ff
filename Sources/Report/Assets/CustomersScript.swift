extension Assets {
  /// The table of all customers.
  static let customersScript = Script(
    name: "page-customers",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;

        /** A customer's id as a link to their page, where the dashboard has one. */
        P.customer = function (id) {
          return P.data.people ? el("a", { href: P.address("customer", { id: id }) }, P.raw(id)) : P.clip(id);
        };

        function table(all) {
          const columns = [
            { label: t("summary.customer"), value: function (row) { return all.ids[row]; },
              show: function (row) { return P.customer(all.ids[row]); } },
            { label: t("column.segment"), value: function (row) { return P.segmentName(all.segments[all.segment[row]]); },
              show: function (row) { return P.segment(all.segments[all.segment[row]], all.segment[row]); } },
            { label: t("customers.code"), value: function (row) { return all.code[row]; } },
          ];
          const add = function (values, label, show) {
            if (values) { columns.push(P.column(label, function (row) { return values[row]; }, show)); }
          };
          const whole = function (values) { return function (row) { return P.number(values[row]); }; };
          add(all.recency, t("summary.recency"), whole(all.recency));
          add(all.frequency, t("column.orders"), whole(all.frequency));
          add(all.monetary, t("summary.spent"), function (row) { return P.money(all.monetary[row], 0); });
          if (all.cluster) {
            columns.push({ label: t("customers.cluster"), value: function (row) { return all.cluster[row]; },
              show: function (row) { return all.cluster[row] < 0 ? P.number(null) : P.brief(P.clusterName(all.cluster[row])); } });
          }
          add(all.alive, t("customers.alive"), function (row) { return P.percent(all.alive[row], 0); });
          add(all.clv, t("customers.clv"), function (row) { return P.money(all.clv[row], 0); });
          if (all.country) {
            columns.push({ label: t("customers.country"), value: function (row) {
              return all.country[row] < 0 ? null : all.countries[all.country[row]]; } });
          }
          const wanted = P.asked("segment", all.segments, "");
          const asked = { id: "", segment: wanted === "" ? "" : String(all.segments.indexOf(wanted)), cluster: "" };
          const search = el("input", { type: "search", autocomplete: "off", spellcheck: "false", on: { input: function () {
            asked.id = search.value.trim().toLowerCase();
            grid.refresh();
          } } });
          const filters = [
            el("label", { class: "control" }, el("span", null, t("customers.search")), search),
            P.choice(t("column.segment"), [["", t("customers.every")]].concat(all.segments.map(function (key, index) {
              return [String(index), P.segmentName(key)];
            })), asked.segment, function (value) {
              asked.segment = value;
              P.keep({ segment: value === "" ? "" : all.segments[Number(value)] });
              grid.refresh();
            }),
          ];
          if (all.cluster) {
            const most = all.cluster.reduce(function (top, one) { return Math.max(top, one); }, -1);
            filters.push(P.choice(t("customers.cluster"), [["", t("customers.every")]].concat(
              Array.from({ length: most + 1 }, function (_, index) { return [String(index), P.clusterName(index)]; })),
            "", function (value) { asked.cluster = value; grid.refresh(); }));
          }
          const lower = all.ids.map(function (id) { return id.toLowerCase(); });
          const grid = P.grid({
            caption: t("customers.title"), name: "customers", slim: true, count: all.ids.length, columns: columns, filters: filters,
            sorted: { column: 5, falling: true },
            keeps: function (row) {
              return (asked.id === "" || lower[row].includes(asked.id))
                && (asked.segment === "" || all.segment[row] === Number(asked.segment))
                && (asked.cluster === "" || all.cluster[row] === Number(asked.cluster));
            },
          });
          return grid.element;
        }

        P.pages.customers = {
          title: function () { return t("customers.title"); },
          lead: function (people) { return people ? t("customers.lead", { count: people.count }) : null; },
          help: "customers",
          single: true,
          data: function () { return P.data.people; },
          render: function () { return [P.later("customers", "customers", table)]; },
        };
      })();
      """#)
}
