import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lossLines } from "../../../../errors/loss.ts";
import { readCompose } from "../../../../services/compose/read.ts";
import { fromCompose } from "../../../../services/foreign/from-compose.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("a key of a Compose file that is honoured only in part", () => {
  const folder = useTemporaryFolder();

  async function lost(service: string, sections = ""): Promise<string> {
    const path = join(folder(), "compose.yaml");
    await writeFile(path, `services: {web: {image: x, ${service}}}\n${sections}\n`);
    const { losses } = fromCompose(await readCompose({ files: [path], name: "shop", env: {} }));
    return lossLines(losses).join("\n");
  }

  for (const [what, service, found] of [
    [
      "a part of a volume",
      "volumes: [{type: volume, source: v, target: /v, volume: {subpath: a}}]",
      /subpath a at \/v/,
    ],
    ["an empty volume", "volumes: [{type: volume, source: v, target: /v, volume: {nocopy: true}}]", /nocopy of \/v/],
    ["a label of SELinux", "volumes: ['./a:/a:z']", /the SELinux label of/],
    [
      "a folder that has to be there",
      "volumes: [{type: bind, source: ./a, target: /a, bind: {create_host_path: false}}]",
      /create_host_path: false of/,
    ],
    ["checks while it starts", "healthcheck: {test: a, start_interval: 1s}", /web: healthcheck\.start_interval/],
    ["what memory takes first", "oom_score_adj: 5", /web: oom_score_adj/],
    ["another processor", "platform: linux/arm64", /web: platform/],
    ["the host's name", "uts: host", /web: uts/],
  ] as const) {
    it(`is a warning: ${what}`, async () => {
      assert.match(await lost(service, "volumes: {v: }"), found);
    });
  }

  it("is a warning: a driver of a network or a volume", async () => {
    const said = await lost(
      "networks: [n, m], volumes: ['v:/v', 'w:/w']",
      "networks: {n: {driver: overlay}, m: {driver: bridge}}\nvolumes: {v: {driver: nfs}, w: {driver: local}}",
    );
    assert.match(said, /the driver overlay of the network n/);
    assert.match(said, /the driver nfs of the volume v/);
    assert.equal(said.split("\n").length, 2, said);
  });
});
