"""Files at addresses, such as `https://example.org/page.txt`: what `fsspec` opens."""

import errno
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from trialtext.extras import require

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://|[a-z]+::", re.IGNORECASE)
"""What an address begins with."""
_ERRORS: Final = {"aiohttp": "ClientError", "botocore.exceptions": "BotoCoreError"}
"""What packages for addresses raise that is no error of the system's."""


def is_address(path: str) -> bool:
    """Tell whether a path is an address."""
    return bool(_ADDRESS.match(path))


@contextmanager
def open_address(path: str) -> Iterator[Any]:
    """Open what is at an address. Raises `OSError`, and `MissingExtraError`."""
    fsspec = require("fsspec", extra="remote")
    with remote_errors(path), fsspec.open(path, "rb") as file:
        yield file


def files_at(path: str) -> list[str]:
    """Find the files of a folder, or those that match a pattern, where addresses lead to such.

    Raises `OSError`, and `MissingExtraError`.
    """
    if "::" in path:  # chained, which names one file
        return []
    fsspec = require("fsspec", extra="remote")
    with remote_errors(path):
        system, root = fsspec.core.url_to_fs(path)
        if "*" in root:
            names = [name for name in system.glob(root) if not system.isdir(name)]
        elif not path.startswith("http") and system.isdir(root):
            names = system.find(root)
        else:
            names = []
        return [system.unstrip_protocol(name) for name in sorted(names)]


@contextmanager
def remote_errors(path: str) -> Iterator[None]:
    """Raise what packages for addresses raise as errors of the system."""
    modules = ((sys.modules.get(module), name) for module, name in _ERRORS.items())
    others = tuple(getattr(module, name) for module, name in modules if module)
    try:
        yield
    except FileNotFoundError as error:
        raise OSError(errno.ENOENT, f"nothing is there: {error}", path) from error
    except ImportError as error:  # of the protocol's own package
        raise OSError(errno.ENOPKG, str(error), path) from error
    except (EOFError, ValueError, *others) as error:
        raise OSError(errno.EINVAL, str(error), path) from error
