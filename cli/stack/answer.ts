import { request } from "node:http";
import { UserError } from "../../errors/user-error.ts";
import type { EntryOutput } from "../../stacks/outputs.ts";

const pauseMs = 100;
const requestMs = 2_000;
/** Longer answers are cut: they are shown, and nothing else. */
const longestBody = 1_000_000;

/**
 * Requests an entry until it answers as its workload says, at that address and nowhere else: a redirect is not followed.
 * @returns the body; of an answer without one, its status, and where a redirect leads
 * @throws UserError with the last failure, at the deadline
 */
export async function firstAnswer(
  entry: Pick<EntryOutput, "url" | "answer">,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    const attempt = await ask(entry);
    if (attempt.ok) return attempt.text;
    signal?.throwIfAborted();
    if (Date.now() > until) {
      throw new UserError({
        found: `${entry.url} did not answer with success within ${deadlineMs / 1000} s; last attempt: ${attempt.text}${attempt.reached ? "" : unreached}`,
        allowed: `${accepted(entry)} to GET ${pathOf(entry)}`,
        remedy:
          "npm run ctl -- STACK lists the services, npm run ctl -- STACK SERVICE logs shows a service's log; if this is how it answers, say so in the workload: entry.answer",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

type Asked = Pick<EntryOutput, "url" | "answer">;

/** What is asked for. */
export function pathOf({ answer }: Pick<Asked, "answer">): string {
  return answer?.path ?? "/";
}

function accepted({ answer }: Asked): string {
  return answer?.status === undefined ? "a status from 200 to 399" : `the status ${answer.status.join(" or ")}`;
}

const unreached =
  ". All services are healthy where they run: this process may be in another network (a container, a network namespace), or a firewall is between them";

interface Attempt {
  readonly ok: boolean;
  /** Whether something answered. */
  readonly reached: boolean;
  readonly text: string;
}

async function ask(entry: Asked): Promise<Attempt> {
  try {
    const { status, location, body } = await get(entry);
    const ok = entry.answer?.status?.includes(status) ?? (status >= 200 && status < 400);
    if (!ok) return { ok, reached: true, text: `${status} ${body}` };
    return {
      ok,
      reached: true,
      text: body.trim() === "" ? `${status}${location === undefined ? "" : ` to ${location}`}` : body,
    };
  } catch (error) {
    return { ok: false, reached: false, text: (error as Error).message };
  }
}

interface Got {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

function get(entry: Asked): Promise<Got> {
  const { host } = entry.answer ?? {};
  const headers = { accept: "*/*", ...(host === undefined ? {} : { host }) };
  return new Promise((resolve, reject) => {
    const asking = request(new URL(pathOf(entry), entry.url), { agent: false, headers }, (response) => {
      let body = "";
      const end = () => {
        asking.destroy();
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, body });
      };
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > longestBody) end();
      });
      response.on("end", end);
      response.on("error", reject);
    });
    asking.setTimeout(requestMs, () => asking.destroy(new Error(`no answer within ${requestMs / 1000} s`)));
    asking.on("error", reject);
    asking.end();
  });
}
