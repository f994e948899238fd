/** Folders in a container that are no part of its image, in /dev, which libvirt makes: its own files, and programs of the host. */
export const ownPath = "/dev/.container-approaches";
export const toolsPath = "/dev/.container-approaches-tools";

/** The init that runs as PID 1. */
export const initPath = `${toolsPath}/container-init`;
