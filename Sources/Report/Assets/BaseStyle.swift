extension Assets {
  /// Colours, type and the frame of the page.
  static let baseStyle = #"""
    :root {
      --page: #f6f7f8; --surface: #ffffff; --sunken: #eef1f4; --ink: #1d2730; --muted: #53616e; --line: #d9dfe5;
      --accent: #1a5a8c; --accent-soft: #e4eef6; --good: #1a6f45; --bad: #a8321f; --warn: #7d5200;
      --warn-soft: #fbf1dc; --bad-soft: #fae9e5; --good-soft: #e4f3ea; --grid: #e4e8ec; --band: rgba(26, 90, 140, .16);
      --low: #f1f6fa; --high: #1a5a8c;
      --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
      --mono: ui-monospace, "SF Mono", Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
      color-scheme: light dark;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root:not(.paper) {
        --page: #10151a; --surface: #181f26; --sunken: #212a33; --ink: #e5ebf0; --muted: #a4b2bf; --line: #313c47;
        --accent: #85bfec; --accent-soft: #1d3346; --good: #76cf9d; --bad: #f2978a; --warn: #e6b968;
        --warn-soft: #38301c; --bad-soft: #3d2522; --good-soft: #1c3528; --grid: #2a343e;
        --band: rgba(133, 191, 236, .2); --low: #1d2832; --high: #85bfec;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { font: 16px/1.5 var(--font); color: var(--ink); background: var(--page); -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; display: grid; min-height: 100vh; grid-template: auto 1fr / 16rem minmax(0, 1fr);
      grid-template-areas: "top top" "nav main";
    }
    h1, h2, h3, p, figure, dl, dd { margin: 0; }
    h1, h2, h3, p, dd, caption { overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.2; letter-spacing: -.01em; font-weight: 650; }
    h2 { font-size: 1.15rem; line-height: 1.3; font-weight: 650; margin: 2.25rem 0 .75rem; }
    h3 { font-size: .95rem; line-height: 1.35; font-weight: 600; }
    a { color: var(--accent); text-underline-offset: .15em; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    bdi { overflow-wrap: anywhere; }
    button, select { font: inherit; color: inherit; }
    .visually-hidden {
      position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .skip { position: absolute; left: -100vw; top: .5rem; z-index: 3; background: var(--surface); padding: .5rem 1rem; }
    .skip:focus { left: .5rem; }

    header {
      grid-area: top; display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1.25rem; min-height: 3.5rem;
      padding: .5rem 1.5rem; background: var(--surface); border-bottom: 1px solid var(--line);
    }
    header .brand { display: flex; align-items: flex-end; gap: 3px; height: 1.1rem; }
    header .brand i { width: 7px; border-radius: 1.5px; background: var(--accent); }
    header .brand i:nth-child(1) { height: 38%; opacity: .5; }
    header .brand i:nth-child(2) { height: 68%; opacity: .75; }
    header .brand i:nth-child(3) { height: 100%; }
    header .name {
      font-weight: 650; max-width: 40ch; max-height: 1.5em; overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap;
    }
    header .asof { color: var(--muted); font-size: .9rem; }
    header .tools { margin-left: auto; display: flex; gap: .5rem; align-items: center; }
    .switch { display: inline-flex; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
    .switch button, .plain {
      border: 0; background: var(--surface); padding: .3rem .7rem; font-size: .875rem; cursor: pointer; min-height: 2rem;
    }
    .plain { border: 1px solid var(--line); border-radius: 6px; }
    .switch button[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
    .switch button:focus-visible { outline-offset: -2px; }

    nav { grid-area: nav; padding: 1.25rem .75rem; }
    nav ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 1.25rem; }
    nav a {
      display: block; padding: .45rem .75rem; margin: 1px 0; border-radius: 6px; text-decoration: none;
      color: var(--muted); font-size: .94rem;
    }
    nav a:hover { background: var(--sunken); color: var(--ink); }
    nav a[aria-current="page"] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
    nav li.apart { margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }

    main { grid-area: main; padding: 1.75rem 2rem 4rem; max-width: 82rem; min-width: 0; }
    .page + .page { margin-top: 4rem; padding-top: 2rem; border-top: 3px double var(--line); }
    .page > .lead, .page > p { margin-top: .75rem; }
    .lead { color: var(--muted); margin-top: .3rem; max-width: 75ch; }

    @media (max-width: 52rem) {
      body { grid-template: auto auto 1fr / minmax(0, 1fr); grid-template-areas: "top" "nav" "main"; }
      header { padding: .5rem 1rem; gap: .1rem .75rem; }
      header .name { max-width: 55vw; }
      header .asof { order: 1; width: 100%; }
      nav { padding: .35rem .5rem; border-bottom: 1px solid var(--line); background: var(--surface); overflow-x: auto; }
      nav ul { display: flex; position: static; gap: 2px; width: max-content; }
      nav a { padding: .5rem .7rem; white-space: nowrap; }
      nav li.apart { margin: 0; padding: 0; border: 0; }
      main { padding: 1.25rem 1rem 3rem; }
      h1 { font-size: 1.4rem; }
    }
    """#
}
