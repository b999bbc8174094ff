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
          if (!cache.has(key)) {
            const made = new kind(P.language, options);
            // Intl writes a hyphen before what is less than 0.
            cache.set(key, kind !== Intl.NumberFormat ? made
              : { format: function (value) { return made.format(value).replace(/^-/, "\u2212"); } });
          }
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
        /** How the means of one column are written: with as many places, all of them, as their size needs. */
        P.means = function (values) {
          const sizes = values.filter(known).map(Math.abs);
          const places = sizes.every(function (size) { return size >= 100; }) ? 0
            : sizes.some(function (size) { return size >= 10; }) ? 1 : 2;
          return function (value) { return P.number(value, places); };
        };
        P.percent = function (value, digits) {
          if (!known(value)) { return dash; }
          const places = digits === undefined ? 1 : digits;
          return formatter(Intl.NumberFormat, {
            style: "percent", minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
        };
        /** What somebody set, as it was set. */
        P.setNumber = function (value) {
          return known(value) ? formatter(Intl.NumberFormat, { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(value)
            : dash;
        };
        /** The same, with up to two decimals and no zeros behind. */
        P.setPercent = function (value) {
          if (!known(value)) { return dash; }
          return formatter(Intl.NumberFormat, { style: "percent", maximumFractionDigits: 2 }).format(value);
        };
        const minors = new Map();
        /** How many decimals a currency has: yen have none. */
        function minor(code) {
          if (!minors.has(code)) {
            let places = 2;
            try {
              places = new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions().maximumFractionDigits;
            } catch (error) { /* not a currency code */ }
            minors.set(code, places);
          }
          return minors.get(code);
        }
        P.money = function (value, digits, currency) {
          if (!known(value)) { return dash; }
          const code = currency || P.meta.currency;
          const places = Math.min(minor(code), digits === undefined ? (Math.abs(value) >= 1000 ? 0 : 2) : digits);
          try {
            return formatter(Intl.NumberFormat, {
              style: "currency", currency: code, currencyDisplay: "narrowSymbol", minimumFractionDigits: places,
              maximumFractionDigits: places }).format(value);
          } catch (error) { // not a currency code: shown as given
            return P.number(value, places) + "\u00a0" + code;
          }
        };
        /** A number as an axis has room for it: 12 k, 1.5 M. */
        P.shortNumber = function (value) {
          return known(value) ? formatter(Intl.NumberFormat, { notation: "compact", maximumSignificantDigits: 3 }).format(value)
            : dash;
        };
        P.shortMoney = function (value) {
          if (!known(value)) { return dash; }
          try {
            return formatter(Intl.NumberFormat, {
              style: "currency", currency: P.meta.currency, currencyDisplay: "narrowSymbol", notation: "compact",
              maximumSignificantDigits: 3 }).format(value);
          } catch (error) { return P.shortNumber(value) + "\u00a0" + P.meta.currency; }
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
        /** A day where there is little room. */
        P.shortDay = function (text) { return date(text, { day: "numeric", month: "short" }) + "<br>" + text.slice(0, 4); };
        /** A time where there is little room: to the minute. */
        P.shortInstant = function (text) {
          const instant = Date.parse(text);
          if (Number.isNaN(instant)) { return String(text); }
          return first(formatter(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })
            .format(instant)) + " UTC";
        };
        P.instant = function (text) {
          const instant = Date.parse(text);
          if (Number.isNaN(instant)) { return String(text); }
          return first(formatter(Intl.DateTimeFormat, { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" })
            .format(instant)) + " UTC";
        };
        /** A number as it is, with two decimals at most. */
        P.amount = function (value) {
          return known(value) ? formatter(Intl.NumberFormat, { maximumFractionDigits: 2 }).format(value) : dash;
        };
        /** A span of time in its two largest units that count: 3 days 4 hours. */
        P.span = function (seconds) {
          let rest = Math.abs(seconds);
          const parts = [];
          for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]) {
            const count = Math.floor(rest / size);
            rest -= count * size;
            if (count > 0 && parts.length < 2) {
              parts.push(formatter(Intl.NumberFormat, { style: "unit", unit: unit, unitDisplay: "long" }).format(count));
            } else if (parts.length > 0) { break; }
          }
          return (seconds < 0 ? "\u2212" : "") + (parts.join(" ")
            || formatter(Intl.NumberFormat, { style: "unit", unit: "second", unitDisplay: "long" }).format(0));
        };
        /** A share with so many digits that a small one still counts. */
        P.share = function (value) {
          return known(value)
            ? formatter(Intl.NumberFormat, { style: "percent", maximumSignificantDigits: 3 }).format(value) : dash;
        };
        function filled(value) {
          if (Array.isArray(value)) { return P.phrases(value); }
          if (typeof value !== "object" || value === null) { return String(value); }
          if (Object.hasOwn(value, "share")) { return P.share(value.share); }
          if (Object.hasOwn(value, "change")) {
            return P.signed(value.change / 100, function (share) { return P.percent(share, 1); });
          }
          if (Object.hasOwn(value, "seconds")) { return P.span(value.seconds); }
          if (Object.hasOwn(value, "time")) { return P.instant(value.time); }
          return P.phrase(value);
        }
        /** Words that the data name: a text as it stands, or a label with its values. */
        P.phrase = function (phrase) {
          if (typeof phrase === "string") { return phrase; }
          const values = {};
          for (const [name, value] of Object.entries(phrase.values)) {
            values[name] = typeof value === "number" ? value : filled(value);
          }
          return P.t(phrase.key, values);
        };
        /** Several such words, one after another. */
        P.phrases = function (list) { return list.map(P.phrase).join(P.language === "fr" ? "\u00a0; " : "; "); };
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
