/** Every command that an npm script can name, and what it does in one line. */
export const commands: Readonly<Record<string, string>>;

/** The text of `--help` without a command. */
export function overview(): string;
