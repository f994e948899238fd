/** The variables that say what goes past a proxy, under every name that a program here reads. */
export interface Exceptions {
  readonly NO_PROXY: string;
  readonly no_proxy: string;
  /** grpc-js reads this one first. Its client sends calls to Pulumi's own port to a proxy, which cannot reach it, unless told otherwise. */
  readonly no_grpc_proxy: string;
}

/**
 * What an environment has to say of exceptions so that this host's loopback is never reached through a proxy. What the user has there
 * is kept, and stands first; where only one spelling is set, the other gets the same.
 */
export function directLoopback(env: NodeJS.ProcessEnv): Exceptions;

/** Lines for `eval` in a POSIX shell that set the same. */
export const directLoopbackLines: readonly string[];
