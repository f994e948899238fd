import type { Case } from "./case.ts";
import { app, staticProgram, web } from "./images.ts";

/** A root has no /sys: what is asked for is not there. */
const noCgroup = /^FileNotFoundError/;

/** What one service can ask for. */
export const alone: readonly Case[] = [
  {
    title: "one application",
    files: { "compose.yaml": `services:\n  app:\n    image: ${app}\n    ports: ["8000:8000"]\n` },
    asks: [
      ["/", "hello from the image"],
      ["/facts", /"folder": "\/app".*"home": "\/home\/app".*"words": \["serve"\]/],
    ],
  },
  {
    title: "one static program, without a shell",
    files: {
      "compose.yaml": `services:\n  static:\n    image: ${staticProgram}\n    init: true\n    ports: ["8080"]\n`,
    },
    asks: [["/", /from a static program/]],
  },
  {
    title: "a web server with files of the project",
    files: {
      "compose.yaml": `services:\n  web:\n    image: ${web}\n    ports: ["80"]\n    volumes: ["./site:/usr/share/nginx/html:ro"]\n`,
      "site/index.html": "my own page\n",
    },
    asks: [["/", "my own page"]],
  },
  {
    title: "a user by number, further groups, a read-only root and memory",
    files: {
      "compose.yaml": `services:\n  app:\n    image: ${app}\n    ports: ["8000"]\n    user: "1234:1235"\n    group_add: ["1236"]\n    read_only: true\n    tmpfs: ["/scratch:mode=1777,size=1m"]\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n`,
    },
    asks: [
      ["/facts", /"group": 1235, "groups": \[(?:1235, )?1236\].*"user": 1234/],
      ["/writable?path=/scratch", "yes"],
      ["/size?path=/scratch", "1"],
      ["/writable?path=/app", "no"],
      [
        "/kernel",
        {
          separate: /"can ever have capabilities": false, "capabilities": false,.*"no new privileges": true/,
          // The supervisor keeps those that it needs to enter roots as other users.
          folded: /"can ever have capabilities": true, "capabilities": false,.*"no new privileges": true/,
        },
      ],
    ],
    warned: [/the container keeps KILL, SETGID, SETPCAP, SETUID, SYS_CHROOT: the supervisor needs them/],
  },
  {
    title: "data in a volume that only the image names",
    files: { "compose.yaml": `services:\n  app: {image: "${app}", ports: ["8000"]}\n` },
    asks: [
      ["/write?path=/data/note&text=kept", "4"],
      ["/read?path=/data/note", "kept"],
    ],
  },
  {
    title: "a service that fails once and is started again",
    files: {
      "compose.yaml": `services:\n  app: {image: "${app}", ports: ["8000"], command: crash-once, restart: on-failure}\n`,
    },
    asks: [["/", "hello from the image"]],
  },
  {
    title: "commands and entrypoints in every form",
    files: {
      "compose.yaml": `services:\n  app:\n    image: ${app}\n    ports: ["8000"]\n    entrypoint: python3 /app/app.py\n    command: serve "two words" '' it\\'s\n    working_dir: /tmp\n`,
    },
    asks: [["/facts", /"folder": "\/tmp".*"words": \["serve", "two words", "", "it's"\]/]],
  },
  {
    title: "settings of the kernel, names of hosts, labels and limits",
    files: {
      "compose.yaml": `
services:
  app:
    image: ${app}
    ports: ["8000"]
    extra_hosts: ["other.example=10.9.8.7"]
    sysctls: {net.core.somaxconn: 321}
    ulimits: {nofile: {soft: 1111, hard: 2222}}
    shm_size: 32m
    labels: {com.example.kind: "a 'quoted' $$label"}
    mem_limit: 128m
    cpus: 0.5
    pids_limit: 64
    stop_grace_period: 1s
    stop_signal: SIGINT
    logging: {driver: json-file, options: {max-size: 1m}}
  side: {image: "${staticProgram}", init: true, mem_limit: 64m, cpus: 0.25, pids_limit: 32}
`,
    },
    asks: [
      ["/address?name=other.example", "known"],
      ["/", "hello from the image"],
      ["/read?path=/proc/sys/net/core/somaxconn", "321"],
      ["/kernel", /"files": \[1111, 2222\]/],
      ["/size?path=/dev/shm", { separate: "32", folded: "32" }],
      ["/limit?of=memory", { separate: "128", folded: noCgroup }],
      ["/limit?of=processors", { separate: "0.5", folded: noCgroup }],
      ["/limit?of=processes", { separate: "64", folded: noCgroup }],
    ],
    restarted: { service: "app", asks: [["/stopped-by", "SIGINT"]] },
    inspected: { Memory: 192 * 2 ** 20, NanoCpus: 0.75e9, PidsLimit: 96 },
    warned: [/^limits are the container's: the sum/, /^app: its logging is the container's$/],
  },
];
