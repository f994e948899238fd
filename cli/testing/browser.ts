import { ensureBrowser, type Browser } from "../../toolchain/browser/ensure.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Stage } from "./stage.ts";

/** Tests of the report in a real browser; skipped with the reason if there is none. */
export async function browserStage(signal: AbortSignal | undefined): Promise<Stage> {
  const title = "report";
  let browser: Browser = { unavailable: "the search for a browser was interrupted" };
  const step = {
    title: "browser",
    async run(work: Parameters<typeof ensureBrowser>[0]) {
      browser = await ensureBrowser(work);
    },
  };
  await runSteps([step], signal ?? new AbortController().signal);
  return stageWith(title, browser);
}

function stageWith(title: string, browser: Browser): Stage {
  if ("unavailable" in browser) return { title, skipped: browser.unavailable };
  return { title, mocha: ["test/report/**/*.test.ts"], env: { CONTAINER_APPROACHES_BROWSER: browser.path } };
}
