import type { Failure } from "./stage.ts";

/** Characters of a message that are shown again, half of them from its end: there a command says why it failed. */
const shownCharacters = 1600;

/** A failed test of a part, as it is shown again at the end of all. */
export function failureText(part: string, { title, message }: Failure): string {
  return `\nfailed in ${part}: ${title}\n${shortened(message).replaceAll(/^/gm, "    ")}\n`;
}

function shortened(message: string): string {
  if (message.length <= shownCharacters) return message;
  const half = shownCharacters / 2;
  return `${message.slice(0, half)}\n[...]\n${message.slice(-half)}`;
}
