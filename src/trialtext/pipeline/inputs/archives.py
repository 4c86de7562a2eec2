"""Archives of files: zip and tar."""

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item, Unreadable
from trialtext.pipeline.inputs.paths import is_readable
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.streams import forward, seekable

_MAC_FOLDER = "__MACOSX"
"""Holds what the Finder knows of files."""


def is_zip(file: File) -> bool:
    """Tell whether a file is a zip archive, perhaps an empty one."""
    return file.head.startswith((b"PK\3\4", b"PK\5\6"))


def read_zip(file: File) -> Iterator[Item]:
    """Read the members of an archive that are looked for in folders, too, in its order."""
    with seekable(file.stream) as stream, zipfile.ZipFile(stream) as archive:
        members = [info for info in archive.infolist() if _is_wanted(info.filename)]
        _check_not_empty(len(members))
        for info in members:
            name = f"{file.name}!{info.filename}"
            try:
                with archive.open(info) as member:
                    yield from file.items_inside(name, forward(member))
            # It is damaged, encrypted, or compressed in a way that is not known.
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                yield Unreadable(source=name, code="damaged-archive", message=str(error))


def is_tar(file: File) -> bool:
    """Tell whether a file is a tar archive."""
    return file.head[257:262] == b"ustar"


def read_tar(file: File) -> Iterator[Item]:
    """Read the members of an archive that are looked for in folders, too, in its order."""
    count = 0
    with tarfile.open(fileobj=file.stream, mode="r|") as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isreg() and _is_wanted(info.name) else None
            if member:
                count += 1
                yield from file.items_inside(f"{file.name}!{info.name}", forward(member))
    _check_not_empty(count)


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return is_readable(name) and not path.name.startswith(".") and _MAC_FOLDER not in path.parts


def _check_not_empty(members: int) -> None:
    if not members:
        raise UnreadableError("unreadable-file", "an archive with nothing that can be read")
