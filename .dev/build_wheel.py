"""Puts into a wheel what no run has to make: parse tables, and modules compiled to C."""

import atexit
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Without debugging information, which would be most of the file.
_OPTIONS = [] if os.name == "nt" else ["-O2", "-g0"]
# GCC lays code out by how often it is run, if it is shown first.
_PROFILING = ["-fprofile-generate", "-fprofile-update=single"]
_PROFILED = ["-fprofile-use", "-fprofile-correction", "-Wno-missing-profile"]


class WheelHook(BuildHookInterface):
    """Takes `compiled` from its table in `pyproject.toml`: the modules that do the work."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # what is being worked on is read as it stands
            return
        made = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, made)
        sys.path.insert(0, str(Path(self.root) / "src"))
        from trialtext.grammars import write_tables

        files = build_data["force_include"]
        files |= {str(each): f"trialtext/grammar/{each.name}" for each in write_tables(made)}
        if reason := _why_not_compiled():
            self.app.display_warning(f"trialtext is not compiled, and so slower: {reason}")
            return
        for each in _Compiler(Path(self.root), made).compiled(self.config["compiled"]):
            files[str(each)] = each.relative_to(made / "lib").as_posix()
        build_data |= {"pure_python": False, "infer_tag": True}


def _why_not_compiled() -> str:
    """Why modules cannot be compiled here, or are not to be; empty if they can."""
    if os.environ.get("TRIALTEXT_PURE"):
        return "TRIALTEXT_PURE is set"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "Python's C headers are not installed"
    return "" if shutil.which(_compiler()) else f"no C compiler: {_compiler()}"


def _compiler() -> str:
    return (sysconfig.get_config_var("CC") or "cl").split()[0]


class _Compiler:
    """Compiles modules of the source, and puts them into a folder `lib`."""

    def __init__(self, root: Path, made: Path) -> None:
        self._root = root
        self._source = root / "src"
        self._made = made
        self._lib = made / "lib"
        self._processors = os.cpu_count() or 1

    def compiled(self, modules: Sequence[str]) -> Iterator[Path]:
        """Compile modules, and yield the files."""
        written = self._written(modules)
        options: list[str] = []
        if sys.platform == "linux" and "gcc" in _compiler():
            self._build(written, _PROFILING)
            self._run_profiled()
            options = _PROFILED
        yield from (Path(each) for each in self._build(written, options))

    def _written(self, modules: Sequence[str]) -> list[Any]:
        """Write the modules as C."""
        from Cython.Build import cythonize
        from setuptools import Extension

        paths = (self._source.joinpath(*module.split(".")) for module in modules)
        extensions = [
            Extension(module, [str(path.with_suffix(".py"))])
            for module, path in zip(modules, paths, strict=True)
        ]
        return cythonize(
            extensions,
            include_path=[str(self._source)],
            build_dir=str(self._made / "c"),
            nthreads=self._processors,
            compiler_directives={"language_level": 3},
        )

    def _build(self, written: Sequence[Any], options: Sequence[str]) -> list[str]:
        from setuptools import Distribution
        from setuptools.command.build_ext import build_ext

        for extension in written:
            extension.extra_compile_args = [*_OPTIONS, *options]
            extension.extra_link_args = [*options]
        command = build_ext(Distribution({"ext_modules": written}))
        command.build_lib, command.build_temp = str(self._lib), str(self._made / "objects")
        command.parallel = self._processors
        command.force = True
        command.ensure_finalized()
        command.run()
        return command.get_outputs()

    def _run_profiled(self) -> None:
        """Read the seeds: beside each object, that leaves a file that the compiler knows."""
        shutil.copytree(self._source, self._lib, dirs_exist_ok=True)
        for file in (*self._root.glob("grammar/*"), *self._made.glob("*.json")):
            target = self._lib / "trialtext" / "grammar" / file.name
            target.parent.mkdir(exist_ok=True)
            shutil.copy(file, target)
        path = os.pathsep.join([str(self._lib), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, str(self._root / ".dev" / "read_seeds.py")]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": path})
