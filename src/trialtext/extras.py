"""Packages that only some users need: imported where they are used, and named where they are missing."""

from importlib import import_module
from typing import Any


class MissingExtraError(ImportError):
    """A package that is no dependency of the core is not installed."""


def require(module: str, *, extra: str) -> Any:
    """Import a module of an extra. Raises `MissingExtraError`, which says what to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        raise MissingExtraError(
            f"this needs {package}: pip install 'trialtext[{extra}]'", name=package
        ) from None
