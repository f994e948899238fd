// CommonJS without dependencies: the bootstrap runs it before anything is installed, the Pulumi program before anything is loaded.

/** One string, so that a shell can check for it too. */
const loopback = "localhost,127.0.0.1,::1";

const everything = /^\s*\*\s*$/;

/** See loopback.d.cts. */
function directLoopback(env) {
  const large = firstSet(env.NO_PROXY, env.no_proxy);
  const small = firstSet(env.no_proxy, env.NO_PROXY);
  return {
    // A star means everything if it is alone; curl ignores it beside names.
    NO_PROXY: everything.test(large) ? large : withLoopback(large),
    no_proxy: everything.test(small) ? small : withLoopback(small),
    // grpc-js does not know the star.
    no_grpc_proxy: withLoopback(firstSet(env.no_grpc_proxy, small)),
  };
}

/** The list may also be separated by blanks; all programs understand a comma without blanks. */
function withLoopback(list) {
  if (`,${list},`.includes(`,${loopback},`)) return list;
  return list === "" ? loopback : `${list},${loopback}`;
}

function firstSet(...values) {
  return values.find((value) => value !== undefined && value !== "") ?? "";
}

/** The same for a POSIX shell, from the values at the time of the `eval`; see loopback.d.cts. */
const directLoopbackLines = [
  ': "${NO_PROXY:=${no_proxy-}}" "${no_proxy:=$NO_PROXY}" "${no_grpc_proxy:=$no_proxy}"',
  ...["NO_PROXY", "no_proxy", "no_grpc_proxy"].map(
    (name) =>
      `case ",$${name}," in ${name === "no_grpc_proxy" ? "" : '",*,"|'}*,${loopback},*) ;; ` +
      `*) ${name}="\${${name}:+$${name},}${loopback}" ;; esac`,
  ),
  "export NO_PROXY no_proxy no_grpc_proxy",
];

module.exports = { directLoopback, directLoopbackLines };
