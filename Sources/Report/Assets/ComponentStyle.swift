extension Assets {
  /// Cards, tables, charts, notes and help.
  static let componentStyle = #"""
    .card, figure, .panel {
      background: var(--surface); border: 1px solid var(--line); border-radius: 10px; min-width: 0;
    }
    .cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
    @media (min-width: 68rem) { .cards.three { grid-template-columns: repeat(3, minmax(0, 1fr)); } .cards:not(.three) { grid-template-columns: repeat(5, minmax(0, 1fr)); } }
    .card { padding: .9rem .85rem 1rem; display: flex; flex-direction: column; gap: .15rem; }
    .card dt { color: var(--muted); font-size: .88rem; }
    .card dd { font-variant-numeric: tabular-nums; }
    .card .value { font-size: clamp(1.2rem, 1.65vw, 1.6rem); overflow-wrap: break-word; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
    .card .value.words {
      font-size: clamp(1rem, 1.25vw, 1.15rem); line-height: 1.35; max-height: 6.9em; overflow: auto; padding-top: .15em;
    }
    .card .note { color: var(--muted); font-size: .88rem; }
    .change { font-size: .85rem; color: var(--muted); }
    .change.good { color: var(--good); }
    .change.bad { color: var(--bad); }

    .grid { display: grid; gap: 1rem; grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: stretch; }
    .grid.three { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    @media (max-width: 70rem) { .grid, .grid.three { grid-template-columns: minmax(0, 1fr); } }
    @media (min-width: 40rem) and (max-width: 70rem) {
      .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    }
    .grid.three > figure { display: flex; flex-direction: column; }
    .grid.three > figure > .figurehead { flex: 1 0 auto; }
    @media (min-width: 40rem) and (max-width: 70rem) { .grid.three > :last-child:nth-child(odd) { grid-column: 1 / -1; } }
    .stack > * + * { margin-top: 1rem; }

    figure { padding: .9rem 1rem .6rem; }
    figcaption h3 { font-size: 1rem; }
    figcaption p { color: var(--muted); font-size: .88rem; max-width: 75ch; }
    .plot { width: 100%; margin-top: .35rem; }
    .figurehead { display: flex; gap: .5rem 1rem; align-items: start; justify-content: space-between; }
    .toolbar { display: inline-flex; gap: .25rem; flex: none; }
    .small {
      border: 1px solid var(--line); border-radius: 5px; background: var(--surface); color: var(--muted);
      font-size: .75rem; min-height: 1.6rem; min-width: 2.4rem; padding: .1rem .45rem; cursor: pointer;
    }
    .small:hover { background: var(--sunken); color: var(--ink); }
    .plot.failed { height: auto !important; padding: 1rem 0; color: var(--warn); }
    figure details { margin: .25rem 0 .35rem; }
    summary { cursor: pointer; color: var(--muted); font-size: .88rem; padding: .3rem 0; width: max-content; max-width: 100%; }
    summary:hover { color: var(--ink); }

    .sheet { overflow: auto; max-height: 34rem; }
    .sheet.short { max-height: none; }
    .panel .sheet { border-radius: 10px; }
    .panel > p { padding: .6rem 1rem; color: var(--muted); font-size: .88rem; }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem; }
    caption {
      text-align: left; font-weight: 600; padding: .75rem 1rem .5rem; font-size: 1rem;
    }
    caption span { display: inline-block; position: sticky; left: 1rem; max-width: calc(100vw - 4.5rem); }
    figure caption, .panel details caption { font-size: .9rem; padding-left: 0; }
    th, td { padding: .42rem .8rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
    thead th {
      position: sticky; top: 0; z-index: 1; background: var(--sunken); font-weight: 600; font-size: .84rem;
      vertical-align: bottom; border-top: 1px solid var(--line);
    }
    tbody th { font-weight: 500; min-width: min(12rem, 38vw); }
    tbody th.number { min-width: 0; }
    tbody tr:last-child > * { border-bottom: 0; }
    tr.total > * { font-weight: 650; background: var(--surface); border-bottom: 2px solid var(--line); }
    .slim tbody th { min-width: 5rem; }
    .slim td { white-space: nowrap; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    thead .number { white-space: normal; min-width: 5.5rem; }
    thead button {
      all: unset; cursor: pointer; display: inline; font: inherit; color: inherit; border-radius: 3px;
    }
    thead button:hover { text-decoration: underline; text-underline-offset: .2em; }
    thead button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    th[aria-sort="ascending"] button::after { content: "\00A0\25B2"; font-size: .7em; }
    th[aria-sort="descending"] button::after { content: "\00A0\25BC"; font-size: .7em; }
    .clip { display: block; max-width: 44ch; max-height: 6.2em; overflow: auto; overflow-wrap: anywhere; }
    td .clip.wide { max-width: 70ch; min-width: 16ch; }
    code, .code { font-family: var(--mono); font-size: .86em; overflow-wrap: anywhere; }
    td bdi, th bdi { overflow-wrap: break-word; }
    code .clip.wide bdi { overflow-wrap: anywhere; }
    .label { display: inline-flex; align-items: baseline; max-width: 100%; }
    th[scope="row"] > bdi, .label bdi { display: inline-block; max-width: 32ch; max-height: 6.2em; overflow: auto; }
    th[scope="row"] > bdi { vertical-align: top; }
    .dot {
      display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-right: .5em; vertical-align: baseline;
      flex: none;
    }
    .brief { display: block; max-width: 17ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .brief bdi { overflow-wrap: normal; }
    .below { display: block; color: var(--muted); font-size: .88em; }
    .bar { display: block; height: 4px; margin-top: 3px; border-radius: 2px; background: var(--sunken); }
    .bar i { display: block; height: 100%; border-radius: 2px; background: var(--accent); }

    .badge {
      display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .82rem; font-weight: 600;
      background: var(--sunken); color: var(--muted); white-space: nowrap;
    }
    .badge.critical, .badge.failed, .badge.unstable { background: var(--bad-soft); color: var(--bad); }
    .badge.high, .badge.skipped, .badge.doubtful { background: var(--warn-soft); color: var(--warn); }
    .badge.medium, .badge.chosen { background: var(--accent-soft); color: var(--accent); }
    .badge.stable, .badge.ran, .badge.good { background: var(--good-soft); color: var(--good); }

    .message { border-left: 4px solid var(--accent); background: var(--accent-soft); padding: .75rem 1rem; border-radius: 4px; }
    .message p + p { margin-top: .25rem; }
    .message + .message { margin-top: .5rem; }
    .message.warn { border-color: var(--warn); background: var(--warn-soft); }
    .message.bad { border-color: var(--bad); background: var(--bad-soft); }
    .message.good { border-color: var(--good); background: var(--good-soft); }
    .message .headline { font-size: 1.7rem; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; }
    .notes { margin: 0; padding-left: 1.2rem; }
    .notes li + li { margin-top: .35rem; }

    .controls { display: flex; flex-wrap: wrap; align-items: end; gap: .6rem 1rem; padding: .75rem 1rem; }
    .control { display: flex; flex-direction: column; gap: .2rem; font-size: .88rem; color: var(--muted); min-width: 0; }
    .control input, .control select {
      font: inherit; font-size: .95rem; color: var(--ink); background: var(--surface); border: 1px solid var(--muted);
      border-radius: 6px; padding: .3rem .5rem; min-height: 2rem; max-width: min(22rem, 80vw);
    }
    .control input[type="range"] { min-height: 2rem; padding: 0; border: 0; }
    .controls .state { margin-right: auto; color: var(--muted); font-size: .88rem; align-self: center; }
    .turns { display: inline-flex; gap: .25rem; }
    .plain:disabled { color: var(--muted); cursor: default; opacity: .55; }
    .plain:not(:disabled):hover { background: var(--sunken); }

    .help + * { margin-top: 1rem; }
    .help { margin-top: 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
    .help > summary { padding: .55rem 1rem; color: var(--accent); width: auto; }
    .help dl {
      padding: .25rem 1rem 1rem; display: grid; gap: .5rem 1.5rem;
      grid-template-columns: minmax(9rem, 15rem) minmax(0, 70ch); font-size: .92rem;
    }
    .help dt { font-weight: 600; }
    .facts { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .35rem 1.5rem; padding: 1rem; }
    .facts dt { color: var(--muted); }
    @media (max-width: 40rem) {
      .clip, th[scope="row"] > bdi, .label bdi { max-height: 15.5em; }
      .help dl, .facts { grid-template-columns: minmax(0, 1fr); gap: .15rem; }
      .help dd, .facts dd { margin-bottom: .5rem; }
      .figurehead { flex-direction: column; }
      .cards { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .5rem; }
      .card { padding: .7rem .8rem .8rem; }
      .card .value { font-size: 1.3rem; }
      .card .value.words { font-size: 1.1rem; }
      th, td { padding: .4rem .6rem; }
      figure { padding: .75rem .75rem .4rem; }
      .stacked thead { display: none; }
      .stacked tr, .stacked td, .stacked tbody, .stacked tbody th { display: block; border: 0; padding: .15rem .8rem; }
      .stacked tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
      .stacked td::before { content: attr(data-label); display: block; color: var(--muted); font-size: .8rem; }
      .stacked td.number { display: flex; justify-content: space-between; align-items: baseline; gap: .25rem 1rem; flex-wrap: wrap; white-space: normal; }
      .stacked td.number .below { flex-basis: 100%; }
      .sheet table:not(.stacked) td:not(.number) { min-width: 8rem; }
    }
    .pipeline { display: block; width: 100%; min-width: min(54rem, var(--natural)); max-width: var(--natural); height: auto; margin: .5rem 0; }
    .pipeline path { fill: none; stroke: var(--muted); stroke-width: 1.2; opacity: .55; }
    .pipeline rect { fill: var(--sunken); stroke: var(--line); }
    .pipeline text { fill: var(--ink); font-size: 11.5px; }
    .pipeline .id { font-size: 13px; font-weight: 600; }
    .pipeline .ran > rect:first-of-type { fill: var(--good-soft); stroke: var(--good); }
    .pipeline .failed > rect:first-of-type { fill: var(--bad-soft); stroke: var(--bad); }
    .pipeline .skipped > rect:first-of-type, .pipeline .accepted > rect:first-of-type {
      fill: var(--warn-soft); stroke: var(--warn);
    }
    .pipeline .time { fill: var(--accent); stroke: none; }
    .sign { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; margin-top: 2rem; }
    .sign div { border-top: 1px solid var(--muted); padding-top: .4rem; margin-top: 3.5rem; color: var(--muted); font-size: .9rem; }
    """#
}
