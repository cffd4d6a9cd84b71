"""Detects a folder's file system: SQLite's locks cannot be trusted over a network."""

from __future__ import annotations

import os
from pathlib import Path

_REMOTE = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "afs",
        "gfs2",
        "ocfs2",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.s3fs",
        "vboxsf",
        "prl_fs",
        "virtiofs",
        "davfs",
        "fuse.rclone",
    ]
)
_MOUNTS = Path("/proc/self/mountinfo")


def why_not_here(folder: Path) -> str | None:
    """Why a database must not be in `folder`, in one sentence; None if it may."""
    kind = _kind_of(folder)
    if kind in _REMOTE:
        return f"it is a network file system ({kind}), where locks are not safe; choose a local folder with --db."
    return None


def _kind_of(folder: Path) -> str | None:
    """The kernel's name for the type of file system; None if unknown."""
    if not _MOUNTS.exists():
        return None
    device = folder.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    kind = None
    for line in _MOUNTS.read_text(errors="replace").splitlines():
        mount, _, source = line.partition(" - ")
        if mount.split()[2] == wanted:
            kind = source.split()[0]
    return kind
