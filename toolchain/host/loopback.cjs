// CommonJS and with no dependency: the bootstrap runs it before anything is installed, and the Pulumi program before anything is loaded.

/** As one text, so that a shell can tell as well whether it is there. */
const loopback = "localhost,127.0.0.1,::1";

const everything = /^\s*\*\s*$/;

/** See loopback.d.cts. */
function directLoopback(env) {
  const large = firstSet(env.NO_PROXY, env.no_proxy);
  const small = firstSet(env.no_proxy, env.NO_PROXY);
  return {
    // A star stands for everything where it stands alone; beside names it means nothing to curl.
    NO_PROXY: everything.test(large) ? large : withLoopback(large),
    no_proxy: everything.test(small) ? small : withLoopback(small),
    // grpc-js does not know the star.
    no_grpc_proxy: withLoopback(firstSet(env.no_grpc_proxy, small)),
  };
}

/** Other separators of a list may be blanks: what stands behind a comma without one is understood by all. */
function withLoopback(list) {
  if (`,${list},`.includes(`,${loopback},`)) return list;
  return list === "" ? loopback : `${list},${loopback}`;
}

function firstSet(...values) {
  return values.find((value) => value !== undefined && value !== "") ?? "";
}

/** The same for a POSIX shell, from whatever its variables hold when it reads this; see loopback.d.cts. */
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
