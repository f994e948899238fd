"""Which physical pages processes map: each counts once, however many processes map it, of these and of others.

/proc/PID/pagemap (proc(5)): an entry of 64 bits per virtual page; bit 63: in memory, bits 0 to 54: page frame number. The kernel shows
the number only to holders of SYS_ADMIN in the host's user namespace.
"""

import array
import ctypes
import mmap
import os

PAGE = os.sysconf("SC_PAGE_SIZE")
PRESENT = 1 << 63
FRAME = (1 << 55) - 1
# Pages that the kernel gives to every process, and that smaps(5) does not count either.
SPECIAL = ("[vvar]", "[vvar_vclock]", "[vsyscall]")
READ_AT_ONCE = 1 << 23
# Twice the size of a huge page: it has one, wherever it begins.
HUGE = 4 << 20


def frames_of(pid):
    """Numbers of the pages that a process maps; empty if it has ended."""
    found = set()
    try:
        with open(f"/proc/{pid}/maps") as file:
            places = [line.split() for line in file if not line.rstrip().endswith(SPECIAL)]
        with open(f"/proc/{pid}/pagemap", "rb", 0) as file:
            for place in places:
                first, last = (int(address, 16) // PAGE for address in place[0].split("-"))
                add_frames(file, first * 8, last * 8, found)
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return found - zero_frames()


def add_frames(file, place, end, found):
    while place < end:
        file.seek(place)
        data = file.read(min(end - place, READ_AT_ONCE))
        if not data:
            return
        place += len(data)
        # Most of what a Go program reserves it never uses.
        if data.count(0) == len(data):
            continue
        entries = array.array("Q")
        entries.frombytes(data)
        found.update(entry & FRAME for entry in entries if entry & PRESENT)


zeros = None


def zero_frames():
    """The pages that stand for all memory that was read and never written: a small and a huge one. They cost nothing."""
    global zeros
    if zeros is None:
        zeros = frames_of_unwritten(PAGE) | frames_of_unwritten(HUGE)
    return zeros


def frames_of_unwritten(size):
    mapping = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if size >= HUGE:
        mapping.madvise(mmap.MADV_HUGEPAGE)
    for place in range(0, size, PAGE):
        mapping[place]
    first = ctypes.addressof(ctypes.c_char.from_buffer(mapping)) // PAGE * 8
    found = set()
    with open("/proc/self/pagemap", "rb", 0) as file:
        add_frames(file, first, first + size // PAGE * 8, found)
    return found
