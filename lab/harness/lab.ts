import type { DockerClient } from "../../docker/client.ts";
import { engineApiOf, type EngineApi } from "../../docker/engine-api.ts";
import { labelPrefix } from "../../stacks/rendering/labels.ts";
import type { Toolchain } from "../../toolchain/setup.ts";
import type { Work } from "../../toolchain/work.ts";
import type { HostFingerprint } from "../results/record.ts";
import type { HostProbe, Outside } from "../tools.ts";
import { fingerprint } from "./fingerprint.ts";
import { openHostProbe, type ProbeSource } from "./host-probe.ts";
import { openMeter } from "./meter.ts";
import { makeOutside } from "./outside.ts";
import { probeImage } from "./probe-image.ts";
import { labInstance, openCopy, type Copy } from "./project.ts";
import type { Meter } from "./quiet.ts";

/** What the tools of every subject are built from. */
export interface Bench {
  readonly source: ProbeSource;
  readonly api: EngineApi;
  readonly host: HostProbe;
  /** See `Tools.outside`. */
  readonly outside: () => Promise<Outside>;
}

/** The environment of a run: a copy of the project, and probes. `close` removes all of it. */
export interface Lab extends Bench {
  readonly copy: Copy;
  /** Share of the processors' time that others use. */
  readonly meter: Meter;
  fingerprint(): Promise<HostFingerprint>;
  close(): Promise<void>;
}

/** What `openLab` needs. */
export interface LabMeans {
  /** Root of the checkout. */
  readonly project: string;
  readonly toolchain: Toolchain;
  readonly docker: DockerClient;
  /** Removes everything in Docker with the instance's label. */
  readonly removeAll: (instance: string) => Promise<void>;
}

/** Opens the lab, after it has removed what a killed run left. */
export async function openLab({ project, toolchain, docker, removeAll }: LabMeans, work: Work): Promise<Lab> {
  const { pulumi, baseImage } = toolchain;
  if (pulumi === undefined || baseImage === undefined) throw new Error("the toolchain lacks Pulumi or a base image");
  const instance = labInstance(project);
  work.update("removing what an earlier run left");
  await removeAll(instance);
  work.update("copying the project");
  const copy = await openCopy(project, pulumi.command, { ...process.env, ...toolchain.env });
  const api = engineApiOf(docker);
  const close = async () => {
    await removeAll(instance);
    await copy.remove();
    api.close();
  };
  try {
    work.update("building the probes' image");
    const image = await probeImage(docker, baseImage.name, `${project}/.state/lab/probe`, work.signal);
    const labels = [`instance=${instance}`, "stack=lab"].flatMap((label) => ["--label", `${labelPrefix}.${label}`]);
    const source: ProbeSource = { docker, image, labels };
    const host = await openHostProbe(source, `ca-${instance}-lab-host-probe`, work.signal);
    const tools = { pulumi: pulumi.command, baseImage: baseImage.name };
    const metered = { api, host, instanceLabel: `${labelPrefix}.instance=${instance}`, names: `ca-${instance}-` };
    const meter = await openMeter(metered, work.signal);
    const outside = once(() => makeOutside(source, { name: `ca-${instance}-lab-outside`, instance }, work.signal));
    return { copy, source, api, host, meter, outside, close, fingerprint: () => fingerprint(api, source, tools) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes something at its first use, and again only if that failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
