import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { writeReport } from "../../lab/report/write-report.ts";
import { skip } from "../support/skip.ts";
import { analysed, modelOf } from "../unit/lab/report/support.ts";

/** Where screenshots are kept, for people and for CI. */
const kept = path.resolve(import.meta.dirname, "../../reports/report");

/** Options that keep the browser itself from making requests. */
const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** A report on disk, and a browser that opens it. */
interface OpenedReport {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Writes the report of a made-up run, with gaps in it, and starts the browser. */
async function openReport(executablePath: string): Promise<OpenedReport> {
  const folder = await mkdtemp(path.join(tmpdir(), "report-"));
  const analysis = analysed({
    missing: { "latency/loopback.new.p50": { systemd: "no probe could join the container's network" } },
    failures: { zombies: { supervisord: "the probe ended with 3" } },
    values: {
      "identity/named": { separate: [true, false] },
      "latency/errors": { separate: 0, supervisord: 3, systemd: 4000 },
    },
  });
  const url = pathToFileURL(await writeReport(folder, modelOf(analysis))).href;
  await mkdir(kept, { recursive: true });
  // The browser starts with a new profile each time, which is removed with it.
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    url,
    browser,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function keptFile(name: string): string {
  return path.join(kept, name);
}

const variable = "CONTAINER_APPROACHES_BROWSER";

/** Opens the report before a suite and closes it afterwards; skips the suite without a browser. */
export function reportInBrowser(): () => OpenedReport {
  let report: OpenedReport | undefined;
  before(async function () {
    const executable = process.env[variable];
    if (executable === undefined || executable === "") skip(this, `${variable} names no browser`);
    report = await openReport(executable);
  });
  after(() => report?.close());
  return () => report ?? assert.fail("the report is not open");
}

/** Opens all closed details. */
export function openEverything(page: Page): Promise<void> {
  return page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true;");
}

/** A page, with its errors and requests. */
interface Watched {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Opens the report in a new browser context. */
export async function visit({ browser, url }: OpenedReport, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, complaints, requests };
}

/** Texts of the first column of a table, in the order of its rows. */
export function firstColumn(page: Page, table: string): Promise<string[]> {
  return page.locator(`${table} tbody tr > :is(th, td.id):first-of-type`).allInnerTexts();
}
