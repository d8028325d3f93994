"""File systems that take other names than Linux' own, each mounted for one test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["KINDS", "UnavailableError", "mounted"]

KINDS = ("ntfs", "exfat", "apfs", "hfs")
"""NTFS with Windows' rules for names, exFAT, and what macOS has, the last two as a simulation of our own."""
_SIZE = 48 << 20


class UnavailableError(Exception):
    """This machine cannot mount it; the text says why."""


@contextmanager
def mounted(kind: str, folder: Path) -> Iterator[Path]:
    """A new, empty file system of a kind below a folder; raises UnavailableError."""
    point, image = folder / f"{kind}-mount", folder / f"{kind}.img"
    point.mkdir(parents=True)
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        raise UnavailableError("/dev/fuse is not there or closed to us")
    mount = {"ntfs": _ntfs, "exfat": _exfat}.get(kind) or _simulation(kind)
    with mount(image, point):
        yield point


def _run(*command: object) -> str:
    """What a program prints; raises UnavailableError where it is not there or fails."""
    name = str(command[0])
    if shutil.which(name) is None:
        raise UnavailableError(f"{name} is not installed")
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    if done.returncode:
        raise UnavailableError(f"{name}: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]}")
    return done.stdout.strip()


def _make_image(image: Path, *command: object) -> None:
    with image.open("wb") as file:
        file.truncate(_SIZE)
    _run(*command, image)


def _unmount(point: Path) -> None:
    if subprocess.run(["umount", point], capture_output=True).returncode:
        subprocess.run(["umount", "-l", point], capture_output=True)


@contextmanager
def _ntfs(image: Path, point: Path) -> Iterator[None]:
    _make_image(image, "mkfs.ntfs", "-q", "-F", "-f")
    _run("lowntfs-3g", "-o", "ignore_case,windows_names", image, point)
    try:
        yield
    finally:
        _unmount(point)


@contextmanager
def _exfat(image: Path, point: Path) -> Iterator[None]:
    _make_image(image, "mkfs.exfat")
    device = _run("losetup", "-f", "--show", image)
    try:
        _run("mount.exfat-fuse", device, point)
        try:
            yield
        finally:
            _unmount(point)
    finally:
        subprocess.run(["losetup", "-d", device], capture_output=True)


def _simulation(kind: str):  # a context manager with the shape of the others
    @contextmanager
    def mount(image: Path, point: Path) -> Iterator[None]:
        program = Path(__file__).with_name("folding_fs.py")
        server = subprocess.Popen(
            [sys.executable, program, kind, point], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert server.stderr is not None
        try:
            deadline = time.monotonic() + 20
            while not os.path.ismount(point):
                if server.poll() is not None or time.monotonic() > deadline:
                    server.kill()
                    raise UnavailableError(
                        f"the simulation does not start: {server.stderr.read().decode().splitlines()[-1:]}"
                    )
                time.sleep(0.02)
            yield
        finally:
            _unmount(point)
            server.kill()
            server.wait(20)
            server.stderr.close()

    return mount
