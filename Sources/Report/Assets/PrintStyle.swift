extension Assets {
  /// Paper: no frame around the content, nothing cut by a scroll area. The class `paper` gives the page the width of
  /// paper already before printing, so that charts are drawn for it.
  static let printStyle = #"""
    html.paper { background: #fff; font-size: 14px; }
    html.paper body { display: block; }
    html.paper nav, html.paper .tools, html.paper .help, html.paper figure details, html.paper .skip,
    html.paper .no-print, html.paper .modebar { display: none !important; }
    html.paper header { border: 0; padding: 0 0 1rem; }
    html.paper main { padding: 0; width: 680px; max-width: none; }
    html.paper .sheet { overflow: visible; max-height: none; }
    html.paper .clip, html.paper bdi { max-height: none; overflow: visible; }
    html.paper thead th { position: static; }
    html.paper table { font-size: 11.5px; }
    html.paper th, html.paper td { padding: 4px 6px; }
    html.paper tbody th { min-width: 6rem; }
    html.paper thead .number { min-width: 0; }
    html.paper thead th[aria-sort] button::after { content: ""; }
    html.paper .grid, html.paper .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
    html.paper .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .5rem; }
    html.paper .card { padding: .6rem .7rem; }
    html.paper .card .value { font-size: 1.25rem; }
    html.paper .pipeline { max-width: 100%; height: auto; }
    html.paper h2 { margin-top: 1.5rem; }
    @media print {
      @page { size: A4; margin: 15mm; }
      .page + .page { break-before: page; border: 0; margin: 0; padding: 0; }
      .card, figure, .message, tr, .sign { break-inside: avoid; }
      h1, h2, h3, caption { break-after: avoid; }
      thead { display: table-header-group; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    """#
}
