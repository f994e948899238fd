import type { Case } from "./case.ts";
import { app, cache } from "./images.ts";

/** What the language of Compose files does before anything is deployed: variables, profiles, and files that build on others. */
export const language: readonly Case[] = [
  {
    title: "variables of files, of .env and with defaults",
    files: {
      ".env": "WHO=dot\nTAG=1\n",
      "app.env": "# a comment\nexport FROM_FILE=\"a b\\nc\"\nSINGLE='$WHO'\nEXPANDED=${WHO}-x\n",
      "compose.yaml": `
services:
  app:
    image: ca-compose/app:\${TAG:?is needed}
    ports: ["8000"]
    env_file: app.env
    environment: {GREETING: "\${WHO} \${NONE:-default} $$WHO"}
`,
    },
    asks: [
      ["/", "hello dot default $WHO"],
      ["/env?name=FROM_FILE", "a b\nc"],
      ["/env?name=SINGLE", "$WHO"],
      ["/env?name=EXPANDED", "dot-x"],
    ],
  },
  {
    title: "profiles",
    files: {
      "compose.yaml": `services:\n  app: {image: "${app}", ports: ["8000"]}\n  cache: {image: "${cache}", profiles: [full]}\n  off: {image: none, profiles: [other]}\n`,
    },
    profiles: ["full"],
    asks: [["/count", "1"]],
  },
  {
    title: "services that extend others, with anchors",
    files: {
      "lib/common.yaml": `services:\n  base:\n    image: ${app}\n    environment: {GREETING: common, EXTRA: base}\n    volumes: ["./here:/here:ro"]\n`,
      "lib/here/note": "beside common.yaml\n",
      "compose.yaml": `services:\n  app:\n    extends: {file: lib/common.yaml, service: base}\n    ports: ["8000"]\n    environment: {EXTRA: own}\n`,
    },
    asks: [
      ["/read?path=/here/note", "beside common.yaml"],
      ["/", "hello common"],
      ["/env?name=EXTRA", "own"],
    ],
  },
  {
    title: "a file over another",
    files: {
      "compose.yaml": `services:\n  app: {image: "${app}", ports: ["8000"], environment: {GREETING: base, KEPT: "yes"}, command: [work]}\n`,
      "compose.prod.yaml": "services:\n  app: {environment: {GREETING: production}, command: [serve]}\n",
    },
    workload: ["compose.yaml", "compose.prod.yaml"],
    asks: [
      ["/", "hello production"],
      ["/env?name=KEPT", "yes"],
    ],
  },
];
