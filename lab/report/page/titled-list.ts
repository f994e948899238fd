import { html, type Markup } from "./markup.ts";

/** A heading inside a section, and a list below it. */
export function titledList(title: string, items: readonly Markup[]): Markup {
  return html`<h3>${title}</h3>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`;
}
