import { Command } from "commander";
import { defaultStack, stackNames } from "../stacks/stack-names.ts";
import { verbs } from "../stacks/verbs.ts";
import { projectRoot } from "../toolchain/environment.ts";
import { candidates, completionScript } from "./control/completion.ts";
import { chosenDeployment, deploymentsOf, parseTarget } from "./control/deployed.ts";
import { listServices, servicesTable } from "./control/listing.ts";
import { requested } from "./control/request.ts";
import { runArgv } from "./control/run.ts";
import { runSeveral } from "./control/several.ts";
import { checkedStackName } from "./stack/stack-name.ts";

interface Options {
  readonly json?: boolean;
  readonly completion?: boolean;
  readonly complete?: boolean;
}

const examples = `
Verbs: ${verbs.join(", ")}

Examples:
  npm run ctl -- separate                        every service and its state
  npm run ctl -- separate server logs --follow   its log, until Ctrl-C
  npm run ctl -- separate server signal HUP
  npm run ctl -- separate worker logs            the logs of all its replicas, merged by time
  npm run ctl -- separate worker/2 restart
  npm run ctl -- dev/separate server exec ls -l /app
  eval "$(npm run --silent ctl -- --completion)" defines ctl in this shell, with completion of names

Exit code: that of the verb, of several replicas the highest; status exits with 0 if the service runs, 3 if not.`;

/** Controls a service of a deployed stack. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run ctl --")
    .description(
      "Controls a service of a deployed stack, with the same verbs for every supervisor. Without a service: lists all services.",
    )
    .argument("[target]", "STACK, or STACK/APPROACH if the stack has several")
    .argument("[service]", "a service of the workload, with all its replicas; SERVICE/N for its replica N")
    .argument("[verb]", "one of the verbs below", "status")
    .argument("[words...]", "for signal: its name; for exec: a command; for logs: --follow")
    .option("--json", "print the list of services as JSON")
    .option("--completion", "print shell code for bash or zsh that defines ctl, with completion of names")
    .option("--complete", "print the completions of the last word, one per line")
    .addHelpText("after", examples)
    .passThroughOptions()
    .exitOverride()
    .action(async (...given: unknown[]) => {
      const [target, service, verb, words, options] = given as [string?, string?, string?, string[]?, Options?];
      code = await ctl({ target, service, verb, words: words ?? [] }, options ?? {}, args, signal);
    });
  // Options end at the target, so that a command for exec keeps its options; but --json right after the target is ours.
  const [target = "", option, ...rest] = args;
  const ordered = option === "--json" ? [option, target, ...rest] : args;
  await program.parseAsync(ordered, { from: "user" });
  return code;
}

interface Request {
  readonly target: string | undefined;
  readonly service: string | undefined;
  readonly verb: string | undefined;
  readonly words: readonly string[];
}

async function ctl(
  request: Request,
  { json, completion, complete }: Options,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<number> {
  if (completion) return print(completionScript(projectRoot));
  if (complete) return printCandidates(args.slice(args.indexOf("--") + 1));
  const target = parseTarget(request.target ?? defaultStack);
  const stack = checkedStackName(target.stack, projectRoot);
  const deployments = await deploymentsOf(stack);
  if (request.service === undefined) {
    const shown =
      target.approach === undefined ? deployments : { [target.approach]: chosenDeployment(deployments, target) };
    const services = await listServices(shown, signal);
    return print(json ? `${JSON.stringify(services, undefined, 2)}\n` : servicesTable(services));
  }
  const deployment = chosenDeployment(deployments, target);
  const asked = requested(deployment, request.service, request.verb ?? "", request.words);
  const [only, ...more] = asked.commands;
  return only === undefined || more.length > 0 ? runSeveral(asked, signal) : runArgv(only.argv, signal);
}

async function printCandidates(words: readonly string[]): Promise<number> {
  // If nothing is deployed there are no completions: an error would disturb the command line.
  const found = await candidates(words, stackNames, deploymentsOf).catch(() => []);
  return print(found.map((word) => `${word}\n`).join(""));
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
