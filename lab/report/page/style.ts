import { diagramStyle } from "./style-diagrams.ts";

const colours = `
:root { color-scheme: light dark;
  --page: light-dark(#f5f6f8, #11151b); --surface: light-dark(#ffffff, #191f27); --raised: light-dark(#eef1f5, #222a34);
  --ink: light-dark(#1a2330, #e4e9f0); --muted: light-dark(#515d6c, #a6b1bf); --line: light-dark(#d9dee5, #333d49);
  --accent: light-dark(#1c5a9c, #82b6f2); --interval: light-dark(#c3d8ef, #2d4a6b); --median: light-dark(#0d2f57, #e9f2ff);
  --good: light-dark(#186339, #7fd1a0); --bad: light-dark(#9c2427, #f39a95); --mixed: light-dark(#735000, #e3bd62); }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;

const base = `
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); margin: 0 0 .5rem; letter-spacing: -.015em; }
h2 { font-size: 1.4rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h3 { font-size: 1.15rem; margin: 0 0 .25rem; }
p, ul, ol, dl { margin: 0 0 1rem; max-width: 46rem; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
code { font: .85em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--surface); padding: .6rem 1rem; z-index: 2; }
.skip:focus { top: 1rem; }
.layout { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; max-width: 84rem; margin: 0 auto; padding: 2rem 2rem 5rem; }
nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; font-size: .9rem; }
nav ol { list-style: none; margin: 0; padding: 0; } nav ol ol { padding-left: .9rem; border-left: 1px solid var(--line); }
nav a { display: block; padding: .2rem 0; color: var(--muted); text-decoration: none; } nav a:hover { color: var(--accent); text-decoration: underline; }
main > section { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; padding: 1.75rem; margin: 0 0 1.75rem; }
main > section > p:first-of-type { color: var(--muted); }
.top { display: flex; justify-content: space-between; align-items: start; gap: 1rem; margin: 0 0 1.75rem; }
.lead { font-size: 1.1rem; color: var(--muted); margin: 0; }
button { font: inherit; color: inherit; cursor: pointer; }
.theme { display: none; flex: none; background: var(--surface); border: 1px solid var(--line); border-radius: 2rem; padding: .35rem 1rem; font-size: .9rem; }
.js .theme { display: inline-block; }
footer { color: var(--muted); font-size: .9rem; }
`;

const tables = `
.table-box { overflow-x: auto; margin: 0 0 1.25rem; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); font-size: .85rem; padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 600; font-size: .85rem; white-space: nowrap; border-bottom-width: 2px; }
tbody th { font-weight: 500; }
.glance tbody th { min-width: 14rem; } .glance .hint { display: inline; margin-left: .6rem; white-space: nowrap; }
.data th, .data td { padding: .4rem .45rem; } .data { font-size: .88rem; } .data tbody th { white-space: nowrap; } .data .note { white-space: normal; }
@media (min-width: 45rem) { .glance th:first-child { position: sticky; left: 0; background: var(--surface); } }
.number { text-align: right; white-space: nowrap; } thead .number .sort { margin-left: auto; }
.sort { display: flex; gap: .35rem; align-items: center; background: none; border: 0; padding: .15rem 0; font-weight: inherit; white-space: nowrap; }
.arrow::before { content: "\\2195"; opacity: .55; } [aria-sort="ascending"] .arrow::before { content: "\\2191"; opacity: 1; } [aria-sort="descending"] .arrow::before { content: "\\2193"; opacity: 1; }
:root:not(.js) .arrow { display: none; }
.hint, .note { display: block; color: var(--muted); font-size: .82rem; font-weight: 400; }
.reason { color: var(--muted); } .missing { font-style: italic; color: var(--muted); text-decoration: none; } a.missing { text-decoration: underline dotted; }
.fact.yes::before { content: "\\25CF\\a0"; font-size: .7em; vertical-align: .1em; } .fact.no::before { content: "\\25CB\\a0"; font-size: .7em; vertical-align: .1em; }
.disagree { color: var(--mixed); font-size: .82rem; white-space: nowrap; } .disagree::before { content: "\\26A0\\a0"; }
.because { min-width: 17rem; max-width: 34rem; } .id { white-space: nowrap; } .evidence summary { cursor: pointer; white-space: nowrap; } .evidence li { margin: .35rem 0; } .evidence { min-width: 13rem; font-size: .85rem; }  .evidence ul { list-style: none; margin: 0; padding: 0; }
.wording { min-width: 13.5rem; } .said { color: var(--muted); display: block; } .ours { display: block; }
`;

const parts = `
.tiles { display: flex; flex-wrap: wrap; gap: .9rem; padding: 0; list-style: none; max-width: none; }
.tiles li { flex: 1 1 8rem; border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem; }
.tiles strong { display: block; font-size: 1.9rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.verdict { display: inline-block; white-space: nowrap; font-weight: 600; } .holds { color: var(--good); } .fails { color: var(--bad); } .mixed { color: var(--mixed); } .unknown { color: var(--muted); } .equivalent { color: var(--mixed); } .parts, .parts ul { padding-left: 1.1em; margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem 2rem; max-width: none; } .facts dt, .method dt { color: var(--muted); font-size: .85rem; } .facts dd, .method dd { margin: 0; overflow-wrap: anywhere; }
.method { background: var(--raised); border-radius: .5rem; padding: .9rem 1.1rem; max-width: none; font-size: .92rem; display: grid; gap: .6rem; } .method div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .5rem; }
.experiment + .experiment { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 2rem; } .question { font-size: 1.05rem; }
.figure { border-top: 1px solid var(--line); } .figure summary { cursor: pointer; padding: .7rem .25rem; } .figure summary .hint { display: inline; margin: 0 .5rem; } .figure summary code { color: var(--muted); } .figure-title { font-weight: 600; }
.figure-body { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1rem 1.25rem; padding: .5rem 0 1rem; align-items: start; } .figure-body > .table-box:only-child { grid-column: 1 / -1; }
.sliders { display: none; border: 0; padding: 0; margin: 0 0 1.25rem; } .js .sliders { display: block; } .sliders legend { font-weight: 600; padding: 0; margin: 0 0 .6rem; }
.slider-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .7rem 2rem; } .slider-grid label { display: block; font-size: .92rem; } .slider-grid .row { display: grid; grid-template-columns: minmax(0, 1fr) 2rem; gap: .75rem; align-items: center; } input[type="range"] { width: 100%; accent-color: var(--accent); margin: 0; min-height: 1.5rem; } output { font-variant-numeric: tabular-nums; text-align: right; }
.checks { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: .35rem 2rem; } .checks label { display: flex; gap: .5rem; align-items: start; } .checks input { flex: none; margin: .25rem 0 0; } input[type="checkbox"] { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; }
.plain { background: var(--surface); border: 1px solid var(--line); border-radius: 2rem; padding: .3rem 1rem; font-size: .9rem; display: none; } .js .plain { display: inline-block; }
#ranking-table td { vertical-align: middle; } #ranking-table .place { text-align: left; width: 4rem; } #ranking-table .notes { width: 40%; } .now { border-left: 3px solid var(--accent); padding-left: .9rem; } tr.excluded { color: var(--muted); } tr.excluded th { text-decoration: line-through; }
.approaches { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 1.5rem 2rem; } .approaches p { color: var(--muted); } .scroll { overflow-x: auto; }
`;

const narrow = `
@media (max-width: 68rem) { .layout { grid-template-columns: minmax(0, 1fr); gap: 1rem; } nav { position: static; max-height: none; } nav ol ol { display: none; } nav > ol { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; } }
@media (max-width: 52rem) { .figure-body { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 34rem) { .layout { padding: 1rem .75rem 3rem; } main > section { padding: 1.1rem .9rem; } .top { flex-direction: column-reverse; } .method div { grid-template-columns: minmax(0, 1fr); gap: 0; } .figure summary code { display: none; } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { :root { color-scheme: light !important; font-size: 9pt; } body { background: #fff; } nav, .theme, .skip, .sliders, .plain { display: none !important; } .layout { display: block; padding: 0; max-width: none; }
  main > section { border: 0; padding: 0; } h2, h3, summary { break-after: avoid; } figure, tr, .plot, .topology, .tiles li { break-inside: avoid; } .table-box { overflow: visible; } .plot { max-width: 26rem; } th, td { padding: .25rem .4rem; } .number, thead th, .sort { white-space: normal; } .because, .evidence, .wording, .glance tbody th { min-width: 0; } .arrow { display: none; } a { color: inherit; } }
`;

/** The page's style sheet, with light and dark colours; it loads nothing. */
export const style = [colours, base, tables, parts, diagramStyle, narrow].join("");
