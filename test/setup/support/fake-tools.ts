import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { goFolder, readBuildPlan } from "../../../toolchain/pulumi/build-plan.ts";
import { trimFile, type Trim } from "../../../toolchain/pulumi/trim.ts";

/** A module whose files have only the lines that are cut out of them. */
async function fakeModule({ cuts = {} }: Trim, folder: string): Promise<void> {
  for (const [file, list] of Object.entries(cuts)) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, list.flatMap(({ line, until }) => [line, until ?? ""]).join("\n"));
  }
}

/** Stand-ins for minutes of compiling and downloading: the same command lines and files, in a moment. */
export interface FakeTools {
  /** Goes in front of PATH. */
  readonly bin: string;
  /** One line for each time that a tool did its work. */
  readonly journal: string;
}

// Each has a child of its own while it works, as the real ones do. FAKE_HANG_AT names the step that never ends;
// FAKE_HANGING names a file that is written when that step begins.
const work = (step: string) =>
  `if [ "\${FAKE_HANG_AT:-}" = "${step}" ]; then sleep 300 & echo $! > "$FAKE_HANGING"; else sleep 0.1 & fi; wait $!`;

/** Installs plugins and creates stacks; prints the arguments of all other commands. */
export const fakePulumi = `#!/bin/sh
case "$1 $2" in
  "plugin install")
    ${work("plugin $4")}
    folder="\${PULUMI_HOME:-$HOME/.pulumi}/plugins/resource-$4-v$5"
    [ $# -gt 5 ] || [ -z "\${FAKE_NO_PLUGINS:-}" ] || { echo "error: no such host" >&2; exit 255; }
    mkdir -p "$folder" && cp "\${7:-$0}" "$folder/pulumi-resource-$4" ;;
  "stack init")
    if grep -qs encryptionsalt "Pulumi.$3.yaml"; then echo "error: incorrect passphrase" >&2; exit 255; fi
    mkdir -p .state/.pulumi/stacks/container-approaches
    echo '{}' > ".state/.pulumi/stacks/container-approaches/$3.json" ;;
  "version "*) echo "v\${FAKE_PULUMI_VERSION:-3.259.0}" ;;
  *) echo "pulumi $*" ;;
esac
`;

const tools = (folder: string, nodeModules: string) => ({
  npm: `#!/bin/sh
rm -rf node_modules && mkdir node_modules
${work("npm ci")}
[ -z "\${FAKE_NPM_FAILS:-}" ] || { echo "npm error $FAKE_NPM_FAILS" >&2; exit 1; }
ln -s "${nodeModules}"/* "${nodeModules}"/.bin node_modules/
cp "${nodeModules}/.package-lock.json" node_modules/
echo "npm $1" >> "${folder}/journal"
`,
  go: `#!/bin/sh
case "$1" in
  version) echo "go version go\${FAKE_GO_VERSION:-1.99.0} linux/amd64" ;;
  env) printf '%s\\n' "${folder}/gocache" "${folder}/gomodcache" ;;
  list) [ "$2" != -m ] || echo "${folder}/modules/$5" ;;
  build)
    while [ "$1" != -o ]; do shift; done
    output=$2
    shift 2
    for package in "$@"; do
      case "$output" in */) file=$output\${package##*/} ;; *) file=$output ;; esac
      name=\${file##*/}
      ${work("$name")}
      [ -z "\${FAKE_GO_FAILS:-}" ] || { echo "$FAKE_GO_FAILS" >&2; exit 1; }
      echo "go $name" >> "${folder}/journal"
      cp "${folder}/pulumi-program" "$file"
    done ;;
esac
`,
  debootstrap: `#!/bin/sh
for rootfs in "$@"; do case "$rootfs" in /*) break ;; esac; done
mkdir -p "$rootfs/etc/apt/apt.conf.d" "$rootfs/etc/dpkg/dpkg.cfg.d" "$rootfs/usr/sbin" "$rootfs/proc"
mount -t proc proc "$rootfs/proc" || exit 1
${work("debootstrap")}
[ -z "\${FAKE_DEBOOTSTRAP_FAILS:-}" ] || { echo "E: $FAKE_DEBOOTSTRAP_FAILS" >&2; exit 1; }
umount "$rootfs/proc"
echo debootstrap >> "${folder}/journal"
`,
});

/**
 * @param folder where they go
 * @param nodeModules what the stand-in for npm installs
 */
export async function fakeTools(folder: string, nodeModules: string): Promise<FakeTools> {
  const bin = path.join(folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(folder, "pulumi-program"), fakePulumi, { mode: 0o755 });
  for (const [name, text] of Object.entries(tools(folder, nodeModules))) {
    await writeFile(path.join(bin, name), text);
    await chmod(path.join(bin, name), 0o755);
  }
  for (const { module } of (await readBuildPlan()).binaries.filter((binary) => binary.trimmed === true)) {
    const trims = JSON.parse(await readFile(path.join(goFolder, module, trimFile), "utf8")) as Trim[];
    for (const trim of trims) await fakeModule(trim, path.join(folder, "modules", trim.module));
  }
  return { bin, journal: path.join(folder, "journal") };
}
