import { dockerClient } from "../docker/client.ts";
import { findBaseImage, obtainBaseImage, type BaseImage, type BaseImageWish } from "./base-image/ensure.ts";
import { findEngine, obtainEngine, type Engine } from "./engine/ensure.ts";
import { toolEnvironment, userEnvironment } from "./environment.ts";
import { formatDuration } from "./progress/display.ts";
import { runSteps, type StepPlan } from "./progress/steps.ts";
import type { Pulumi } from "./pulumi/distribution.ts";
import { findPulumi, obtainPulumi } from "./pulumi/ensure.ts";

/** What a command needs. */
export interface SetupOptions {
  /** @default true */
  readonly pulumi?: boolean;
  /** @default true */
  readonly engine?: boolean;
  /** Which base image; it needs Docker. @default none */
  readonly baseImage?: BaseImageWish | undefined;
  /** Aborted when the user interrupts. @default never */
  readonly signal?: AbortSignal | undefined;
  /** Prints the summary even if nothing had to be done. @default false */
  readonly announce?: boolean;
}

/** Everything that deploying needs, and how to use it. */
export interface Toolchain {
  readonly pulumi?: Pulumi;
  readonly engine?: Engine;
  readonly baseImage?: BaseImage;
  /** To be added to the environment of `pulumi` and `docker`. */
  readonly env: Readonly<Record<string, string>>;
}

interface Parts {
  pulumi?: Pulumi;
  engine?: Engine;
  baseImage?: BaseImage;
}

/** Finds or gets what is needed. Quick and silent if nothing is missing; progress goes to standard error. */
export async function ensureToolchain(options: SetupOptions = {}): Promise<Toolchain> {
  const startedAt = Date.now();
  const signal = options.signal ?? new AbortController().signal;
  const user = userEnvironment(process.env);
  const wantsEngine = options.engine !== false || options.baseImage !== undefined;
  const parts = await findParts(options, wantsEngine, user);
  const steps = missingSteps(options, wantsEngine, user, parts);
  if (steps.length > 0) await runSteps(steps, signal);
  signal.throwIfAborted();
  const env = await toolEnvironment(parts.pulumi, parts.engine?.endpoint, user);
  if (steps.length > 0 || options.announce === true) {
    process.stderr.write(`setup: ready in ${formatDuration(Date.now() - startedAt)} (${describe(parts)})\n`);
  }
  return { ...parts, env };
}

/** @returns what this host already has */
async function findParts(options: SetupOptions, wantsEngine: boolean, user: NodeJS.ProcessEnv): Promise<Parts> {
  const wish = options.baseImage;
  const [pulumi, host] = await Promise.all([
    options.pulumi === false ? undefined : findPulumi(user.PULUMI_HOME),
    wantsEngine ? findEngineAndImage(wish) : {},
  ]);
  return pulumi === undefined ? host : { ...host, pulumi };
}

async function findEngineAndImage(wish: BaseImageWish | undefined): Promise<Parts> {
  const engine = await findEngine();
  if (engine === undefined) return {};
  const baseImage = wish === undefined ? undefined : await findBaseImage(dockerClient(engine.endpoint), wish);
  return baseImage === undefined ? { engine } : { engine, baseImage };
}

function missingSteps(options: SetupOptions, wantsEngine: boolean, user: NodeJS.ProcessEnv, parts: Parts): StepPlan[] {
  const steps: StepPlan[] = [];
  const engine = deferred<Engine>();
  if (parts.engine !== undefined) engine.resolve(parts.engine);
  if (options.pulumi !== false && parts.pulumi === undefined) {
    steps.push({
      title: "Pulumi",
      async run(work) {
        parts.pulumi = await obtainPulumi(work, user.PULUMI_HOME);
      },
    });
  }
  if (wantsEngine && parts.engine === undefined) {
    steps.push({
      title: "Docker",
      async run(work) {
        const obtained = obtainEngine(work);
        obtained.then(engine.resolve, engine.reject);
        parts.engine = await obtained;
      },
    });
  }
  const wish = options.baseImage;
  if (wish !== undefined && parts.baseImage === undefined) {
    steps.push({
      title: "base image",
      async run(work) {
        if (parts.engine === undefined) work.update("waits for the Docker daemon");
        const { endpoint } = await engine.promise;
        parts.baseImage = await obtainBaseImage(work, dockerClient(endpoint), wish);
      },
    });
  }
  return steps;
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((onSuccess, onFailure) => {
    resolve = onSuccess;
    reject = onFailure;
  });
  // The waiting steps get the failure; without one, it must not count as an unhandled rejection.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

function describe({ pulumi, engine, baseImage }: Parts): string {
  return [
    ...(pulumi === undefined ? [] : [`pulumi ${pulumi.version} ${origins[pulumi.origin]}`]),
    ...(engine === undefined ? [] : [`Docker ${engine.version} at ${engine.endpoint.host}`]),
    ...(baseImage === undefined ? [] : [`base image ${baseImage.name} ${baseImage.origin}`]),
  ].join(", ");
}

const origins = { user: "installed", download: "downloaded", built: "built" } as const;
