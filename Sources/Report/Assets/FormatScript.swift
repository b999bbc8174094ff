extension Assets {
  /// Numbers, money, dates and durations in the page's language.
  static let formatScript = Script(
    name: "format",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const dash = "\u2013";
        const cache = new Map();
        function formatter(kind, options) {
          const key = kind.name + P.language + JSON.stringify(options);
          if (!cache.has(key)) { cache.set(key, new kind(P.language, options)); }
          return cache.get(key);
        }
        function known(value) { return typeof value === "number" && Number.isFinite(value); }
        P.known = known;

        P.number = function (value, digits) {
          if (!known(value)) { return dash; }
          const places = digits || 0;
          return formatter(Intl.NumberFormat, { minimumFractionDigits: places, maximumFractionDigits: places })
            .format(value);
        };
        /** As many places as a mean of this size needs. */
        P.mean = function (value) { return P.number(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2); };
        P.percent = function (value, digits) {
          if (!known(value)) { return dash; }
          const places = digits === undefined ? 1 : digits;
          return formatter(Intl.NumberFormat, {
            style: "percent", minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
        };
        P.money = function (value, digits, currency) {
          if (!known(value)) { return dash; }
          const places = digits === undefined ? (Math.abs(value) >= 1000 ? 0 : 2) : digits;
          const code = currency || P.meta.currency;
          try {
            return formatter(Intl.NumberFormat, {
              style: "currency", currency: code, currencyDisplay: "narrowSymbol", minimumFractionDigits: places,
              maximumFractionDigits: places }).format(value);
          } catch (error) { // not a currency code: shown as given
            return P.number(value, places) + "\u00a0" + code;
          }
        };
        /** What a money axis writes before and after its numbers. */
        P.moneyAffixes = function () {
          const parts = P.money(1, 0).split("1");
          return { tickprefix: parts[0], ticksuffix: parts[1] || "" };
        };
        P.signed = function (value, format) {
          return (value > 0 ? "+" : value < 0 ? "\u2212" : "") + format(Math.abs(value));
        };
        function date(text, options) {
          const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text || "");
          if (!match) { return String(text || dash); }
          const instant = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3] || 1));
          return formatter(Intl.DateTimeFormat, Object.assign({ timeZone: "UTC" }, options)).format(instant);
        }
        P.date = function (text) { return first(date(text, { dateStyle: "long" })); };
        /** French writes the first of a month as an ordinal, which Intl does not. */
        function first(text) { return P.language === "fr" ? text.replace(/^1 /, "1er ") : text; }
        P.month = function (text) { return date(text, { year: "numeric", month: "long" }); };
        P.instant = function (text) {
          const instant = Date.parse(text);
          if (Number.isNaN(instant)) { return String(text); }
          return first(formatter(Intl.DateTimeFormat, { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" })
            .format(instant)) + " UTC";
        };
        P.seconds = function (value) {
          if (!known(value)) { return dash; }
          return P.number(value, value < 1 ? 3 : value < 100 ? 2 : 0);
        };
        /** `count` steps such as "1 month" in words; a step in another form is multiplied as it stands. */
        P.duration = function (step, count) {
          const match = /^\s*(\d+)\s*(day|week|month|year)s?\s*$/i.exec(step || "");
          if (!match) { return P.number(count) + " \u00d7 " + step; }
          return formatter(Intl.NumberFormat, { style: "unit", unit: match[2].toLowerCase(), unitDisplay: "long" })
            .format(Number(match[1]) * count);
        };
        P.strategyName = function (key) {
          const every = /^every[_:\s-]*(\d+)/.exec(key);
          if (every) {
            return every[1] === "1" ? P.t("strategy.everyOne") : P.t("strategy.every", { n: P.number(Number(every[1])) });
          }
          return P.maybe("strategy." + key) || String(key);
        };
        P.windowName = function (key) {
          const rolling = /^rolling (\d+ months?)$/.exec(key);
          if (rolling) { return P.t("stability.window.rolling", { span: P.duration(rolling[1], 1) }); }
          return P.maybe("stability.window." + key) || P.t("stability.window", { name: key });
        };
      })();
      """#)
}
