"""Puts ready-made parse tables beside the grammars in a wheel, so that no run has to make them."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a grammar that is being worked on has no tables
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from trialtext.grammars import write_tables

        for tables in write_tables(Path(tempfile.mkdtemp())):
            build_data["force_include"][str(tables)] = f"trialtext/grammar/{tables.name}"
