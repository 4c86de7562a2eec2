"""The terminals of the grammar of criteria, which are looked for without its parser."""

import re
from functools import cache
from typing import Final

from trialtext.parsing.grammar import GRAMMARS, load_grammar

GRAMMAR: Final = GRAMMARS / "criteria.lark"
RULES: Final = ("criteria", "numbered")


@cache
def terminal(name: str) -> re.Pattern[str]:
    """Return what a terminal of the grammar matches."""
    return load_grammar(GRAMMAR, RULES).pattern(name)
