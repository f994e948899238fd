/** The variables that list what to reach without a proxy, under every name that a program here reads. */
export interface Exceptions {
  readonly NO_PROXY: string;
  readonly no_proxy: string;
  /** grpc-js reads this one first. Without it, its client sends calls to Pulumi's own port to a proxy, which cannot reach it. */
  readonly no_grpc_proxy: string;
}

/**
 * The exceptions that an environment needs so that no connection to loopback goes through a proxy. The user's own exceptions
 * are kept and come first; if only one spelling is set, the other gets the same.
 */
export function directLoopback(env: NodeJS.ProcessEnv): Exceptions;

/** Lines for `eval` in a POSIX shell that set the same. */
export const directLoopbackLines: readonly string[];
