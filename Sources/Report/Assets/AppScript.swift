extension Assets {
  /// Addresses, navigation, language, and what a page is made of.
  static let appScript = Script(
    name: "app",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const order = ["summary", "segments", "actions", "customer", "customers", "cohorts", "evolution", "lifetime",
          "scenarios", "baskets", "clusters", "stability", "contract", "data"];
        let current = null;

        /** The address of a page in the page's language, with what else it shows. */
        P.address = function (page, values) {
          return "#/" + page + "?" + new URLSearchParams(Object.assign({}, values, { lang: P.language }));
        };
        P.query = new URLSearchParams();
        /** Makes what a reader has chosen part of the address, so that it can be linked; an empty value leaves it out. */
        P.keep = function (values) {
          for (const [name, value] of Object.entries(values)) {
            if (value === "" || value === null) { P.query.delete(name); } else { P.query.set(name, value); }
          }
          window.history.replaceState(null, "", P.address(current, Object.fromEntries(P.query)));
        };
        /** What the address says of a name, where it is one of the values that can be. */
        P.asked = function (name, values, otherwise) {
          const asked = P.query.get(name);
          return values.includes(asked) ? asked : otherwise;
        };
        function read() {
          const match = /^#\/(\w+)(?:\?(.*))?$/.exec(window.location.hash) || [];
          P.query = new URLSearchParams(match[2] || "");
          const asked = P.query.get("lang");
          const language = [asked, P.remembered(), P.meta.language].find(function (one) { return P.languages.includes(one); });
          const page = match[1] === "all" || Object.hasOwn(P.pages, match[1] || "") ? match[1] : order[0];
          return { page: page, language: language || "en" };
        }

        function page(id) {
          const made = P.pages[id];
          const data = made.data();
          const lead = made.lead(data);
          const content = data ? made.render(data) : [P.absent()];
          return el("article", { class: "page", id: "page-" + id },
            el("h1", { tabindex: "-1" }, made.title()), lead ? el("p", { class: "lead" }, P.raw(lead)) : null,
            P.help(made.help), content);
        }

        function top() {
          const language = function (code, name) {
            return el("button", {
              type: "button", lang: code, "aria-pressed": String(P.language === code), title: name,
              on: { click: function () { P.remember(code); go(current, code); } } },
            code.toUpperCase(), el("span", { class: "visually-hidden" }, " " + name));
          };
          document.getElementById("top").replaceChildren(
            el("span", { class: "brand", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
            el("span", { class: "name", title: P.meta.title }, P.raw(P.meta.title)),
            el("span", { class: "asof" }, t("shell.asOf", { date: P.date(P.meta.asOf) })),
            el("div", { class: "tools" },
              el("div", { class: "switch", role: "group", "aria-label": t("shell.language") },
                language("fr", "Fran\u00e7ais"), language("en", "English"))));
          document.getElementById("skip").replaceChildren(document.createTextNode(t("nav.skip")));
        }
        function navigation() {
          const nav = document.getElementById("nav");
          nav.setAttribute("aria-label", t("nav.title"));
          nav.replaceChildren(el("ul", null, order.concat("all").map(function (id) {
            return el("li", { class: id === "all" ? "apart" : null }, el("a", {
              href: P.address(id), "aria-current": id === current ? "page" : null }, t("nav." + id)));
          })));
        }

        /** The whole report leaves out what only answers a question. */
        function printed() { return order.filter(function (id) { return !P.pages[id].single; }); }

        function go(id, language) {
          const values = Object.fromEntries(P.query);
          P.language = language;
          const hash = P.address(id, id === current ? values : {});
          if (window.location.hash === hash) { show(); } else { window.location.hash = hash; }
        }
        function show(first) {
          const state = read();
          const moved = current !== state.page;
          current = state.page;
          P.language = state.language;
          document.documentElement.lang = P.language;
          P.clearCharts();
          top();
          navigation();
          // On a phone the pages stand in one row that scrolls: the one that is open is in sight.
          const nav = document.getElementById("nav");
          const link = nav.querySelector("[aria-current]");
          if (link) { nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2; }
          const main = document.getElementById("main");
          try {
            main.replaceChildren(...(current === "all" ? printed() : [current]).map(page));
          } catch (error) {
            P.fault(error);
            main.replaceChildren(P.message("bad", String(error)));
          }
          document.title = t("nav." + current) + " \u00b7 " + P.meta.title + " \u00b7 Palier";
          document.documentElement.dataset.page = current;
          if (!first && moved) {
            window.scrollTo(0, 0);
            const heading = main.querySelector("h1");
            if (heading) { heading.focus({ preventScroll: true }); }
          }
          P.flush();
        }

        window.addEventListener("hashchange", function () { show(false); });
        document.getElementById("skip").addEventListener("click", function (event) {
          event.preventDefault();
          document.getElementById("main").focus();
        });
        show(true);
      })();
      """#)
}
