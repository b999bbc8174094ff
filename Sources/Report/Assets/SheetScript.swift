extension Assets {
  /// Excel files made in the page: one sheet, typed cells, a header that stays. A zip file without compression.
  static let sheetScript = Script(
    name: "sheet",
    text: #"""
      (function () {
        "use strict";
        const P = window.Palier;
        // Names of formats, not addresses: nothing is fetched from them.
        const formats = "http://schemas.openxmlformats.org/";
        const main = formats + "spreadsheetml/2006/main";
        const links = formats + "officeDocument/2006/relationships";
        const head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

        function escaped(text) {
          return String(text).slice(0, 32767).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
            .replace(/_(x[0-9A-Fa-f]{4}_)/g, "_x005F_$1").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
            .replace(/"/g, "&quot;");
        }
        function letters(column) {
          let text = "";
          for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
            text = String.fromCharCode(65 + (rest - 1) % 26) + text;
          }
          return text;
        }
        function cell(value, column, row, style) {
          if (value === null || value === undefined || value === "") { return ""; }
          const place = "<c r=\"" + letters(column) + row + "\"" + (style ? " s=\"" + style + "\"" : "");
          if (typeof value === "number") { return Number.isFinite(value) ? place + "><v>" + value + "</v></c>" : ""; }
          return place + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escaped(value) + "</t></is></c>";
        }
        function sheet(columns, rows) {
          const lines = rows.map(function (row, index) {
            return "<row r=\"" + (index + 2) + "\">" + columns.map(function (column, place) {
              return cell(column.value(row), place, index + 2, 0);
            }).join("") + "</row>";
          });
          const corner = letters(columns.length - 1) + (rows.length + 1);
          return head + "<worksheet xmlns=\"" + main + "\"><dimension ref=\"A1:" + corner + "\"/><sheetViews>"
            + "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
            + "</sheetView></sheetViews><cols><col min=\"1\" max=\"" + columns.length + "\" width=\"20\" customWidth=\"1\"/></cols>"
            + "<sheetData><row r=\"1\">" + columns.map(function (column, place) { return cell(column.label, place, 1, 1); }).join("")
            + "</row>" + lines.join("") + "</sheetData><autoFilter ref=\"A1:" + corner + "\"/></worksheet>";
        }
        function parts(name, columns, rows) {
          const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
          const relations = "<Relationships xmlns=\"" + formats + "package/2006/relationships\">";
          return [
            ["[Content_Types].xml", head + "<Types xmlns=\"" + formats + "package/2006/content-types\">"
              + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
              + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + type + "sheet.main+xml\"/>"
              + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + type + "worksheet+xml\"/>"
              + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + type + "styles+xml\"/></Types>"],
            ["_rels/.rels", head + relations + "<Relationship Id=\"rId1\" Type=\"" + links
              + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"],
            ["xl/workbook.xml", head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + links + "\"><sheets><sheet name=\""
              + escaped(name).slice(0, 31) + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"],
            ["xl/_rels/workbook.xml.rels", head + relations + "<Relationship Id=\"rId1\" Type=\"" + links
              + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" + links
              + "/styles\" Target=\"styles.xml\"/></Relationships>"],
            ["xl/styles.xml", head + "<styleSheet xmlns=\"" + main + "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/>"
              + "</font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill "
              + "patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border>"
              + "<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" "
              + "fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
              + "borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
              + "</cellXfs></styleSheet>"],
            ["xl/worksheets/sheet1.xml", sheet(columns, rows)],
          ];
        }

        const table = Uint32Array.from({ length: 256 }, function (_, index) {
          let value = index;
          for (let bit = 0; bit < 8; bit += 1) { value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1; }
          return value;
        });
        function checkSum(bytes) {
          let sum = 0xffffffff;
          for (const byte of bytes) { sum = table[(sum ^ byte) & 255] ^ (sum >>> 8); }
          return (sum ^ 0xffffffff) >>> 0;
        }
        /** Numbers as a zip file holds them: pairs of a width in bytes and a value. */
        function packed(pairs) {
          const bytes = new Uint8Array(pairs.reduce(function (sum, pair) { return sum + pair[0]; }, 0));
          const view = new DataView(bytes.buffer);
          let at = 0;
          for (const [width, value] of pairs) {
            if (width === 2) { view.setUint16(at, value, true); } else { view.setUint32(at, value, true); }
            at += width;
          }
          return bytes;
        }
        function zip(entries) {
          const text = new TextEncoder();
          const files = [];
          const directory = [];
          let at = 0;
          for (const [name, content] of entries) {
            const title = text.encode(name);
            const bytes = text.encode(content);
            const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, checkSum(bytes)], [4, bytes.length],
              [4, bytes.length], [2, title.length], [2, 0]];
            files.push(packed([[4, 0x04034b50], ...common]), title, bytes);
            directory.push(packed([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), title);
            at += 30 + title.length + bytes.length;
          }
          const length = directory.reduce(function (sum, part) { return sum + part.length; }, 0);
          return files.concat(directory, [packed([[4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length],
            [4, length], [4, at], [2, 0]])]);
        }

        /** Rows as an Excel file; `columns`: {label, value(row)}. */
        P.workbook = function (name, columns, rows) {
          return new Blob(zip(parts(name, columns, rows)), {
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
        };
      })();
      """#)
}
