import type { FileSource, Service, VolumeMount, Workload } from "../contract.ts";

const entryPort = 8080;

/** Each service has its own copy of a file, because services may share a container. */
const own = (service: string, source: string, path = `/app/${service}/${source}`): FileSource => ({
  source,
  path,
  mode: 0o644,
});

/** What runs WordPress's code. Those that share a container share the file. */
const config: FileSource = { source: "config.php", path: "/etc/wordpress/config-default.php", mode: 0o644 };
const code = ["nginx", "php", "php-fpm", "php-mysql", "php-cli", "wordpress", "wordpress-theme-twentytwentythree"];

const databasePassword = "database-password";
const adminPassword = "admin-password";

/** Services that share a container have a file each. */
function secret(service: string, name: string) {
  const file = `${service}-${name}`;
  return { use: { [name]: { file } }, path: `/run/secrets/${file}` };
}

const uploads = (service: string, readOnly = false): VolumeMount => ({
  name: "uploads",
  path: `/srv/${service}/uploads`,
  ...(readOnly ? { readOnly } : {}),
});

/** A service with WordPress's code and its database. */
function wordpress(service: string) {
  const password = secret(service, databasePassword);
  return {
    env: { DATABASE_PASSWORD_FILE: password.path, UPLOADS_FOLDER: `/srv/${service}/uploads` },
    hosts: { DATABASE_HOST: "database" },
    packages: code,
    secrets: password.use,
  } satisfies Partial<Service<FileSource>>;
}

const database = secret("database", databasePassword);
const admin = secret("install", adminPassword);
/** PHP does not need it: people read it there, with `ctl`, to log in. */
export const administrator = secret("php", adminPassword);
const [install, php] = [wordpress("install"), wordpress("php")];

/** A web server, PHP with WordPress, a database, and what installs it. */
export const workload: Workload<FileSource> = {
  name: "wordpress",
  summary: "WordPress behind nginx, with MariaDB, its uploads in a volume",
  entry: { service: "web", port: entryPort },
  roles: { data: { service: "database", volume: "database" } },
  volumes: { uploads: { gid: 20_060 } },
  secrets: { [databasePassword]: { generated: { length: 32 } }, [adminPassword]: { generated: { length: 24 } } },
  services: [
    {
      name: "web",
      summary: "shows files and uploads, and hands everything else to PHP",
      command: ["/bin/sh", "/app/web/web.sh"],
      packages: code,
      files: [own("web", "web.sh"), own("web", "nginx.conf")],
      env: { RUN_FOLDER: "/run/web" },
      hosts: { PHP_HOST: "php" },
      port: entryPort,
      dependsOn: { php: "healthy" },
      checks: [{ kind: "http", port: entryPort, path: "/?rest_route=/wp/v2/types/post", status: 200 }],
      health: { intervalSeconds: 5, timeoutSeconds: 4, retries: 3, startPeriodSeconds: 20 },
      user: { uid: 10_061, gid: 20_061 },
      scratch: [{ path: "/run/web", sizeMiB: 32 }],
      volumes: [uploads("web", true)],
      limits: { memoryMiB: 64, cpus: 0.5, pids: 16 },
      replicas: 1,
      stopSignal: "SIGQUIT",
      stopGraceSeconds: 10,
      egress: false,
    },
    {
      name: "php",
      summary: "runs WordPress",
      command: ["/bin/sh", "/app/php/php.sh"],
      ...php,
      files: [
        own("php", "php.sh"),
        own("php", "fpm.conf"),
        own("php", "plugin.php", "/app/php/plugins/deployment.php"),
        config,
      ],
      env: { ...php.env, RUN_FOLDER: "/run/php" },
      secrets: { ...php.secrets, ...administrator.use },
      port: 9000,
      dependsOn: { install: "completed" },
      checks: [{ kind: "tcp", port: 9000 }],
      health: { intervalSeconds: 3, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 15 },
      user: { uid: 10_062, gid: 20_062 },
      scratch: [{ path: "/run/php", sizeMiB: 64 }],
      volumes: [uploads("php")],
      limits: { memoryMiB: 192, cpus: 1, pids: 16 },
      replicas: 1,
      stopSignal: "SIGQUIT",
      stopGraceSeconds: 10,
      egress: false,
      says: { started: "ready to handle connections" },
    },
    {
      name: "install",
      summary: "creates WordPress's tables and its administrator",
      command: ["/usr/bin/php", "/app/install/install.php"],
      ...install,
      files: [own("install", "install.php"), config],
      env: { ...install.env, ADMIN_PASSWORD_FILE: admin.path },
      secrets: { ...install.secrets, ...admin.use },
      completes: { withinSeconds: 120 },
      dependsOn: { database: "healthy" },
      checks: [],
      health: { intervalSeconds: 5, timeoutSeconds: 5, retries: 3, startPeriodSeconds: 5 },
      user: { uid: 10_063, gid: 20_063 },
      scratch: [],
      volumes: [],
      limits: { memoryMiB: 128, cpus: 1, pids: 16 },
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 5,
      egress: false,
    },
    {
      name: "database",
      summary: "MariaDB, which keeps posts and users",
      command: ["/bin/sh", "/app/database/database.sh"],
      packages: ["mariadb-server", "mariadb-client"],
      files: [own("database", "database.sh")],
      env: { DATA_FOLDER: "/var/lib/wordpress-database", RUN_FOLDER: "/run/database", PASSWORD_FILE: database.path },
      hosts: {},
      port: 3306,
      dependsOn: {},
      checks: [
        {
          kind: "command",
          argv: ["/usr/bin/mariadb-admin", "--defaults-file=/run/database/client.cnf", "--silent", "ping"],
        },
      ],
      health: { intervalSeconds: 3, timeoutSeconds: 3, retries: 5, startPeriodSeconds: 60 },
      user: { uid: 10_064, gid: 20_064 },
      scratch: [{ path: "/run/database", sizeMiB: 64 }],
      volumes: [{ name: "database", path: "/var/lib/wordpress-database" }],
      secrets: database.use,
      limits: { memoryMiB: 320, cpus: 1, pids: 64 },
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 30,
      egress: false,
      says: { started: "ready for connections" },
    },
  ],
};
