extension Assets {
  /// Paper: no frame around the content, nothing cut by a scroll area. The class `paper` gives the page the width of
  /// paper already before printing, so that charts are drawn for it.
  static let printStyle = #"""
    html.paper { background: #fff; font-size: 14px; }
    html.paper body { display: block; }
    html.paper nav, html.paper .tools, html.paper .help, html.paper figure details, html.paper .skip,
    html.paper .no-print, html.paper .modebar, html.paper .turns, html.paper .control input { display: none !important; }
    html.paper .control select { appearance: none; border: 0; padding: 0; }
    html.paper header { border: 0; padding: 0 0 1rem; }
    html.paper main { padding: 0; width: 680px; max-width: none; }
    html.paper .sheet { overflow: visible; max-height: none; }
    html.paper .clip, html.paper bdi { max-height: none; overflow: visible; }
    html.paper thead th { position: static; }
    html.paper table { font-size: 11px; }
    html.paper th, html.paper td { padding: 4px 5px; }
    html.paper thead th { font-size: 10.5px; }
    html.paper tbody th { min-width: 7rem; }
    html.paper thead button { display: contents; }
    html.paper thead .number { min-width: 0; }
    html.paper thead th[aria-sort] button::after { content: ""; }
    html.paper .grid, html.paper .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
    html.paper .grid.three > :last-child:nth-child(odd) { grid-column: 1 / -1; }
    html.paper .cards:not(.three) { grid-template-columns: repeat(5, minmax(0, 1fr)); gap: .5rem; }
    html.paper .cards.three { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem; }
    html.paper .card { padding: .5rem .6rem; }
    html.paper .card .value { font-size: 1.1rem; }
    html.paper .card .value.words { font-size: 1rem; max-height: none; }
    html.paper .pipeline { min-width: 0; max-width: 100%; }
    html.paper .sankey text { fill: #1d2730 !important; }
    html.paper .plot .svg-container > .main-svg:first-of-type { background: #fff !important; }
    html.paper h2 { margin-top: 1.5rem; }
    @media print {
      @page { size: A4; margin: 15mm; }
      .page + .page { break-before: page; border: 0; margin: 0; padding: 0; }
      .card, figure, .message, tr, .sign { break-inside: avoid; }
      h1, h2, h3, caption, section > .lead { break-after: avoid; }
      thead { display: table-header-group; break-after: avoid; }
      tbody tr:first-child { break-before: avoid; }
      p, li { orphans: 3; widows: 3; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    """#
}
