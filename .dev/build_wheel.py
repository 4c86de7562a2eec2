"""Puts into a wheel what no run has to make: parse tables, and modules compiled to C."""

import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Without debugging information, which would be most of the file.
_COMPILER_OPTIONS = [] if os.name == "nt" else ["-O2", "-g0"]


class WheelHook(BuildHookInterface):
    """Takes `compiled` from its table in `pyproject.toml`: the modules that do the work."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # what is being worked on is read as it stands
            return
        source, made = Path(self.root) / "src", Path(tempfile.mkdtemp())
        sys.path.insert(0, str(source))
        from trialtext.grammars import write_tables

        files = build_data["force_include"]
        files |= {str(each): f"trialtext/grammar/{each.name}" for each in write_tables(made)}
        if reason := _why_not_compiled():
            self.app.display_warning(f"trialtext is not compiled, and so slower: {reason}")
            return
        for each in _compiled(self.config["compiled"], source, made):
            files[str(each)] = each.relative_to(made / "lib").as_posix()
        build_data |= {"pure_python": False, "infer_tag": True}


def _why_not_compiled() -> str:
    """Why modules cannot be compiled here, or are not to be; empty if they can."""
    if os.environ.get("TRIALTEXT_PURE"):
        return "TRIALTEXT_PURE is set"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "Python's C headers are not installed"
    compiler = (sysconfig.get_config_var("CC") or "cl").split()[0]
    return "" if shutil.which(compiler) else f"no C compiler: {compiler}"


def _compiled(modules: Sequence[str], source: Path, made: Path) -> Iterator[Path]:
    """Compile modules, and yield the files."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    processors = os.cpu_count() or 1
    extensions = [
        Extension(
            module,
            [str(source.joinpath(*module.split(".")).with_suffix(".py"))],
            extra_compile_args=_COMPILER_OPTIONS,
        )
        for module in modules
    ]
    written = cythonize(
        extensions,
        include_path=[str(source)],
        build_dir=str(made / "c"),
        nthreads=processors,
        compiler_directives={"language_level": 3},
    )
    command = build_ext(Distribution({"ext_modules": written}))
    command.build_lib, command.build_temp = str(made / "lib"), str(made / "objects")
    command.parallel = processors
    command.ensure_finalized()
    command.run()
    yield from (Path(each) for each in command.get_outputs())
