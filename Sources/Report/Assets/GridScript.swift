extension Assets {
  /// Long tables: filtered, sorted and shown a page at a time, so that 100,000 rows cost what 50 do.
  static let gridScript = Script(
    name: "grid",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const size = 50;

        /**
         * A long table. Rows are numbers below `count`; `columns`: {label, number, value(row), show(row)}; `filters`: elements
         * to show above; `keeps(row)` tells whether a row passes them now; `name`: of the csv file.
         * Returns {element, refresh}: call refresh when a filter has changed.
         */
        P.grid = function (spec) {
          const collator = new Intl.Collator(P.language, { numeric: true });
          let sorted = spec.sorted || { column: 0, falling: false };
          let rows = [];
          let page = 0;
          const body = el("tbody");
          const state = el("p", { class: "state", role: "status" });
          const heads = spec.columns.map(function (column, index) {
            return el("th", { scope: "col", class: column.number ? "number" : null }, el("button", {
              type: "button", "aria-label": t("table.sort", { column: column.label }),
              on: { click: function () {
                const falling = sorted.column === index ? !sorted.falling : Boolean(column.number);
                sorted = { column: index, falling: falling };
                refresh();
              } } }, column.label));
          });
          function order() {
            const column = spec.columns[sorted.column];
            const sign = sorted.falling ? -1 : 1;
            const keys = new Map(rows.map(function (row) { return [row, column.value(row)]; }));
            rows.sort(function (a, b) {
              const x = keys.get(a);
              const y = keys.get(b);
              const noX = x === null || x === undefined;
              const noY = y === null || y === undefined;
              if (noX || noY) { return noX && noY ? a - b : noX ? 1 : -1; }
              const found = typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
              return found === 0 ? a - b : sign * found;
            });
            heads.forEach(function (head, index) {
              if (index === sorted.column) {
                head.setAttribute("aria-sort", sorted.falling ? "descending" : "ascending");
              } else { head.removeAttribute("aria-sort"); }
            });
          }
          function turn(text, to, name) {
            return el("button", { type: "button", class: "plain", "aria-label": name, on: { click: function () {
              page = to();
              draw();
            } } }, text);
          }
          const last = function () { return Math.max(0, Math.ceil(rows.length / size) - 1); };
          const turns = [
            turn("\u00ab", function () { return 0; }, t("grid.first")),
            turn("\u2039", function () { return Math.max(0, page - 1); }, t("grid.previous")),
            turn("\u203a", function () { return Math.min(last(), page + 1); }, t("grid.next")),
            turn("\u00bb", last, t("grid.last"))];
          function draw() {
            const from = page * size;
            const shown = rows.slice(from, from + size);
            body.replaceChildren(...shown.map(function (row) {
              return el("tr", null, spec.columns.map(function (column, index) {
                const content = column.show ? column.show(row) : column.value(row);
                const shape = { class: column.number ? "number" : null };
                return index === 0 ? el("th", Object.assign({ scope: "row" }, shape), content) : el("td", shape, content);
              }));
            }));
            if (body.isConnected) { P.reach(body); }
            state.textContent = rows.length === 0 ? t("grid.none") : t("grid.state", {
              first: P.number(from + 1), last: P.number(from + shown.length), count: P.number(rows.length) });
            turns.forEach(function (button, index) { button.disabled = index < 2 ? page === 0 : page >= last(); });
          }
          function refresh() {
            rows = [];
            for (let row = 0; row < spec.count; row += 1) { if (!spec.keeps || spec.keeps(row)) { rows.push(row); } }
            page = 0;
            order();
            draw();
          }
          refresh();
          const table = el("div", { class: "sheet", role: "region", tabindex: "0", "aria-label": spec.caption },
            el("table", { class: spec.slim ? "slim" : null }, el("caption", null, el("span", null, spec.caption)), el("thead", null, el("tr", null, heads)),
              body));
          const element = el("div", { class: "panel" },
            spec.filters ? el("div", { class: "controls" }, spec.filters) : null, table,
            el("div", { class: "controls" }, state, el("span", { class: "turns" }, turns),
              P.download(spec.name, spec.columns, function () { return rows; })));
          return { element: element, refresh: refresh };
        };

        /** A choice with its label; `options`: pairs of value and text. */
        P.choice = function (label, options, value, changed) {
          const select = el("select", { on: { change: function () { changed(select.value); } } },
            options.map(function (option) {
              return el("option", { value: option[0], selected: option[0] === value }, option[1]);
            }));
          return el("label", { class: "control" }, el("span", null, label), select);
        };
      })();
      """#)
}
