"""Put into a wheel what Lark makes of the grammars, so that no process has to make it again."""

import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GrammarHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Saves the parser of every grammar beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Save the parsers in a folder of their own, and have them included."""
        self._folder = Path(mkdtemp())
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from trialtext.criteria.terminals import GRAMMAR, RULES
        from trialtext.formats import FORMATS
        from trialtext.parsing.grammar import make_grammar, saved_path

        for grammar, rules in [*((each.grammar, each.rules) for each in FORMATS), (GRAMMAR, RULES)]:
            saved = self._folder / saved_path(grammar, rules).name
            make_grammar(grammar, rules).save(saved)
            build_data["force_include"][str(saved)] = f"trialtext/grammar/{saved.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        del version, build_data, artifact_path
        shutil.rmtree(self._folder)
