"""Names of entries in a zip that would lead out of the folder it is unpacked to."""

from __future__ import annotations

__all__ = ["ABSOLUTE", "LEADING_OUT"]

# what CPython's tests call hackers' names, and Windows' own kinds of paths
LEADING_OUT = [
    "../foo/bar", "foo/../bar", "foo/../../bar", "foo/bar/..", "./../foo/bar", "..", "foo/..", "../", "foo/../",
    "..\\foo\\bar", "..\\/foo\\/bar", "foo/\\..\\/bar", "foo\\/../\\bar", "foo/..\\bar", "../../foo../../ba..r",
]  # fmt: skip
ABSOLUTE = [
    "/foo/bar", "/foo/../bar", "/foo/../../bar", "//foo/bar", "///foo/bar", "\\foo\\bar", "C:/foo/bar", "C://foo/bar",
    "C:\\foo\\bar", "c:\\foo", "C:/../C:/foo/bar", "//conky/mountpoint/foo/bar", "\\\\conky\\mountpoint\\foo\\bar",
    "\\\\\\conky\\mountpoint\\foo", "//conky//mountpoint/foo", "//?/C:/foo/bar", "\\\\?\\C:\\foo\\bar", "\\\\srv\\share",
    "\\\\.\\PhysicalDrive0", "/", "C:\\",
]  # fmt: skip
