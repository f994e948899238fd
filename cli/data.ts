import { Command } from "commander";
import { backup, type BackupOptions } from "./data/backup.ts";
import { list } from "./data/list.ts";
import { remove, type RemoveOptions } from "./data/remove.ts";
import { restore, type RestoreOptions } from "./data/restore.ts";

const examples = `
Examples:
  npm run data -- list separate
  npm run data -- backup separate today.tar
  npm run data -- restore s6 today.tar              onto another approach, deployed or not
  npm run data -- restore separate today.tar --as store=archive
  npm run data -- remove separate store --yes

Interrupted at any moment, a backup is not there and a restore is done or has changed nothing; the next command, up too, repairs what is left.`;

/** Copies, lists and removes the data of stacks. */
export async function main(args: string[], signal: AbortSignal = new AbortController().signal): Promise<number> {
  const program = new Command("npm run data --")
    .description("Backs up, restores, lists and removes the data that a stack's services keep in volumes.")
    .addHelpText("after", examples)
    .exitOverride();
  program
    .command("list")
    .description("list the volumes: sizes, owners, what uses them, and whether the workload still has them")
    .argument("<stack>", "an approach, or dev")
    .option("--json", "print the list as JSON")
    .action((stack: string, { json }: { json?: boolean }) => list(stack, json === true, signal));
  program
    .command("backup")
    .description("write the data of all volumes into one file; services that use them are stopped meanwhile")
    .argument("<stack>", "an approach, or dev")
    .argument("<file>", "where to write it; a tar archive")
    .option("--approach <name>", "whose volumes, if the stack has several approaches")
    .option("--live", "do not stop services: what they write meanwhile may be in the backup by half")
    .option("--force", "replace the file if it exists")
    .option("--json", "print what was written as JSON")
    .action((stack: string, file: string, options: BackupOptions) => backup(stack, file, options, signal));
  program
    .command("restore")
    .description("replace the data of volumes by that of a backup, of all or of none; creates volumes that are missing")
    .argument("<stack>", "an approach, or dev; need not be deployed")
    .argument("<file>", "a file that backup wrote, of any approach")
    .option("--approach <name>", "whose volumes, if the stack has several approaches")
    .option("--as <old=new>", "put the data of volume OLD into volume NEW; may be repeated", collect)
    .option("--only <names>", "only these volumes of the backup, separated by commas")
    .option("--json", "print what was restored as JSON")
    .action((stack: string, file: string, options: RestoreOptions) => restore(stack, file, options, signal));
  program
    .command("remove")
    .description("delete volumes with their data, after saying which; refuses those that a container uses")
    .argument("<stack>", "an approach, or dev")
    .argument("[volumes...]", "names of volumes. Default: all of the stack")
    .option("--approach <name>", "only volumes of this approach")
    .option("--yes", "do not ask")
    .option("--json", "print what was removed as JSON")
    .action((stack: string, names: string[], options: RemoveOptions) => remove(stack, names, options, signal));
  await program.parseAsync(args, { from: "user" });
  return 0;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
