extension Assets {
  /// Paper: no frame around the content, nothing cut by a scroll area.
  static let printStyle = #"""
    .only-print { display: none; }
    @media print {
      @page { margin: 16mm 14mm; }
      html { background: #fff; font-size: 10.5pt; }
      body { display: block; }
      nav, .tools, .help, figure details, .skip, .no-print, .modebar { display: none !important; }
      .only-print { display: block; }
      header { border: 0; padding: 0 0 6mm; }
      main { padding: 0; max-width: none; }
      .page + .page { break-before: page; border: 0; margin: 0; padding: 0; }
      .card, figure, .message, tr, .sign { break-inside: avoid; }
      h2, h3, caption { break-after: avoid; }
      .sheet { overflow: visible; max-height: none; }
      .clip { max-height: none; overflow: visible; }
      thead th { position: static; }
      thead { display: table-header-group; }
      table { font-size: 8.5pt; }
      th, td { padding: 1.2mm 1.6mm; }
      thead th[aria-sort] button::after { content: ""; }
      .grid, .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    """#
}
