extension Assets {
  /// The pipeline as a picture: stages in the order in which they can run, with what the run did of each.
  static let graphScript = Script(
    name: "graph",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        const { el, t } = P;
        const box = { width: 150, height: 50, across: 34, down: 16 };

        function svg(tag, properties, ...children) {
          const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
          for (const [name, value] of Object.entries(properties)) { element.setAttribute(name, String(value)); }
          element.append(...children);
          return element;
        }
        /** For each stage the column it stands in: one more than the furthest of those it reads. */
        function columns(stages) {
          const byName = new Map(stages.map(function (stage) { return [stage.id, stage]; }));
          const known = new Map();
          const column = function (id) {
            if (!known.has(id)) {
              known.set(id, 0); // a circle cannot be, and would end here
              known.set(id, Math.max(-1, ...byName.get(id).reads.filter(function (one) { return byName.has(one); })
                .map(column)) + 1);
            }
            return known.get(id);
          };
          stages.forEach(function (stage) { column(stage.id); });
          return known;
        }
        /** What each stage reads, without what follows from the rest: a picture of forty arrows tells less than of twenty. */
        function direct(stages) {
          const byName = new Map(stages.map(function (stage) { return [stage.id, stage]; }));
          const above = new Map();
          const all = function (id) {
            if (!above.has(id)) {
              const found = new Set();
              above.set(id, found);
              for (const one of byName.get(id).reads.filter(function (name) { return byName.has(name); })) {
                found.add(one);
                all(one).forEach(function (further) { found.add(further); });
              }
            }
            return above.get(id);
          };
          return new Map(stages.map(function (stage) {
            const own = stage.reads.filter(function (name) { return byName.has(name); });
            return [stage.id, own.filter(function (one) {
              return !own.some(function (other) { return other !== one && all(other).has(one); });
            })];
          }));
        }
        function cut(text, most) { return text.length > most ? text.slice(0, most - 1) + "\u2026" : text; }

        /** A picture of stages: {id, reads, verdict, seconds}. */
        P.graph = function (stages, verdict) {
          const column = columns(stages);
          const reads = direct(stages);
          const lanes = [];
          stages.forEach(function (stage) { (lanes[column.get(stage.id)] = lanes[column.get(stage.id)] || []).push(stage.id); });
          const most = Math.max(...lanes.map(function (lane) { return lane.length; }));
          const place = new Map();
          lanes.forEach(function (lane, x) {
            // Beside what it reads, as far as there is room.
            const wish = function (id) {
              const from = reads.get(id).map(function (one) { return place.get(one).y; });
              return from.length === 0 ? 0 : from.reduce(function (sum, y) { return sum + y; }, 0) / from.length;
            };
            const wishes = new Map(lane.map(function (id) { return [id, wish(id)]; }));
            lane.sort(function (a, b) { return wishes.get(a) - wishes.get(b); });
            lane.forEach(function (id, index) { place.set(id, { x: x, y: index + (most - lane.length) / 2 }); });
          });
          const left = function (id) { return 2 + place.get(id).x * (box.width + box.across); };
          const top = function (id) { return 2 + place.get(id).y * (box.height + box.down); };
          const width = lanes.length * (box.width + box.across) - box.across + 4;
          const height = most * (box.height + box.down) - box.down + 4;
          const picture = svg("svg", {
            class: "pipeline", viewBox: "0 0 " + width + " " + height, width: width, height: height, role: "img",
            style: "--natural: " + width + "px",
            "aria-label": t("data.graph.name", { count: stages.length }) });
          stages.forEach(function (stage) {
            reads.get(stage.id).forEach(function (from) {
              const a = [left(from) + box.width, top(from) + box.height / 2];
              const b = [left(stage.id), top(stage.id) + box.height / 2];
              const bend = (b[0] - a[0]) / 2;
              picture.append(svg("path", {
                d: "M" + a[0] + " " + a[1] + "C" + (a[0] + bend) + " " + a[1] + " " + (b[0] - bend) + " " + b[1] + " " + b[0] + " " + b[1],
              }));
            });
          });
          const longest = Math.max(0.001, ...stages.map(function (stage) { return stage.seconds || 0; }));
          stages.forEach(function (stage) {
            const text = [verdict(stage)];
            if (P.known(stage.seconds)) { text.push(t("unit.seconds", { n: P.seconds(stage.seconds) })); }
            const group = svg("g", { class: "stage " + stage.verdict.replace(/\W+/g, "_"),
              transform: "translate(" + left(stage.id) + " " + top(stage.id) + ")" },
            svg("title", {}, stage.id + ": " + text.join(", ")),
            svg("rect", { width: box.width, height: box.height, rx: 7 }),
            svg("text", { x: 10, y: 20, class: "id" }, cut(stage.id, 17)),
            svg("text", { x: 10, y: 36 }, cut(text.join(" \u00b7 "), 22)));
            if (P.known(stage.seconds)) {
              group.append(svg("rect", { class: "time", x: 10, y: box.height - 7, height: 3, rx: 1.5,
                width: Math.max(2, (box.width - 20) * stage.seconds / longest) }));
            }
            picture.append(group);
          });
          return el("figure", null, el("figcaption", null, el("p", null, t("data.graph.text"))),
            el("div", { class: "sheet", role: "region", tabindex: "0", "aria-label": t("data.graph") }, picture));
        };
      })();
      """#)
}
