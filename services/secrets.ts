import type { FileSource, Service, Workload } from "./contract.ts";

type Fail = (found: string, allowed: string) => never;

/** Part of a path in the configuration, and of a file's name. */
const secretName = /^[A-Za-z0-9][\w-]{0,62}$/;
const fileName = /^[A-Za-z0-9][\w.-]{0,127}$/;
/** What a shell takes as the name of a variable. */
const variableName = /^[A-Za-z_]\w*$/;

const shortest = 16;

/** Checks what a service says of its secrets. */
export function checkServiceSecrets({ env, hosts, secrets = {} }: Service<FileSource>, fail: Fail): void {
  for (const [name, { file = name, variable }] of Object.entries(secrets)) {
    if (!secretName.test(name)) fail(`a secret is named ${JSON.stringify(name)}`, "letters, digits, _ and -");
    if (!fileName.test(file)) fail(`the file of the secret "${name}" is ${JSON.stringify(file)}`, "a name, no path");
    if (variable === undefined) continue;
    if (!variableName.test(variable))
      fail(`the variable of the secret "${name}" is ${JSON.stringify(variable)}`, "letters, digits and _");
    if (variable in env || variable in hosts)
      fail(`the variable ${variable} is that of the secret "${name}" too`, "one origin for each variable");
  }
  const uses = Object.entries(secrets);
  refuseTwice(
    uses.map(([name, { file = name }]) => file),
    "file",
    fail,
  );
  const variables = uses.flatMap(([, { variable }]) => variable ?? []);
  refuseTwice(variables, "variable", fail);
  // A shell fills them in, and passes on only what it can name itself.
  const lost = [...Object.keys(env), ...Object.keys(hosts)].find((name) => !variableName.test(name));
  if (variables.length > 0 && lost !== undefined)
    fail(`it has a secret as a variable, and the variable ${JSON.stringify(lost)}`, "letters, digits and _ in names");
}

/** Checks what a workload says of secrets. */
export function checkSecretFacts({ services, secrets: facts = {} }: Workload<FileSource>, fail: Fail): void {
  const used = new Set(services.flatMap(({ secrets = {} }) => Object.keys(secrets)));
  for (const [name, { generated }] of Object.entries(facts)) {
    if (!used.has(name))
      fail(`no service asks for the secret "${name}"`, [...used].join(", ") || "no facts about secrets");
    const length = generated?.length ?? shortest;
    if (!Number.isInteger(length) || length < shortest || length > 4096)
      fail(`the generated secret "${name}" has a length of ${length}`, `a whole number from ${shortest} to 4096`);
  }
}

function refuseTwice(names: readonly string[], what: string, fail: Fail): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail(`two secrets have the ${what} ${twice}`, `a ${what} for each`);
}
