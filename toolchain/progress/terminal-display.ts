import { Listr, ListrLogger, ProcessOutput, type ListrDefaultRendererLogLevels } from "listr2";
import { formatDuration, type Display } from "./display.ts";

const refreshMs = 200;

/** For people at a terminal: one line per step with its elapsed time, and below it what the step is doing. */
export const terminalDisplay: Display = async (steps, stream) => {
  const notes: string[] = [];
  const tasks = steps.map((step) => ({
    title: step.title,
    task: async (_: unknown, task: { title?: string; output?: string }) => {
      const startedAt = Date.now();
      let current = "";
      let detail = "";
      const show = () => {
        task.title = `${step.title}  ${formatDuration(Date.now() - startedAt)}`;
        task.output = detail === "" ? current : `${current}: ${detail}`;
      };
      const timer = setInterval(show, refreshMs);
      const done = await step.run({
        update(text) {
          current = text;
          detail = "";
        },
        detail(text) {
          detail = text;
        },
        note(text) {
          notes.push(`${step.title}: ${text}`);
        },
      });
      clearInterval(timer);
      show();
      // runSteps throws the reason when all steps have ended; this one only colours the line.
      if (!done) throw new Error("stopped");
    },
  }));
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput: new ProcessOutput(stream, stream) });
  const list = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: "default",
    rendererOptions: { logger, showErrorMessage: false, collapseSubtasks: false },
  });
  await list.run();
  for (const note of notes) stream.write(`${note}\n`);
};
