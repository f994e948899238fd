import { execa } from "execa";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { closeAll, passOn, type Open } from "./pass-on.ts";

/** A server before a local socket that speaks TLS, and wants a certificate of its clients. */
export interface TlsProxy {
  /** As DOCKER_HOST takes it. */
  readonly address: string;
  close(): void;
}

/**
 * Starts one on this host's loopback, at a free port.
 * @param folder with the files of makeCertificates
 * @param socket path of the socket that it passes every connection on to
 */
export async function tlsProxy(folder: string, socket: string): Promise<TlsProxy> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "server-cert.pem", "server-key.pem"].map((name) => readFile(join(folder, name))),
  );
  const open: Open = new Set();
  const server = createServer({ ca, cert, key, requestCert: true, allowHalfOpen: true }, (client) => {
    passOn(client, socket, open);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      closeAll(server, open);
    },
  };
}

/** Writes an authority's certificate, ca.pem, and certificates by it: the client's, cert.pem and key.pem, and the server's. */
export async function makeCertificates(folder: string): Promise<void> {
  const create = (name: string, certificate: string, key: string, more: readonly string[]) =>
    execa(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
        ...["-subj", `/CN=${name}`, "-keyout", key, "-out", certificate, ...more],
      ],
      { cwd: folder },
    );
  await create("authority", "ca.pem", "ca-key.pem", []);
  const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem"];
  await create("client", "cert.pem", "key.pem", signed);
  const server = [...signed, "-addext", "subjectAltName=IP:127.0.0.1"];
  await create("server", "server-cert.pem", "server-key.pem", server);
}
