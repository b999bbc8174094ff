extension Assets {
  /// Language, labels and making elements. Text enters the page as text nodes only.
  static let coreScript = Script(
    name: "core",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const data = window.PALIER || {};
        P.data = data;
        P.meta = data.meta || { title: "Palier", language: "en", currency: "EUR", asOf: "", parameters: [], names: [] };
        P.languages = Object.keys(data.labels || { en: {} });
        P.language = P.meta.language;

        const memory = "palier.language";
        P.remember = function (language) {
          try { window.localStorage.setItem(memory, language); } catch (error) { /* storage may be refused: no matter */ }
        };
        P.remembered = function () {
          try { return window.localStorage.getItem(memory); } catch (error) { return null; }
        };

        /** A label in the page's language: its {names} replaced, of its {name:one|more} what suits the number. */
        P.t = function (key, values) {
          const table = data.labels[P.language];
          if (!Object.hasOwn(table, key)) { P.fault("no label " + key); return key; }
          const known = values || {};
          return table[key].replace(/\{(\w+):([^|]*)\|((?:[^{}]|\{\w+\})*)\}/g, function (whole, name, one, more) {
            return new Intl.PluralRules(P.language).select(known[name]) === "one" ? one : more;
          }).replace(/\{(\w+)\}/g, function (whole, name) {
            if (!Object.hasOwn(known, name)) { return whole; }
            return typeof known[name] === "number" ? P.amount(known[name]) : String(known[name]);
          });
        };
        /** The label of a key, or nothing where there is none. */
        P.maybe = function (key) {
          const table = data.labels[P.language];
          return Object.hasOwn(table, key) ? table[key] : null;
        };
        /** A text that the model gives in both languages. */
        P.local = function (text) { return text ? text[P.language] || text.en : ""; };

        const names = new Map(P.meta.names.map(function (entry) { return [entry.segment, entry]; }));
        /** A segment's display name; an unknown key stays as given. */
        P.segmentName = function (key) { return names.has(key) ? P.local(names.get(key).name) : String(key); };
        P.segmentText = function (key) {
          return names.has(key) && names.get(key).description ? P.local(names.get(key).description) : "";
        };
        P.featureName = function (key) { return P.maybe("feature." + key) || String(key); };

        // Both 3:1 against either surface; the tier decides the colour, so that a segment keeps it on every chart.
        const tiers = {
          champions: "#3b82c4", clients_fideles: "#2a9d8f", loyal: "#2a9d8f", potentiels_fideles: "#6a994e",
          potential_loyalist: "#6a994e", nouveaux_clients: "#8a6fc0", new: "#8a6fc0", promising: "#a77bc9",
          a_ne_pas_perdre: "#c8553d", cant_lose: "#c8553d", at_risk: "#d1762f", need_attention: "#a98b2d",
          about_to_sleep: "#8f8a6a", hibernants: "#7d8996", hibernating: "#7d8996", autre: "#9a8478",
        };
        P.palette = ["#3b82c4", "#d1762f", "#2a9d8f", "#8a6fc0", "#c8553d", "#6a994e", "#a98b2d", "#b0608f", "#5c7fa3",
          "#7d8996"];
        P.segmentColor = function (key, index) {
          return Object.hasOwn(tiers, key) ? tiers[key] : P.palette[index % P.palette.length];
        };

        /** An element: `el("p", {class: "lead", on: {click: f}}, "text", otherElement)`. */
        P.el = function (tag, properties, ...children) {
          const element = document.createElement(tag);
          for (const [name, value] of Object.entries(properties || {})) {
            if (value === null || value === undefined || value === false) { continue; }
            if (name === "on") {
              for (const [event, handler] of Object.entries(value)) { element.addEventListener(event, handler); }
            } else if (name === "style") {
              for (const [property, setting] of Object.entries(value)) { element.style.setProperty(property, setting); }
            } else {
              element.setAttribute(name, value === true ? "" : String(value));
            }
          }
          for (const child of children.flat(Infinity)) {
            if (child === null || child === undefined || child === false) { continue; }
            element.append(child instanceof Node ? child : document.createTextNode(String(child)));
          }
          return element;
        };
        /** Text from the data, kept apart from the writing direction around it. */
        P.raw = function (text) { return P.el("bdi", null, text); };
        /** A text that may be long, in a box that scrolls. */
        P.clip = function (text, wide) { return P.el("span", { class: wide ? "clip wide" : "clip" }, P.raw(text)); };
        /** The beginning of a text, on one line; all of it to who points at it or has it read. */
        P.brief = function (text) { return P.el("span", { class: "brief", title: text }, P.raw(text)); };
        P.badge = function (text, kind) { return P.el("span", { class: "badge " + (kind || "") }, text); };
        P.segment = function (key, index) {
          const color = P.segmentColor(key, index || 0);
          return P.dotted(color, P.segmentName(key));
        };
        /** A name behind a dot of its colour. */
        P.dotted = function (color, text) {
          return P.el("span", { class: "label" },
            P.el("span", { class: "dot", style: { background: color }, "aria-hidden": "true" }), P.raw(text));
        };
        /** A section; a caption inside that only repeats its title is kept for screen readers alone. */
        P.section = function (title, ...children) {
          const section = P.el("section", { class: "stack" }, P.el("h2", null, title), children);
          for (const inner of section.querySelectorAll("caption, figcaption h3")) {
            if (inner.textContent === title) { inner.classList.add("visually-hidden"); }
          }
          return section;
        };
        P.message = function (kind, ...children) { return P.el("div", { class: "message " + kind }, children); };
        P.join = function (items) {
          return new Intl.ListFormat(P.language, { style: "long", type: "conjunction" }).format(items);
        };
        /** Facts as a definition list: pairs of label and content; pairs without content are left out. */
        P.facts = function (pairs) {
          const kept = pairs.filter(function (pair) { return pair[1] !== null && pair[1] !== undefined; });
          return P.el("dl", { class: "facts panel" }, kept.map(function (pair) {
            return [P.el("dt", null, pair[0]), P.el("dd", null, pair[1])];
          }));
        };
        /** The panel that says what a page's figures mean. */
        P.help = function (page) {
          const list = P.el("dl");
          for (let n = 1; P.maybe("help." + page + "." + n + ".term"); n += 1) {
            list.append(P.el("dt", null, P.t("help." + page + "." + n + ".term")),
              P.el("dd", null, P.t("help." + page + "." + n + ".text")));
          }
          return P.el("details", { class: "help" }, P.el("summary", null, P.t("shell.help")), list);
        };
        P.absent = function () {
          return P.message("", P.el("h3", null, P.t("shell.absent.title")), P.el("p", null, P.t("shell.absent.text")));
        };
      })();
      """#)
}
