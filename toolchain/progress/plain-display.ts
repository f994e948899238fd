import { formatDuration, type Display } from "./display.ts";

const heartbeatMs = 10_000;

/** For logs: a line per update, and a heartbeat when a step has been silent for ten seconds. */
export const plainDisplay: Display = async (steps, stream) => {
  const startedAt = Date.now();
  const elapsed = () => formatDuration(Date.now() - startedAt);
  const width = Math.max(...steps.map((step) => step.title.length));
  await Promise.all(
    steps.map(async (step) => {
      const print = (text: string) => {
        stream.write(`${`[${elapsed()}]`.padEnd(14)} ${step.title.padEnd(width)}  ${text}\n`);
      };
      let current = "started";
      let detail = "";
      const beat = setInterval(() => {
        print(`still going: ${current}${detail === "" ? "" : `: ${detail}`}`);
      }, heartbeatMs);
      const done = await step.run({
        update(text) {
          beat.refresh();
          current = text;
          detail = "";
          print(text);
        },
        detail(text) {
          detail = text;
        },
        note: print,
      });
      clearInterval(beat);
      print(done ? "done" : "stopped");
    }),
  );
};
