import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { firstAnswer } from "../../../cli/stack/answer.ts";
import { freePort } from "../../support/free-port.ts";
import { listening, type Listening } from "../../support/unit/listening.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";

describe("the first answer", () => {
  let server: Listening | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it("is the body of a success", async () => {
    server = await listening((_, response) => response.end("hello"));
    assert.equal(await firstAnswer(server, 1_000, undefined), "hello");
  });

  it("is waited for while the server is slow", async () => {
    server = await listening((_, response) => setTimeout(() => response.end("late"), 300));
    assert.equal(await firstAnswer(server, 2_000, undefined), "late");
  });

  it("is waited for while no process listens yet", async () => {
    let answers = 0;
    const { port, close } = await listening((_, response) => response.end());
    await close();
    const answer = firstAnswer({ url: `http://127.0.0.1:${port}/` }, 5_000, undefined);
    server = await listening((_, response) => response.end(`answer ${(answers += 1)}`), port, 250);
    assert.equal(await answer, "answer 1");
  });

  it("is asked for again after a failure", async () => {
    const statuses = [500, 503, 200];
    server = await listening((_, response) => {
      response.statusCode = statuses.shift() ?? 404;
      response.end("body");
    });
    assert.equal(await firstAnswer(server, 2_000, undefined), "body");
    assert.deepEqual(statuses, []);
  });

  for (const [what, behave, expected] of [
    [
      "greets",
      (socket: Socket) => socket.write("220 mail\x1b[31m\r\n"),
      /^it speaks another protocol than HTTP: 220 mail\.\[31m\.$/,
    ],
    [
      "waits for another protocol",
      (socket: Socket) => socket.resume(),
      /^it accepts connections, and speaks another protocol than HTTP$/,
    ],
  ] as const) {
    it(`of a program that may speak any protocol is enough if it ${what}`, async () => {
      const raw = createServer((socket) => {
        socket.on("error", () => undefined);
        behave(socket);
      });
      await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
      const { port } = raw.address() as AddressInfo;
      try {
        const text = await firstAnswer(
          { url: `http://127.0.0.1:${port}`, answer: { protocol: "any" } },
          5_000,
          undefined,
        );
        assert.match(text, expected);
      } finally {
        raw.close();
      }
    });
  }

  it("is no connection that ends at once, as a published port's does while nothing listens behind it", async () => {
    const raw = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
    const { port } = raw.address() as AddressInfo;
    try {
      const asked = firstAnswer({ url: `http://127.0.0.1:${port}`, answer: { protocol: "any" } }, 200, undefined);
      await rejectsWithUserError(asked, {
        found: /did not answer/,
        allowed: /^anything that a program says, or a connection that stays open/,
        remedy: /logs/,
      });
    } finally {
      raw.close();
    }
  });

  it("of a program that may speak any protocol is still judged where it speaks HTTP", async () => {
    server = await listening((_, response) => {
      response.statusCode = 503;
      response.end("not yet");
    });
    const answer = { protocol: "any", status: [200, 404] } as const;
    await rejectsWithUserError(firstAnswer({ ...server, answer }, 200, undefined), {
      found: /503 not yet/,
      allowed: /./,
      remedy: /./,
    });
  });

  it("is the last failure at the deadline", async () => {
    server = await listening((_, response) => {
      response.statusCode = 503;
      response.end("starting up");
    });
    await rejectsWithUserError(firstAnswer(server, 200, undefined), {
      found: new RegExp(`^${server.url} did not answer with success within 0\\.2 s; last attempt: 503 starting up$`),
      allowed: /^a status from 200 to 399 to GET \/$/,
      remedy: /npm run ctl -- STACK SERVICE logs/,
    });
  });

  it("is the reason at the deadline if no process listens", async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    await rejectsWithUserError(firstAnswer({ url }, 200, undefined), {
      found: /last attempt: .*ECONNREFUSED/,
      allowed: /^a status from 200 to 399 to GET \/$/,
      remedy: /npm run ctl -- STACK SERVICE logs/,
    });
  });

  it("is no longer waited for after the command is interrupted", async () => {
    const interrupted = AbortSignal.timeout(150);
    const url = `http://127.0.0.1:${await freePort()}/`;
    await assert.rejects(firstAnswer({ url }, 60_000, interrupted), { name: "TimeoutError" });
  });

  it("is a redirect, which is not followed", async () => {
    server = await listening((_, response) => response.writeHead(302, { location: "http://192.0.2.1/login" }).end());
    assert.equal(await firstAnswer(server, 1_000, undefined), "302 to http://192.0.2.1/login");
  });

  it("is what the workload says: another path, a host, a status that others call a failure", async () => {
    server = await listening((request, response) => {
      response.statusCode = request.url === "/login" && request.headers.host === "shop.example" ? 401 : 404;
      response.end("who are you?");
    });
    const answer = { path: "/login", host: "shop.example", status: [401, 403] };
    assert.equal(await firstAnswer({ ...server, answer }, 1_000, undefined), "who are you?");
    await rejectsWithUserError(firstAnswer({ ...server, answer: { status: [401] } }, 200, undefined), {
      found: /last attempt: 404 who are you\?$/,
      allowed: /^the status 401 to GET \/$/,
      remedy: /entry\.answer/,
    });
  });

  it("is the status if there is no body", async () => {
    server = await listening((_, response) => response.writeHead(204).end());
    assert.equal(await firstAnswer(server, 1_000, undefined), "204");
  });
});
