import { rankingScript } from "./script-ranking.ts";

const start = String.raw`"use strict";
const root = document.documentElement;
root.classList.add("js");
`;

// A page from disk may have no storage: then the choice lasts as long as the page is open.
const theme = String.raw`
{
  const button = document.querySelector(".theme");
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = dark() ? "Light colours" : "Dark colours"; };
  try { const kept = localStorage.getItem("theme"); if (kept === "dark" || kept === "light") root.dataset.theme = kept; } catch {}
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch {}
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();
}
`;

const sorting = String.raw`
for (const table of document.querySelectorAll("table")) {
  const headers = [...table.querySelectorAll("thead th")];
  headers.forEach((header, column) => {
    header.querySelector(".sort")?.addEventListener("click", () => {
      const direction = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", direction);
      sortRows(table.tBodies[0], column, direction === "ascending" ? 1 : -1);
    });
  });
}
// Rows without a value stay at the end in both directions.
function sortRows(body, column, sign) {
  const keyed = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return (a.key === undefined) - (b.key === undefined);
    if (typeof a.key === "number" && typeof b.key === "number") return sign * (a.key - b.key);
    return sign * String(a.key).localeCompare(String(b.key), "en", { numeric: true });
  });
  body.append(...keyed.map(({ row }) => row));
}
function keyOf(cell) {
  if (cell === undefined || cell.colSpan > 1) return undefined;
  const text = cell.dataset.sort ?? (cell.classList.contains("number") ? "" : cell.textContent.trim());
  if (text === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
`;

const opening = String.raw`
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target?.closest("details:not([open])");
  if (closed) { closed.open = true; target.scrollIntoView(); }
}
addEventListener("hashchange", openTarget);
openTarget();
let openedForPrint = [];
addEventListener("beforeprint", () => {
  openedForPrint = [...document.querySelectorAll("details:not([open])")];
  for (const details of openedForPrint) details.open = true;
});
addEventListener("afterprint", () => { for (const details of openedForPrint) details.open = false; });
`;

/** The page's whole script; without it everything can still be read. */
export const script = [start, theme, sorting, opening, rankingScript].join("");
