/** A lock that the kernel frees when this process ends, however it ends. */
export interface KernelLock {
  /** Removes the file, then frees the lock. */
  release(): Promise<void>;
}

/**
 * Takes the kernel's lock (flock) on a file, without waiting. It holds across PID namespaces, containers and changes of the host's name, as long as
 * they see the same file.
 * @param file is made if it does not exist
 * @returns `busy` if another process has it; undefined if this system has no flock, or the file's system has none
 */
export function tryKernelLock(file: string): Promise<KernelLock | "busy" | undefined>;
