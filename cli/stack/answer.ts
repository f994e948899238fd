import { UserError } from "../../errors/user-error.ts";

const pauseMs = 100;

/**
 * Requests a URL until it answers with success.
 * @returns the body
 * @throws UserError with the last failure, at the deadline
 */
export async function firstAnswer(url: string, deadlineMs: number, signal: AbortSignal | undefined): Promise<string> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    const attempt = await ask(url);
    if (attempt.ok) return attempt.text;
    signal?.throwIfAborted();
    if (Date.now() > until) {
      throw new UserError({
        found: `${url} did not answer with success within ${deadlineMs / 1000} s; last attempt: ${attempt.text}`,
        remedy: "npm run ctl -- STACK lists the services, npm run ctl -- STACK SERVICE logs shows a service's log",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function ask(url: string): Promise<{ readonly ok: boolean; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const body = await response.text();
    return response.ok ? { ok: true, text: body } : { ok: false, text: `${response.status} ${body}` };
  } catch (error) {
    const { message, cause } = error as Error;
    return { ok: false, text: cause instanceof Error ? cause.message : message };
  }
}
