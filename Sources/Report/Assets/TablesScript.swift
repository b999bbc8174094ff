extension Assets {
  /// Tables: a caption, header cells, a total first, sorting by header.
  static let tablesScript = Script(
    name: "tables",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el } = P;

        /**
         * A table. `columns`: {label, number, value(row) for sorting, show(row) for the cell, total}; the first column is
         * the row's header. A table of more than three rows can be sorted; `stacked` folds rows on a phone.
         */
        P.table = function (spec) {
          const sortable = spec.rows.length > 3 && spec.sortable !== false;
          const body = el("tbody");
          const heads = spec.columns.map(function (column, index) {
            const label = sortable
              ? el("button", {
                type: "button", "aria-label": P.t("table.sort", { column: column.label }),
                on: { click: function () { sort(index); } } }, column.label)
              : column.label;
            return el("th", { scope: "col", class: column.number ? "number" : null }, label);
          });
          function cells(row) {
            return el("tr", null, spec.columns.map(function (column, index) {
              const content = column.show ? column.show(row) : column.value(row);
              const shape = { class: column.number ? "number" : null };
              if (index === 0) { return el("th", Object.assign({ scope: "row" }, shape), content); }
              return el("td", Object.assign({ "data-label": spec.stacked ? column.label : null }, shape), content);
            }));
          }
          function fill(rows) {
            body.replaceChildren();
            if (spec.columns.some(function (column) { return column.total !== undefined; })) {
              body.append(el("tr", { class: "total" }, spec.columns.map(function (column, index) {
                const shape = { class: column.number ? "number" : null };
                const content = column.total === undefined ? "" : column.total;
                return index === 0 ? el("th", Object.assign({ scope: "row" }, shape), content) : el("td", shape, content);
              })));
            }
            body.append(...rows.map(cells));
            if (body.isConnected) { P.reach(body); }
          }
          function sort(index) {
            const column = spec.columns[index];
            const was = heads[index].getAttribute("aria-sort");
            const falling = was ? was === "ascending" : Boolean(column.number);
            heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
            heads[index].setAttribute("aria-sort", falling ? "descending" : "ascending");
            const collator = new Intl.Collator(P.language, { numeric: true });
            const sorted = spec.rows.slice().sort(function (a, b) {
              const x = column.value(a);
              const y = column.value(b);
              if (x === null || x === undefined) { return 1; }
              if (y === null || y === undefined) { return -1; }
              const order = typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
              return falling ? -order : order;
            });
            fill(sorted);
          }
          fill(spec.rows);
          const table = el("table", { class: spec.stacked ? "stacked" : null },
            el("caption", null, el("span", null, spec.caption)), el("thead", null, el("tr", null, heads)), body);
          return el("div", { class: spec.rows.length > 12 ? "sheet" : "sheet short", role: "region", tabindex: "0", "aria-label": spec.caption }, table);
        };

        /** Lets the keyboard into texts that scroll in a box of their own, once they are in the page. */
        P.reach = function (place) {
          for (const text of place.querySelectorAll(".clip, .label bdi, th[scope=row] > bdi, .value.words")) {
            if (text.scrollHeight > text.clientHeight + 1 || text.scrollWidth > text.clientWidth + 1) {
              text.setAttribute("tabindex", "0");
            }
          }
        };
        /** A table in a panel of its own, with an optional remark below. */
        P.panel = function (spec, remark) {
          return el("div", { class: "panel" }, P.table(spec), remark ? el("p", null, remark) : null);
        };
      })();
      """#)
}
