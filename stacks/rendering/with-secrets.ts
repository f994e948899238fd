import type { Service } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { secretVariables } from "./secrets.ts";
import { quote } from "./shell.ts";

/** Folder in an image with a program per service that has variables from secrets. */
const withSecretsFolder = "/opt/container-approaches/with-secrets";

/**
 * The words before a service's command that give it the variables that are filled from secrets; none if it has no such variables. They run
 * as the service's user: no other user can read the files.
 */
export function throughSecrets(service: Pick<Service, "name" | "secrets">): readonly string[] {
  return secretVariables(service).length === 0 ? [] : [`${withSecretsFolder}/${service.name}`];
}

/**
 * The program behind those words. A value never is a word of a command, which other users could read: the shell sets it as a variable of
 * its own, and then becomes the command.
 */
export function withSecretsProgram(service: Service): Omit<ContextFile, "path"> {
  const lines = secretVariables(service).flatMap(({ variable, file, secret }) => [
    `${variable}=$(/bin/cat ${quote(file)} && printf x) || {`,
    `  echo ${quote(`the secret "${secret}" is missing: npm run up delivers it`)} >&2`,
    "  exit 1",
    "}",
    `export ${variable}="\${${variable}%x}"`,
  ]);
  const own = ["PWD", "OLDPWD"].filter((name) => !(name in service.env) && !(name in service.hosts));
  const content = [
    "#!/bin/sh",
    `# COMMAND...: runs it with the variables of the service "${service.name}" that are filled from its secrets.`,
    "# The x keeps newlines at a value's end.",
    ...lines,
    ...(own.length === 0 ? [] : ["# The shell's own.", `unset ${own.join(" ")}`]),
    'exec "$@"',
    "",
  ];
  return { content: content.join("\n"), mode: 0o755 };
}
