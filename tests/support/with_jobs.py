"""Conversions in several processes, however small they are; prints what came out, what was noticed, and how many forks.

python tests/support/with_jobs.py JOBS TROUBLE OUT SOURCE...

TROUBLE: `none`; `killed`, every second child at once; `no fork`, at all, or `one fork` only; `thread`, another one runs;
`wrong note`, the notes do not say what their pages say.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading

import tree_hashes

import exportconv as ec
from exportconv import workers
from exportconv.codes import Code
from exportconv.verification import checked_notes
from exportconv.verification.texts import Wrong

FORK = os.fork
FORKS: list[int] = []


def fork_with(trouble: str) -> int:
    if trouble == "no fork" or (trouble == "one fork" and FORKS):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
    process = FORK()
    if process:
        FORKS.append(process)
        if trouble == "killed" and len(FORKS) % 2:
            os.kill(process, signal.SIGKILL)
    return process


def main(jobs: str, trouble: str, out: str, *sources: str) -> None:
    workers._FEW, workers._EACH, workers._cores = 0, 2, lambda: int(jobs)
    os.fork = lambda: fork_with(trouble)
    if trouble == "thread":
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    if trouble == "wrong note":
        checked_notes.compare_page = lambda *_: Wrong(Code.TEXT_DIFFERS, 1, "is spoilt")
    convert = ec.convert

    def told(*arguments, **named):
        result = convert(*arguments, **named)
        sys.stdout.writelines(f"{issue}\n" for issue in result.report.issues)
        return result

    ec.convert = told
    sys.stdout.writelines(f"{found}\n" for found in tree_hashes.hashes(out, list(sources)))
    sys.stderr.write(f"forks {len(FORKS)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
