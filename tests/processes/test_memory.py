"""What a process has freed is the system's again."""

import subprocess
import sys
from pathlib import Path

HELD = """
import numpy as np, resource, sys
from pathlib import Path
from nets.processes.memory import give_back_when_freed

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20

if sys.argv[1] == "yes":
    give_back_when_freed()
del_me = np.ones(2**21)  # 16 MB; from here on glibc keeps blocks of that size
del del_me
before = held()
blocks = [np.ones(2**20) for _ in range(12)]  # 8 MB each
del blocks[:-1]
print(held() - before)
"""


def mb_held(given_back):
    command = [sys.executable, "-c", HELD, "yes" if given_back else "no"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)
    return float(done.stdout)


def test_large_blocks_are_given_back_as_soon_as_they_are_free():
    if sys.platform == "linux":
        assert mb_held(given_back=True) < 12 < mb_held(given_back=False)
