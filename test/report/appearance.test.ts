import axe from "axe-core";
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import type { Page } from "playwright-core";
import { keptFile, openEverything, reportInBrowser, visit } from "./support.ts";

describe("the look of the report", function () {
  this.timeout(120_000);
  const opened = reportInBrowser();

  it("changes its colours with the button, and else has those of the system", async () => {
    const { page } = await visit(opened(), { colorScheme: "dark" });
    const dark = await background(page);
    await page.getByRole("button", { name: "Light colours" }).click();
    const light = await background(page);
    assert.notEqual(dark, light);
    const other = await visit(opened(), { colorScheme: "light" });
    assert.equal(await background(other.page), light);
    await other.page.context().close();
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has no serious accessibility problem in ${colorScheme} colours, as checked by axe`, async () => {
      // The page's own policy would refuse axe.
      const { page } = await visit(opened(), { colorScheme, bypassCSP: true });
      await page.screenshot({ path: keptFile(`${colorScheme}.png`), fullPage: true });
      await openEverything(page);
      await page.addScriptTag({ content: axe.source });
      const found: string[] =
        await page.evaluate(`axe.run(document, { resultTypes: ["violations", "passes"] }).then(({ violations, passes }) =>
        passes.length === 0 ? ["nothing was checked"] : violations.filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")))`);
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  it("fits a narrow screen: only tables and diagrams scroll sideways, in their boxes", async () => {
    const { page } = await visit(opened(), { viewport: { width: 375, height: 800 } });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 375);
    await page.screenshot({ path: keptFile("narrow.png"), fullPage: true });
    await page.context().close();
  });

  it("prints everything, in light colours and without its controls", async () => {
    const { page } = await visit(opened(), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("nav").isVisible(), false);
    assert.equal(await page.locator(".sliders").first().isVisible(), false);
    assert.equal(await background(page), "rgb(255, 255, 255)");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assert.equal(await page.locator("details:not([open])").count(), 0);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert.notEqual(await page.locator("details:not([open])").count(), 0);
    await page.pdf({ path: keptFile("print.pdf"), format: "A4" });
    assert.ok((await stat(keptFile("print.pdf"))).size > 10_000);
    await page.context().close();
  });
});

function background(page: Page): Promise<string> {
  return page.evaluate("getComputedStyle(document.body).backgroundColor");
}
