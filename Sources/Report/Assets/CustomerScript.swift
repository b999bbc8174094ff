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

        /** The order in which the pipeline sorts ids: by code point, which is not how strings compare here. */
        function compare(a, b) {
          const x = Array.from(a);
          const y = Array.from(b);
          for (let index = 0; index < Math.min(x.length, y.length); index += 1) {
            if (x[index] !== y[index]) { return x[index].codePointAt(0) - y[index].codePointAt(0); }
          }
          return x.length - y.length;
        }
        /** The number of the file that holds an id, or the first that begin with it. */
        function fileOf(index, id) {
          let low = 0;
          let high = index.first.length - 1;
          while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (compare(index.first[middle], id) <= 0) { low = middle; } else { high = middle - 1; }
          }
          return low;
        }
        /** A file's customers with their values by name. */
        function unpack(index, shard) {
          if (!shard.people) {
            shard.people = shard.customers.map(function (values) {
              return Object.fromEntries(index.fields.map(function (name, place) { return [name, values[place]]; }));
            });
          }
          return shard;
        }
        function open(index, number) {
          return P.load("customers/" + number, "customers" + number).then(function (shard) { return unpack(index, shard); });
        }
        /** Ids that begin with a text, as typed or in capitals or small letters: from two files for each, at most. */
        function matches(index, text) {
          const ways = Array.from(new Set([text, text.toUpperCase(), text.toLowerCase()]));
          return Promise.all(ways.map(function (way) {
            const first = fileOf(index, way);
            const files = [first, first + 1].filter(function (number) { return number < index.first.length; });
            return Promise.all(files.map(function (number) { return open(index, number); })).then(function (shards) {
              return shards.flatMap(function (shard) { return shard.people.map(function (one) { return one.id; }); })
                .filter(function (id) { return id.startsWith(way); });
            });
          })).then(function (lists) { return Array.from(new Set(lists.flat())).slice(0, most); });
        }
        function find(index, id) {
          const number = fileOf(index, id);
          return open(index, number).then(function (shard) {
            const customer = shard.people.find(function (one) { return one.id === id; });
            return customer ? { shard: shard, customer: customer } : null;
          });
        }
        function visit(id) { window.location.hash = P.address("customer", { id: id }).slice(1); }

        function finder(index, id) {
          const list = el("datalist", { id: "customer-ids" });
          let asked = "";
          const input = el("input", {
            type: "search", list: "customer-ids", autocomplete: "off", spellcheck: "false", value: id,
            on: { input: function (event) {
              const text = input.value.trim();
              asked = text;
              if (text === "") { list.replaceChildren(); return; }
              // A suggestion that was taken replaces the text at once.
              if (event.inputType === "insertReplacementText" && text !== id) { visit(text); return; }
              matches(index, text).then(function (found) {
                if (asked !== text) { return; }
                list.replaceChildren(...found.map(function (one) { return el("option", { value: one }); }));
              }).catch(P.fault);
            } } });
          return el("form", { class: "panel controls", role: "search", on: { submit: function (event) {
            event.preventDefault();
            const text = input.value.trim();
            find(index, text).then(function (exact) {
              return exact ? text : matches(index, text).then(function (found) { return found[0] || text; });
            }).then(visit).catch(P.fault);
          } } },
          el("label", { class: "control" }, el("span", null, t("customer.find")), input), list,
          el("button", { type: "submit", class: "plain" }, t("customer.show")),
          el("button", { type: "button", class: "plain", on: { click: function () {
            // The best customer at risk is who somebody would call first; without one, the customer who spends most.
            const next = P.data.summary && P.data.summary.atRisk[0];
            visit(next ? next.customer : index.best);
          } } }, t("customer.example")));
        }

        function card(label, value, note, words) {
          return el("div", { class: "card" }, el("dt", null, label), el("dd", { class: words ? "value words" : "value" }, value),
            note ? el("dd", { class: "note" }, note) : null);
        }
        function profile(index, one) {
          return el("dl", { class: "cards" },
            card(t("column.segment"), P.segment(index.segments[one.segment], one.segment), t("customer.code", { code: one.code }), true),
            one.cluster !== null ? card(t("customers.cluster"), P.clusterName(one.cluster), null, true) : null,
            card(t("summary.recency"), P.number(one.recency)),
            card(t("column.orders"), P.number(one.frequency),
              one.tenure !== null ? t("customer.since", { days: one.tenure }) : null),
            card(t("customer.value"), P.money(one.monetary),
              t("customer.basket", { value: P.money(one.frequency > 0 ? one.monetary / one.frequency : null, 2) })),
            one.alive !== null ? card(t("customers.alive"), P.percent(one.alive, 0), t("customer.alive.note")) : null,
            one.expected !== null ? card(t("customer.expected"), P.number(one.expected, 1), t("customer.expected.note")) : null,
            one.clv !== null ? card(t("customers.clv"), P.money(one.clv, 0)) : null,
            one.country !== null ? card(t("customers.country"), P.raw(one.country), null, true) : null);
        }

        /** Where the customer stands among those of the same segment. */
        function standing(index, one) {
          const peers = index.sizes[one.segment];
          const shows = [function (value) { return P.number(value, Number.isInteger(value) ? 0 : 1); },
            function (value) { return P.number(value, Number.isInteger(value) ? 0 : 1); }, P.money];
          const rows = [["summary.recency", one.recency], ["column.orders", one.frequency], ["summary.spent", one.monetary]]
            .map(function (measure, place) {
              return { label: measure[0], own: shows[place](measure[1]), median: shows[place](index.medians[one.segment][place]),
                share: peers > 1 ? one.behind[place] / (peers - 1) : null };
            });
          const segment = P.segmentName(index.segments[one.segment]);
          return P.section(t("customer.standing", { segment: segment }), P.panel({
            caption: t("customer.standing", { segment: segment }), rows: rows, sortable: false,
            columns: [
              { label: t("customer.measure"), value: function (row) { return P.maybe(row.label); } },
              P.column(t("customer.own"), function (row) { return row.own; }),
              P.column(t("customer.median"), function (row) { return row.median; }),
              { label: t("customer.better"), value: function (row) { return row.share; }, show: function (row) {
                return P.known(row.share)
                  ? [P.percent(row.share, 0), el("span", { class: "bar", "aria-hidden": "true" },
                    el("i", { style: { width: 100 * row.share + "%" } }))]
                  : P.number(null);
              } },
            ],
          }, t("customer.peers", { count: peers })));
        }

        function lines(shard, detail) {
          if (!P.data.people.details) { return null; }
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

        function person(index, id) {
          const number = fileOf(index, id);
          return P.later("customers/" + number, "customers" + number, function (shard) {
            const one = unpack(index, shard).people.find(function (customer) { return customer.id === id; });
            if (!one) { return P.message("warn", t("customer.unknown", { id: id })); }
            return [el("h2", null, t("customer.name", { id: id })), profile(index, one), standing(index, one), lines(shard, one),
              offers(shard, one)];
          });
        }

        P.pages.customer = {
          title: function () { return t("customer.title"); },
          lead: function () { return t("customer.lead"); },
          help: "customer",
          single: true,
          data: function () { return P.data.people; },
          render: function () {
            const id = P.query.get("id") || "";
            return [P.later("customers/index", "customerIndex", function (index) {
              return [finder(index, id), id === "" || index.count === 0 ? null : person(index, id)];
            })];
          },
        };
      })();
      """#)
}
