import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { firstColumn, openEverything, reportInBrowser, visit } from "./support.ts";

const data = "#figure-latency-errors table.data";

describe("the report in a browser", function () {
  this.timeout(120_000);
  const opened = reportInBrowser();

  it("opens from disk without errors, and loads nothing but itself", async () => {
    const { page, complaints, requests } = await visit(opened());
    // Everything is opened, so that nothing can load later.
    await openEverything(page);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith("data:")),
      [opened().url],
    );
    await page.context().close();
  });

  it("sorts a table in both directions, and says so in aria-sort", async () => {
    const { page } = await visit(opened());
    await page.locator("#figure-latency-errors summary").click();
    const header = page.locator(`${data} thead th`, { hasText: "Median" });
    assert.equal(await header.getAttribute("aria-sort"), null);
    await header.getByRole("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    assert.deepEqual(await firstColumn(page, data), ["separate", "supervisord", "systemd"]);
    await header.getByRole("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "descending");
    assert.deepEqual(await firstColumn(page, data), ["systemd", "supervisord", "separate"]);
    const byName = page.locator(`${data} thead th`, { hasText: "Approach" });
    await byName.getByRole("button").click();
    assert.equal(await header.getAttribute("aria-sort"), null);
    assert.equal(await byName.getAttribute("aria-sort"), "ascending");
    await page.context().close();
  });

  it("keeps rows without a value at the end in both directions", async () => {
    const { page } = await visit(opened());
    const table = "#figure-latency-loopback-new-p50 table.data";
    const button = page.locator(`${table} thead th`, { hasText: "Median" }).getByRole("button");
    for (let i = 0; i < 2; i += 1) {
      await button.click();
      assert.equal((await firstColumn(page, table)).at(-1), "systemd");
    }
    await page.context().close();
  });

  it("ranks again when a slider moves, and as before after a reset", async () => {
    const { page } = await visit(opened());
    const before = await ranking(page);
    assert.equal(before[0]?.subject, "separate");
    // Now only a criterion counts in which separate containers are worst.
    for (const slider of await page.locator("#ranking-form input[type=range]").all())
      await slider.fill((await slider.getAttribute("name")) === "latency" ? "5" : "0");
    const after = await ranking(page);
    assert.equal(after[0]?.subject, "supervisord");
    assert.match(await page.locator("#ranking-now").innerText(), /^Order: supervisord/);
    await page.getByRole("button", { name: "Back to the weights" }).click();
    await page.waitForFunction("document.querySelector('#ranking-now').textContent.startsWith('Order: separate')");
    assert.deepEqual(await ranking(page), before);
    await page.context().close();
  });

  it("computes the same scores as the report", async () => {
    const { page } = await visit(opened());
    const written = await ranking(page);
    // Any input event computes the scores again.
    await page.locator("#ranking-form").dispatchEvent("input");
    assert.deepEqual(await ranking(page), written);
    await page.context().close();
  });

  it("excludes what a constraint forbids, with the reason", async () => {
    const { page } = await visit(opened());
    await page.getByLabel("runs without a privileged container").check();
    const rows = await ranking(page);
    assert.deepEqual(rows.at(-1), {
      subject: "systemd",
      place: "out",
      score: rows.at(-1)?.score,
      notes: "needs a privileged container",
    });
    assert.doesNotMatch(await page.locator("#ranking-now").innerText(), /systemd/);
    await page.context().close();
  });

  it("opens the figure that a link leads to", async () => {
    const { page } = await visit(opened());
    const figure = page.locator("#figure-latency-published-p99");
    assert.equal(await figure.getAttribute("open"), null);
    await page.locator(".glance a[href='#figure-latency-published-p99']").click();
    await page.waitForFunction("document.querySelector('#figure-latency-published-p99').open");
    await page.context().close();
  });

  it("can be used with the keyboard alone", async () => {
    const { page } = await visit(opened());
    await page.keyboard.press("Tab");
    assert.equal(await focused(page, "el => el.className"), "skip");
    const reached = new Set<string>();
    for (let i = 0; i < 120 && !(reached.has("range") && reached.has("sort") && reached.has("checkbox")); i += 1) {
      await page.keyboard.press("Tab");
      reached.add(await focused(page, "el => el.type === 'range' || el.type === 'checkbox' ? el.type : el.className"));
    }
    for (const wanted of ["theme", "sort", "range", "checkbox"])
      assert.ok(reached.has(wanted), `${wanted} is not reached`);
    const slider = page.locator("#weight-memory");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await slider.inputValue(), "1.5");
    const button = page.locator("#claims thead button").first();
    await button.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#claims thead th").first().getAttribute("aria-sort"), "ascending");
    await page.context().close();
  });

  it("can be read without its script", async () => {
    const { page } = await visit(opened(), { javaScriptEnabled: false });
    assert.equal(await page.locator(".theme").isVisible(), false);
    assert.equal(await page.locator("#ranking-table").isVisible(), true);
    await page.context().close();
  });
});

/** The ranking as the page shows it. */
async function ranking(page: Page) {
  const rows = await page.locator("#ranking-table tbody tr").all();
  return Promise.all(
    rows.map(async (row) => ({
      subject: await row.getAttribute("data-subject"),
      place: await row.locator(".place").innerText(),
      score: await row.locator(".score").innerText(),
      notes: await row.locator(".notes").innerText(),
    })),
  );
}

/** The value of an expression about the element that has the focus. */
function focused(page: Page, expression: string): Promise<string> {
  return page.evaluate(`(${expression})(document.activeElement)`);
}
