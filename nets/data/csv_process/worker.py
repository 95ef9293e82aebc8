"""The reader: one process that reads the files it is sent, so that none of them can harm who sent it.

Started as `python -m nets.data.csv_process.worker`; it hears and answers on its standard streams, and ends when they
do.
"""

import os
import sys
from pathlib import Path

from nets.data.csv.parse import parsed
from nets.data.csv_process.protocol import Asked, Refused, send_table
from nets.errors import Code, DataError
from nets.processes.memory import giver_back
from nets.processes.pipe import Pipe
from nets.processes.serialization import receive, send

MOST_BYTES = 2**30  # of memory, beyond what a reader begins with

# What takes time at its first use only: encodings that must be guessed, rows repaired.
FIRST = ("y;x,z\nä;1,5\nö;2,5\n".encode("cp1252") * 9, b'a,b\n"1",2\n3\n4,5,6\n')

TOO_MUCH = Refused(
    Code.TOO_MUCH,
    "Reading this file would take more memory than one file may have: leave out rows or columns, or open it in a "
    "spreadsheet and save it again as CSV (UTF-8).",
)


def main() -> None:
    """Serve until standard input ends."""
    pipe = Pipe(sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    for raw in FIRST:
        parsed(raw)
    _bound_memory(MOST_BYTES)
    free = giver_back()
    try:
        while True:
            asked = receive(pipe, Asked)
            tables, refusal = [], None
            try:
                tables.append(parsed(pipe.recv_bytes(), reading=asked.reading))
            except DataError as error:
                refusal = Refused(error.code, error.sentence)
            except MemoryError:
                refusal = TOO_MUCH
            if refusal:
                send(pipe, refusal)
            else:
                send_table(pipe, tables, free)
            free()
    except (EOFError, BrokenPipeError):
        return  # the server is gone


def _bound_memory(most: int) -> None:
    """From here on no more than `most` bytes are to be had; on Linux only, elsewhere a file's size alone bounds it."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    status = Path("/proc/self/status").read_text(encoding="ascii")
    now = int(status.split("VmData:")[1].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (now + most, now + most))


if __name__ == "__main__":
    main()
