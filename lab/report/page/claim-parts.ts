import type { Claim, Part, PartOutcome } from "../../claims/contract.ts";
import { partOutcomeWords } from "../outcomes.ts";
import { html, type Markup } from "./markup.ts";

/** The parts of a claim with their outcomes and numbers, those with the same words together; then what is no part of the verdict. */
export function partsList(parts: readonly Part[], { facts = [], untested }: Claim): Markup {
  const titles = [...new Set(parts.map(({ title }) => title))];
  return html`<ul class="parts">
      ${titles.map((title) => titled(parts.filter((part) => part.title === title)))}
    </ul>
    ${facts.map(
      ({ sentence, source }) =>
        html`<p class="hint">True by construction, and no part of it: ${sentence} (${source})</p>`,
    )}
    ${untested === undefined ? undefined : html`<p class="hint">Not tested: ${untested}</p>`}`;
}

function titled(parts: readonly Part[]): Markup {
  const [first] = parts;
  if (first === undefined) return html``;
  if (parts.length === 1)
    return html`<li>${outcome(first.outcome)} ${nameOf(first)}<span class="hint">${first.says}</span></li>`;
  return html`<li>
    ${first.title}
    <ul>
      ${parts.map(
        (part) => html`<li>${outcome(part.outcome)} ${part.subject ?? ""}<span class="hint">${part.says}</span></li>`,
      )}
    </ul>
  </li>`;
}

function nameOf({ title, subject }: Part): string {
  return subject === undefined ? title : `${subject}: ${title}`;
}

function outcome(of: PartOutcome): Markup {
  const { mark, words } = partOutcomeWords[of];
  return html`<span class="verdict ${of}">${mark} ${words}</span>`;
}
