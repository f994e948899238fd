import { execa } from "execa";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { versions } from "../../../toolchain/versions.ts";
import { fakePulumi } from "./fake-tools.ts";

/** How the server behaves. */
export interface VendorOptions {
  /** @default the right one */
  readonly checksum?: "wrong" | "missing";
  /** Accepts connections and never answers. @default false */
  readonly silent?: boolean;
}

/** Offers a Pulumi for download as the vendor does. @returns its address and how to end it */
export async function vendorServer(folder: string, options: VendorOptions = {}) {
  const name = `pulumi-v${versions.pulumi.pinned}-${process.platform}-${process.arch}.tar.gz`;
  await mkdir(path.join(folder, "pulumi"), { recursive: true });
  for (const program of ["pulumi", "pulumi-language-nodejs"]) {
    await writeFile(path.join(folder, "pulumi", program), fakePulumi, { mode: 0o755 });
  }
  await execa("tar", ["-czf", path.join(folder, name), "-C", folder, "pulumi"]);
  const archive = await readFile(path.join(folder, name));
  const sum = options.checksum === "wrong" ? "0".repeat(64) : createHash("sha256").update(archive).digest("hex");
  const files: Readonly<Record<string, Buffer | string>> = {
    [`/${name}`]: archive,
    ...(options.checksum === "missing"
      ? {}
      : { [`/pulumi-${versions.pulumi.pinned}-checksums.txt`]: `${sum}  ${name}\n` }),
  };
  const server = createServer((request, response) => {
    if (options.silent === true) return;
    const content = files[request.url ?? ""];
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    end: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
