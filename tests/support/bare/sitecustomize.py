"""Takes from every Python that finds this on its path what only some systems have: fcntl, renameat2 and syncfs.

PYTHONPATH=tests/support/bare pytest
"""

import ctypes
import sys

sys.modules["fcntl"] = None


class _Library(ctypes.CDLL):
    """A C library without the calls of Linux alone."""

    def __getattr__(self, name):
        if name in ("renameat2", "syncfs"):
            raise AttributeError(name)
        return super().__getattr__(name)


ctypes.CDLL = _Library
