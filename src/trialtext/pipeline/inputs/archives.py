"""Archives of files: zip and tar."""

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final, Self

from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item, Unreadable
from trialtext.pipeline.inputs.paths import is_readable
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.streams import forward, seekable

_MAC_FOLDER: Final = "__MACOSX"
"""Holds what the Finder knows of files."""
_ENCRYPTED: Final = 1
"""The bit of a member's flags."""


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
                if info.flag_bits & _ENCRYPTED:
                    yield Unreadable(source=name, code="damaged-archive", message="encrypted")
                    continue
                with archive.open(info) as member:
                    yield from file.items_inside(name, forward(member))
            # It is damaged, or compressed in a way that is not known.
            except (zipfile.BadZipFile, NotImplementedError) as error:
                yield Unreadable(source=name, code="damaged-archive", message=str(error))


def is_tar(file: File) -> bool:
    """Tell whether a file is a tar archive."""
    return file.head[257:262] == b"ustar"


def read_tar(file: File) -> Iterator[Item]:
    """Read the members of an archive that are looked for in folders, too, in its order."""
    count = 0
    with tarfile.open(fileobj=file.stream, mode="r|", tarinfo=_Member) as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isreg() and _is_wanted(info.name) else None
            if member:
                count += 1
                yield from file.items_inside(f"{file.name}!{info.name}", forward(member))
    _check_not_empty(count)


class _Member(tarfile.TarInfo):
    """The header of a member, of which damage is told: `tarfile` takes it for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header. Raises `tarfile.ReadError` for anything but a member or the end."""
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if buf and not any(buf):  # it marks the end
                raise
            raise tarfile.ReadError(f"the archive is damaged or cut off: {error}") from error


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return is_readable(name) and not path.name.startswith(".") and _MAC_FOLDER not in path.parts


def _check_not_empty(members: int) -> None:
    if not members:
        raise UnreadableError("unreadable-file", "an archive with nothing that can be read")
