import { outside, type Case } from "./case.ts";
import { app, cache, db, staticProgram, web } from "./images.ts";

/** Addresses as a path's query takes them. */
const fetched = (url: string) => `/fetch?url=${encodeURIComponent(url)}`;

const proxyTo = (upstreams: Readonly<Record<string, string>>) =>
  `server { listen 80 default_server; ${Object.entries(upstreams)
    .map(([path, to]) => `location ${path} { proxy_pass http://${to}; }`)
    .join(" ")} }`;

/** Services that wait for each other, talk to each other and share volumes. */
export const together: readonly Case[] = [
  {
    title: "a proxy whose configuration is in the file, and an application",
    files: {
      "compose.yaml": `
services:
  web: {image: "${web}", ports: ["80"], depends_on: [app], configs: [{source: site, target: /etc/nginx/conf.d/default.conf}]}
  app: {image: "${app}"}
configs:
  site: {content: '${proxyTo({ "/": "app:8000" })}'}
`,
    },
    asks: [["/", "hello from the image"]],
  },
  {
    title: "an application and a cache",
    files: {
      "compose.yaml": `services:\n  app: {image: "${app}", ports: ["8000"], depends_on: [cache]}\n  cache: {image: "${cache}"}\n`,
    },
    asks: [
      ["/count", "1"],
      ["/count", "2"],
    ],
  },
  {
    title: "a cache with a password, which is a secret of the shell",
    files: {
      ".env": "TOKEN='it is a $ecret'\n",
      "compose.yaml": `
services:
  app: {image: "${app}", ports: ["8000"], depends_on: [cache], secrets: [token], environment: {CACHE_PASSWORD_FILE: /run/secrets/token}}
  cache: {image: "${cache}", secrets: [token], command: [sh, -c, 'exec redis-server --protected-mode no --requirepass "$$(cat /run/secrets/token)"']}
secrets: {token: {environment: TOKEN}}
`,
    },
    asks: [["/count", "1"]],
  },
  {
    title: "an application, a database and a migration",
    files: {
      "compose.yaml": `
services:
  app:
    image: ${app}
    ports: ["8000"]
    environment: &db {DB_PASSWORD: "p'w\\"d"}
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate:
    image: ${app}
    command: migrate
    environment: *db
    depends_on: {db: {condition: service_healthy}}
    healthcheck: {disable: true}
  db:
    image: ${db}
    environment: {MARIADB_ROOT_PASSWORD: "p'w\\"d"}
    volumes: ["data:/var/lib/mysql"]
    healthcheck: {test: [CMD, mariadb-admin, ping, --silent], interval: 1s, retries: 60}
volumes: {data: }
`,
    },
    asks: [["/rows", '[[1, "apple"], [2, "pear"]]']],
  },
  {
    title: "a proxy and two applications",
    files: {
      "compose.yaml": `
x-app: &app {image: "${app}", restart: unless-stopped}
services:
  web: {image: "${web}", ports: ["80"], depends_on: [one, two], configs: [{source: site, target: /etc/nginx/conf.d/default.conf}]}
  one: {<<: *app, environment: {PORT: "8001", GREETING: one}, healthcheck: {test: ["CMD", "python3", "/app/app.py", "check"]}}
  two: {<<: *app, environment: {PORT: "8002", GREETING: two}}
configs: {site: {file: ./site.conf}}
`,
      "site.conf": proxyTo({ "/one/": "one:8001/", "/two/": "two:8002/" }),
    },
    asks: [
      ["/one/", "hello one"],
      ["/two/", "hello two"],
    ],
  },
  {
    title: "an application, a cache and workers",
    files: {
      "compose.yaml": `
services:
  app: {image: "${app}", ports: ["8000"], depends_on: [cache, worker]}
  worker: {image: "${app}", command: [work], depends_on: [cache], restart: always, healthcheck: {disable: true}}
  cache: {image: "${cache}"}
`,
    },
    asks: [
      ["/push?job=a", /^\d+$/],
      // It is 0 until a worker has done it.
      ["/jobs", /^[1-9]\d*$/],
    ],
  },
  {
    title: "two applications that are published from the same port",
    files: {
      "compose.yaml": `services:\n  vote: {image: "${app}", ports: ["8000"]}\n  result: {image: "${app}", ports: ["8000"], environment: {GREETING: result}}\n`,
    },
    asks: [["/", "hello from the image"]],
    notFolded: /the services vote and result both listen on 8000\/tcp/,
  },
  {
    title: "a volume that one service writes and another serves",
    files: {
      "compose.yaml": `
services:
  web: {image: "${web}", ports: ["80"], volumes: ["shared:/usr/share/nginx/html:ro"], depends_on: {fill: {condition: service_completed_successfully}}}
  fill: {image: "${app}", user: root, command: [sh, -c, "echo filled >/out/index.html"], volumes: ["shared:/out"], healthcheck: {disable: true}}
volumes: {shared: }
`,
    },
    asks: [["/", "filled"]],
  },
  {
    title: "networks with aliases, one of them internal",
    files: {
      "compose.yaml": `
services:
  app: {image: "${app}", ports: ["8000"], networks: [front, back], environment: {CACHE_HOST: store}}
  inner: {image: "${app}", networks: [back], environment: {PORT: "8001"}, healthcheck: {test: ["CMD", "python3", "/app/app.py", "check"]}}
  cache: {image: "${cache}", networks: {back: {aliases: [store, deep.store.example]}}}
networks: {front: , back: {internal: true}}
`,
    },
    asks: [
      ["/count", "1"],
      ["/address?name=deep.store.example", "known"],
      [`/egress?${outside}`, "yes"],
      [
        `/fetch?url=http://inner:8001/egress%3F${outside.replace("&", "%26")}`,
        // There is one network for all, which is no internal one.
        { separate: "no", pod: "yes", folded: "yes" },
      ],
    ],
    warned: [/internal networks have egress/],
  },
  {
    title: "a health check for a shell, on which another waits",
    files: {
      "compose.yaml": `
services:
  web: {image: "${web}", ports: ["80"], depends_on: {app: {condition: service_healthy, restart: true}}, configs: [{source: site, target: /etc/nginx/conf.d/default.conf}]}
  app: {image: "${app}", healthcheck: {test: "python3 /app/app.py check || exit 1", interval: 1s, timeout: 3s, retries: 30, start_period: 1s}}
configs: {site: {content: '${proxyTo({ "/": "app:8000" })}'}}
`,
    },
    asks: [["/", "hello from the image"]],
  },
  {
    title: "applications that talk to each other by name",
    files: {
      "compose.yaml": `
services:
  front: {image: "${app}", ports: ["8000"], depends_on: [static]}
  static: {image: "${staticProgram}", init: true}
`,
    },
    asks: [[fetched("http://static:8080/index.html"), /from a static program/]],
  },
];
