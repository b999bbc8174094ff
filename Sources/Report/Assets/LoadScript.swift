extension Assets {
  /// Data that a page fetches when it is opened, and files that a reader takes away.
  static let loadScript = Script(
    name: "load",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el } = P;
        const waiting = new Map();

        /** The data file `data/<path>.js`, which sets PALIER[name]: a script, since a page from disk may not fetch. */
        P.load = function (path, name) {
          if (Object.hasOwn(P.data, name)) { return Promise.resolve(P.data[name]); }
          if (!waiting.has(path)) {
            waiting.set(path, new Promise(function (resolve, reject) {
              const script = el("script", { src: "data/" + path + ".js" });
              script.addEventListener("load", function () { resolve(P.data[name]); });
              script.addEventListener("error", function () {
                waiting.delete(path);
                reject(new Error(P.t("load.failed", { file: "data/" + path + ".js" })));
              });
              document.head.append(script);
            }));
          }
          return waiting.get(path);
        };
        /** A place that says it waits, and then holds what `render` makes of the data. */
        P.later = function (path, name, render) {
          if (Object.hasOwn(P.data, name)) { return el("div", { class: "stack" }, render(P.data[name])); }
          const place = el("div", { class: "stack", "aria-busy": "true" }, el("p", { class: "lead" }, P.t("load.waiting")));
          P.load(path, name).then(function (data) {
            if (!place.isConnected) { return; }
            place.removeAttribute("aria-busy");
            place.replaceChildren(...[render(data)].flat(Infinity).filter(Boolean));
            P.flush();
          }).catch(function (error) {
            place.removeAttribute("aria-busy");
            place.replaceChildren(P.message("bad", error.message));
          });
          return place;
        };

        /** A cell of a csv file: what a spreadsheet could take for a formula is marked as text. */
        function cell(value, separator) {
          if (value === null || value === undefined) { return ""; }
          if (typeof value === "number") {
            const text = String(value);
            return P.language === "fr" ? text.replace(".", ",") : text;
          }
          const text = /^[=+\-@\t\r]/.test(String(value)) ? "'" + value : String(value);
          return /["\n\r]/.test(text) || text.includes(separator) ? "\"" + text.replace(/"/g, "\"\"") + "\"" : text;
        }
        function hand(name, blob) {
          const address = URL.createObjectURL(blob);
          const link = el("a", { href: address, download: name });
          document.body.append(link);
          link.click();
          link.remove();
          window.setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
        }
        function csv(columns, rows) {
          const separator = P.language === "fr" ? ";" : ",";
          const lines = [columns.map(function (column) { return cell(column.label, separator); })].concat(
            rows.map(function (row) {
              return columns.map(function (column) { return cell(column.value(row), separator); });
            }));
          return new Blob(["\ufeff" + lines.map(function (line) { return line.join(separator); }).join("\r\n") + "\r\n"],
            { type: "text/csv;charset=utf-8" });
        }
        /** Buttons that hand out rows: as csv, written as spreadsheets in the page's language expect it, and as Excel. */
        P.download = function (name, columns, rows) {
          const button = function (label, click) {
            return el("button", { type: "button", class: "plain", on: { click: click } }, label);
          };
          return el("span", { class: "turns" },
            button(P.t("load.csv"), function () { hand(name + ".csv", csv(columns, rows())); }),
            button(P.t("load.excel"), function () { hand(name + ".xlsx", P.workbook(name, columns, rows())); }));
        };
      })();
      """#)
}
