"""A filter in the kernel: no socket but local ones, and none of the calls by which a process reaches out of its box.

Classic BPF over the call's number and first argument (Linux `prctl(PR_SET_SECCOMP)`); x86-64 and ARM64, elsewhere
nothing. It holds where namespaces are not lent, and for the programs a reader starts. Knows no files, no memory.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

PR_SET_SECCOMP, FILTER = 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16
AF_UNIX, FOREIGN = 1, 0x40000000
_CALLS = (
    "ptrace", "mount", "umount2", "pivot_root", "kexec_load", "init_module", "finit_module", "bpf", "perf_event_open",
    "userfaultfd", "keyctl", "add_key", "request_key", "io_uring_setup", "process_vm_readv", "process_vm_writev",
    "setns", "unshare", "open_by_handle_at",
)  # fmt: skip
_NUMBERS: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, 41, (101, 165, 166, 155, 246, 175, 313, 321, 298, 323, 250, 248, 249, 425, 310, 311, 308,
                                272, 304)),
    "aarch64": (0xC00000B7, 198, (117, 40, 39, 41, 104, 105, 273, 280, 241, 282, 219, 217, 218, 425, 270, 271, 268, 97,
                                  265)),
}  # fmt: skip
"""Architecture, number of `socket`, and of each of `_CALLS`."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(libc: ctypes.CDLL) -> bool:
    """For the calling process and all it starts, for good. False where this kernel or machine has no such filter.

    `PR_SET_NO_NEW_PRIVS` must be set before.
    """
    known = _NUMBERS.get(platform.machine())
    if known is None:
        return False
    code = _filter(*known)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    return bool(libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, socket: int, barred: tuple[int, ...]) -> bytes:
    """Another architecture's numbers and the x32 ones are refused; then the barred; then sockets by family."""
    refused, allowed = 8 + len(barred), 7 + len(barred)
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 0, refused - 2, architecture),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, refused - 4, 0, FOREIGN),
        *((EQUAL, refused - 5 - n, 0, number) for n, number in enumerate(barred)),
        (EQUAL, 0, allowed - len(barred) - 5, socket),
        (LOAD, 0, 0, FIRST),
        (EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
    ]
    return b"".join(struct.pack("HBBI", *each) for each in code)
