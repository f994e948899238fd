import { UserError } from "../../errors/user-error.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * Refuses a volume that exists, and has other labels than ours.
 * @param found null or undefined: it has none
 * @param program whose `volume inspect` and `volume rm` the remedy names
 * @throws UserError
 */
export function checkOwner(volume: string, found: Labels | null | undefined, wanted: Labels, program: string): void {
  const other = Object.entries(wanted).find(([name, value]) => found?.[name] !== value);
  if (other === undefined) return;
  const [name, value] = other;
  throw new UserError({
    found: `The volume ${volume} exists and belongs to something else: its label ${name} is ${JSON.stringify(found?.[name] ?? "")}.`,
    allowed: JSON.stringify(value),
    remedy: `inspect it: ${program} volume inspect ${volume}; if it is not needed: ${program} volume rm ${volume}`,
  });
}
