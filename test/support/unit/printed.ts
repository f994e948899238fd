/** What a command printed to its standard output. */
export async function printed(run: () => Promise<number>): Promise<{ readonly code: number; readonly text: string }> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let text = "";
  stdout.write = (chunk: string | Uint8Array) => {
    text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  try {
    return { code: await run(), text };
  } finally {
    stdout.write = write;
  }
}
