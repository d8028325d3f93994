"""A file system in memory that takes names for one as those of macOS do; run by its path with a mount point.

`apfs` lists a name as it was given, `hfs` lists every name decomposed, whatever was given. Both find a file by any
case and Unicode form of its name, give one file one inode, refuse names that are no UTF-8, and know no exchange of
two names. That is as their documentation has it; neither is here to compare with.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
import unicodedata
from collections.abc import Iterator
from itertools import count

from mfusepy import FUSE, FuseOSError, Operations

_NUMBERS = count(2)


class Node:
    """A file, folder or symbolic link."""

    def __init__(self, mode: int, data: bytes = b"") -> None:
        self.number = next(_NUMBERS)
        self.mode = mode
        self.data = bytearray(data)
        self.children: dict[str, tuple[str, Node]] = {}
        self.links = 1
        self.owner = (os.getuid(), os.getgid())
        self.accessed = self.modified = self.changed = time.time_ns()


class FoldingFiles(Operations):
    """The calls of the kernel."""

    use_ns = True

    def __init__(self, kind: str) -> None:
        self.decomposes = kind == "hfs"
        self.top = Node(stat.S_IFDIR | 0o777)

    # --- names ---

    def key(self, name: str) -> str:
        """Equal for names that are taken for one."""
        return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())

    def shown(self, name: str) -> str:
        """A new name as it will be listed; refuses one that cannot be."""
        try:
            size = len(name.encode())
        except UnicodeEncodeError:
            raise FuseOSError(errno.EILSEQ) from None
        decomposed = unicodedata.normalize("NFD", name)
        if self.decomposes:
            size = len(decomposed.encode("utf-16-le")) // 2
        if size > 255:
            raise FuseOSError(errno.ENAMETOOLONG)
        return decomposed if self.decomposes else name

    def steps(self, path: str) -> Iterator[str]:
        return (name for name in path.split("/") if name)

    def node(self, path: str) -> Node:
        at = self.top
        for name in self.steps(path):
            found = at.children.get(self.key(name))
            if found is None:
                raise FuseOSError(errno.ENOENT)
            at = found[1]
        return at

    def place(self, path: str) -> tuple[Node, str]:
        """The folder that a path lies in, and its name."""
        folder, _, name = path.rpartition("/")
        return self.node(folder), name

    def add(self, path: str, node: Node) -> Node:
        folder, name = self.place(path)
        if self.key(name) in folder.children:
            raise FuseOSError(errno.EEXIST)
        folder.children[self.key(name)] = (self.shown(name), node)
        folder.modified = time.time_ns()
        return node

    def drop(self, path: str) -> None:
        folder, name = self.place(path)
        folder.children.pop(self.key(name))[1].links -= 1
        folder.modified = time.time_ns()

    # --- calls ---

    def access(self, path: str, amode: int) -> int:
        return 0

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        node = self.node(path)
        return {
            "st_ino": node.number, "st_mode": node.mode, "st_nlink": node.links, "st_size": len(node.data),
            "st_uid": node.owner[0], "st_gid": node.owner[1],
            "st_atime": node.accessed, "st_mtime": node.modified, "st_ctime": node.changed,
        }  # fmt: skip

    def readdir(self, path: str, fh: int) -> list[tuple[str, dict[str, int], int]]:
        # a name without a number of its own would not be listed
        here = self.node(path)
        found = [(".", here), ("..", here), *here.children.values()]
        return [(name, {"st_mode": node.mode, "st_ino": node.number}, 0) for name, node in found]

    def create(self, path: str, mode: int, fi: object = None) -> int:
        return self.add(path, Node(stat.S_IFREG | stat.S_IMODE(mode))).number

    def open(self, path: str, flags: int) -> int:
        return self.node(path).number

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self.node(path).data[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        node = self.node(path)
        node.data.extend(bytes(max(0, offset - len(node.data))))
        node.data[offset : offset + len(data)] = data
        node.modified = time.time_ns()
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        node = self.node(path)
        node.data = node.data[:length] + bytes(max(0, length - len(node.data)))
        node.modified = time.time_ns()
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        self.add(path, Node(stat.S_IFDIR | stat.S_IMODE(mode)))
        return 0

    def rmdir(self, path: str) -> int:
        if self.node(path).children:
            raise FuseOSError(errno.ENOTEMPTY)
        self.drop(path)
        return 0

    def unlink(self, path: str) -> int:
        self.drop(path)
        return 0

    def symlink(self, target: str, source: str) -> int:
        self.add(target, Node(stat.S_IFLNK | 0o777, os.fsencode(source)))
        return 0

    def readlink(self, path: str) -> str:
        return os.fsdecode(bytes(self.node(path).data))

    def link(self, target: str, source: str) -> int:
        self.add(target, self.node(source)).links += 1
        return 0

    def rename(self, old: str, new: str) -> int:
        (folder, name), (there, new_name) = self.place(old), self.place(new)
        node, found = self.node(old), there.children.get(self.key(new_name))
        if found is not None and found[1] is not node:
            if found[1].children:
                raise FuseOSError(errno.ENOTEMPTY)
            self.drop(new)
        shown = self.shown(new_name)
        del folder.children[self.key(name)]
        there.children[self.key(new_name)] = (shown, node)
        return 0

    def chmod(self, path: str, mode: int) -> int:
        node = self.node(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        node = self.node(path)
        node.owner = tuple(
            old if new in (-1, 0xFFFFFFFF) else new for old, new in zip(node.owner, (uid, gid), strict=True)
        )
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        node = self.node(path)
        node.accessed, node.modified = times or (time.time_ns(),) * 2
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        return {
            "f_bsize": 4096,
            "f_frsize": 4096,
            "f_blocks": 1 << 20,
            "f_bfree": 1 << 20,
            "f_bavail": 1 << 20,
            "f_namemax": 255,
        }


class Mounted(FUSE):
    """A mount that refuses what macOS has no word for."""

    def rename_fuse_3(self, old: bytes, new: bytes, flags: int) -> int:
        return -errno.EINVAL if flags else self.rename_fuse_2(old, new)


if __name__ == "__main__":
    # nothing is cached, for the kernel takes two forms of a name for two files
    never = dict.fromkeys(("entry_timeout", "negative_timeout", "attr_timeout"), 0)
    Mounted(
        FoldingFiles(sys.argv[1]), sys.argv[2], foreground=True, nothreads=True, use_ino=True, direct_io=True, **never
    )
