extension Assets {
  /// One customer: profile, place among their segment, last lines, what to offer.
  static let customerScript = Script(
    name: "page-customer",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const most = 20;

        function matches(all, text) {
          const wanted = text.toLowerCase();
          const first = [];
          const rest = [];
          for (let index = 0; index < all.ids.length && first.length < most; index += 1) {
            const at = all.ids[index].toLowerCase().indexOf(wanted);
            if (at === 0) { first.push(all.ids[index]); } else if (at > 0 && rest.length < most) { rest.push(all.ids[index]); }
          }
          return first.concat(rest).slice(0, most);
        }
        function finder(all, id) {
          const list = el("datalist", { id: "customer-ids" });
          const input = el("input", {
            type: "search", list: "customer-ids", autocomplete: "off", spellcheck: "false", value: id,
            on: {
              input: function () {
                const text = input.value.trim();
                if (all.ids.includes(text) && text !== id) { open(text); return; }
                list.replaceChildren(...matches(all, text).map(function (one) { return el("option", { value: one }); }));
              },
            } });
          function open(text) { window.location.hash = P.address("customer", { id: text }).slice(1); }
          return el("form", { class: "panel controls", role: "search", on: { submit: function (event) {
            event.preventDefault();
            const found = matches(all, input.value.trim());
            open(all.ids.includes(input.value.trim()) ? input.value.trim() : found[0] || input.value.trim());
          } } },
          el("label", { class: "control" }, el("span", null, t("customer.find")), input), list,
          el("button", { type: "submit", class: "plain" }, t("customer.show")),
          el("button", { type: "button", class: "plain", on: { click: function () {
            // The best customer at risk is who somebody would call first; without one, the customer who spends most.
            const next = P.data.summary && P.data.summary.atRisk[0];
            open(next ? next.customer : all.ids[all.monetary.indexOf(Math.max(...all.monetary))]);
          } } }, t("customer.example")));
        }

        function card(label, value, note, words) {
          return el("div", { class: "card" }, el("dt", null, label), el("dd", { class: words ? "value words" : "value" }, value),
            note ? el("dd", { class: "note" }, note) : null);
        }
        function profile(all, at) {
          const orders = all.frequency[at];
          return el("dl", { class: "cards" },
            card(t("column.segment"), P.segment(all.segments[all.segment[at]], all.segment[at]),
              t("customer.code", { code: all.code[at] }), true),
            all.cluster && all.cluster[at] >= 0 ? card(t("customers.cluster"), P.clusterName(all.cluster[at]), null, true) : null,
            card(t("summary.recency"), P.number(all.recency[at])),
            card(t("column.orders"), P.number(orders),
              all.tenure ? t("customer.since", { days: P.number(all.tenure[at]) }) : null),
            card(t("customer.value"), P.money(all.monetary[at]),
              t("customer.basket", { value: P.money(orders > 0 ? all.monetary[at] / orders : null, 2) })),
            all.alive ? card(t("customers.alive"), P.percent(all.alive[at], 0), t("customer.alive.note")) : null,
            all.expected ? card(t("customer.expected"), P.number(all.expected[at], 1), t("customer.expected.note")) : null,
            all.clv ? card(t("customers.clv"), P.money(all.clv[at], 0)) : null,
            all.country && all.country[at] >= 0 ? card(t("customers.country"), P.raw(all.countries[all.country[at]]), null, true) : null);
        }

        /** Where the customer stands among those of the same segment. */
        function standing(all, at) {
          const peers = [];
          for (let index = 0; index < all.ids.length; index += 1) {
            if (all.segment[index] === all.segment[at]) { peers.push(index); }
          }
          const measure = function (label, values, show, lessIsBetter) {
            const sorted = peers.map(function (index) { return values[index]; }).sort(function (a, b) { return a - b; });
            const middle = sorted.length >> 1;
            const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            const behind = sorted.filter(function (value) {
              return lessIsBetter ? value > values[at] : value < values[at];
            }).length;
            return { label: label, own: show(values[at]), median: show(median),
              share: peers.length > 1 ? behind / (peers.length - 1) : null };
          };
          const rows = [
            measure(t("summary.recency"), all.recency, function (value) { return P.number(value); }, true),
            measure(t("column.orders"), all.frequency, function (value) { return P.number(value); }, false),
            measure(t("summary.spent"), all.monetary, function (value) { return P.money(value); }, false)];
          const segment = P.segmentName(all.segments[all.segment[at]]);
          return P.section(t("customer.standing", { segment: segment }), P.panel({
            caption: t("customer.standing", { segment: segment }), rows: rows, sortable: false,
            columns: [
              { label: t("customer.measure"), value: function (row) { return row.label; } },
              P.column(t("customer.own"), function (row) { return row.own; }),
              P.column(t("customer.median"), function (row) { return row.median; }),
              { label: t("customer.better"), value: function (row) { return row.share; }, show: function (row) {
                return P.known(row.share)
                  ? [P.percent(row.share, 0), el("span", { class: "bar", "aria-hidden": "true" },
                    el("i", { style: { width: 100 * row.share + "%" } }))]
                  : P.number(null);
              } },
            ],
          }, t("customer.peers", { count: P.number(peers.length) })));
        }

        function lines(shard, detail) {
          if (detail.lines.length === 0) { return P.section(t("customer.lines"), el("p", null, t("shell.none"))); }
          return P.section(t("customer.lines"), P.panel({
            caption: t("customer.lines"), rows: detail.lines, sortable: false,
            columns: [
              { label: t("customer.day"), value: function (row) { return row[0]; }, show: function (row) { return P.date(row[0]); } },
              { label: t("customer.order"), value: function (row) { return row[1]; }, show: function (row) { return P.raw(row[1]); } },
              { label: t("customer.product"), value: function (row) { return shard.products[row[2]]; },
                show: function (row) {
                  return row[3] < 0 ? [P.raw(shard.products[row[2]]), " ", P.badge(t("customer.return"))]
                    : P.raw(shard.products[row[2]]);
                } },
              P.column(t("customer.quantity"), function (row) { return row[3]; }, function (row) { return P.number(row[3]); }),
              P.column(t("customer.amount"), function (row) { return row[4]; }, function (row) { return P.money(row[4], 2); }),
            ],
          }));
        }
        function offers(shard, detail) {
          if (detail.offers.length === 0) { return null; }
          return P.section(t("customer.offers"), P.panel({
            caption: t("customer.offers"), rows: detail.offers, sortable: false,
            columns: [
              { label: t("customer.product"), value: function (row) { return shard.products[row[0]]; },
                show: function (row) { return P.raw(shard.products[row[0]]); } },
              P.column(t("customer.lift"), function (row) { return row[1]; }, function (row) { return P.number(row[1], 2); }),
              P.column(t("customer.confidence"), function (row) { return row[2]; }, function (row) { return P.percent(row[2], 0); }),
              { label: t("customer.source"), value: function (row) { return P.maybe("customer.source." + row[3]) || row[3]; } },
            ],
          }));
        }

        function person(all, id) {
          const at = all.ids.indexOf(id);
          if (at < 0) { return P.message("warn", t("customer.unknown", { id: id })); }
          const number = Math.floor(at / all.shard);
          return [
            el("h2", null, t("customer.name", { id: id })), profile(all, at), standing(all, at),
            all.details ? P.later("customers/" + number, "customers" + number, function (shard) {
              const detail = shard.customers[at % all.shard];
              return [lines(shard, detail), offers(shard, detail)];
            }) : null];
        }

        P.pages.customer = {
          title: function () { return t("customer.title"); },
          lead: function () { return t("customer.lead"); },
          help: "customer",
          single: true,
          data: function () { return P.data.people; },
          render: function () {
            const id = P.query.get("id") || "";
            return [P.later("customers", "customers", function (all) {
              return [finder(all, id), id === "" ? null : person(all, id)];
            })];
          },
        };
      })();
      """#)
}
