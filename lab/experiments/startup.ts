import type { Experiment } from "../contract.ts";

export const startup: Experiment = {
  name: "startup",
  title: "Start",
  question: "How long does it take from creating the containers to the first good answer?",
  method:
    "Containers with the same settings are created and started through the Engine API, in order and without waiting between them; then the entry is asked every 2 ms. Times come from Docker's timestamps and the host's clock. Restart: the containers are killed and started.",
  excludes:
    "Building images; Pulumi's own time; reading from disk, since files are in the page cache. The experiment cold starts with a cold image store.",
  kind: "timing",
  about: ["entry"],
  besideOthers: false,
  begins: "as left",
  withTwin: true,
  figures: {
    "create.answer": { title: "time from create to first answer", unit: "ms", better: "lower" },
    "create.healthy": { title: "time from create to all healthy", unit: "ms", better: "lower" },
    "restart.answer": { title: "time from start of killed containers to first answer", unit: "ms", better: "lower" },
  },
  async run(_, { containers, clone }) {
    await containers.kill();
    const clones = await clone({ suffix: "-new", publish: true });
    let created: Readonly<Record<string, number>>;
    try {
      await clones.start();
      const answer = await containers.untilAnswer();
      const healthy = await containers.untilHealthy(undefined, clones.names);
      created = { "create.answer": answer - clones.createdAt, "create.healthy": healthy - clones.createdAt };
    } finally {
      await clones.remove();
    }
    const before = await containers.start();
    const restarted = (await containers.untilAnswer()) - before;
    return { values: { ...created, "restart.answer": restarted } };
  },
};
