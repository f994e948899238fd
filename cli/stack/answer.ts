import { request } from "node:http";
import { connect } from "node:net";
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
    const attempt = entry.answer?.protocol === "any" ? await askAny(entry) : await ask(entry);
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
  if (answer?.protocol === "any") return "anything that a program says, or a connection that stays open";
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

/** A published port accepts connections, and ends them, while nothing listens behind it: so what counts is that one stays open. */
const openMs = 500;

async function askAny(entry: Asked): Promise<Attempt> {
  const attempt = await ask(entry);
  if (attempt.ok || attempt.reached) return attempt;
  const said = await heard(entry);
  return said === undefined ? attempt : { ok: true, reached: true, text: said };
}

/** What a program at the entry says without being asked; undefined if it ends the connection. */
function heard({ url }: Asked): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname.replace(/^\[(.*)\]$/, "$1"));
    const end = (said: string | undefined) => {
      socket.destroy();
      resolve(said);
    };
    socket.setTimeout(requestMs, () => {
      end(undefined);
    });
    socket.on("connect", () => {
      const open = setTimeout(() => {
        end("it accepts connections, and speaks another protocol than HTTP");
      }, openMs);
      socket.on("close", () => {
        clearTimeout(open);
      });
    });
    socket.on("data", (bytes) => {
      end(`it speaks another protocol than HTTP: ${readable(bytes)}`);
    });
    socket.on("end", () => {
      end(undefined);
    });
    socket.on("error", () => {
      end(undefined);
    });
  });
}

/** The first line, without what a terminal would obey. */
function readable(bytes: Buffer): string {
  return (
    bytes
      .toString("latin1")
      .split("\n", 1)[0]
      ?.replaceAll(/[^ -~]/g, ".")
      .slice(0, 80) ?? ""
  );
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
