import { translated, type ContainerPlan, type HealthPlan } from "../container-plan.ts";
import type { Lost } from "./losing.ts";

/** Kubernetes expands `$(NAME)` in words and values, and takes `$$` as a dollar. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** What runs in the container. */
export function processOf({ command, env, workingDir, init, terminal, ...rest }: ContainerPlan["process"], lost: Lost) {
  translated(rest);
  if (init) lost("init", "there is none: the program is PID 1, and has to reap and to have handlers");
  return {
    command: command.map(literal),
    workingDir,
    ...(terminal ? { tty: true } : {}),
    env: Object.entries(env).map(([name, value]) => ({ name, value: literal(value) })),
  };
}

/** Health checks as probes. */
export function probes({ argv, probe = argv, ...schedule }: HealthPlan, lost: Lost) {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, ...rest } = schedule;
  translated(rest);
  const [periodSeconds, timeout] = [intervalSeconds, timeoutSeconds].map((one) => Math.max(1, Math.round(one)));
  if (periodSeconds !== intervalSeconds || timeout !== timeoutSeconds)
    lost(`health check every ${intervalSeconds} s, within ${timeoutSeconds} s`, "Kubernetes counts whole seconds");
  const times = { periodSeconds, timeoutSeconds: timeout };
  const exec = { command: probe.map(literal) };
  const restarts = argv.join("\0") !== probe.join("\0");
  if (restarts)
    lost(
      "restart when unhealthy",
      "the check restarts the service, and the kubelet the container if that does not help",
    );
  return {
    // It asks until the first success, for as long as the start may take.
    startupProbe: {
      exec,
      ...times,
      failureThreshold: retries + Math.ceil(startPeriodSeconds / Math.max(1, intervalSeconds)),
    },
    readinessProbe: { exec, ...times, failureThreshold: retries },
    // The check itself acts first, so the kubelet waits for longer.
    ...(restarts
      ? { livenessProbe: { exec: { command: argv.map(literal) }, ...times, failureThreshold: 10 * retries } }
      : {}),
  };
}
