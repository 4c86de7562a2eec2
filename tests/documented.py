"""The code of the docs, as it stands there."""

import re

from tests.conftest import CHECKOUT


def code_block(page: str, *, containing: str) -> str:
    """Return the only Python block of a page that holds some words."""
    text = (CHECKOUT / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (block,) = (block for block in blocks if containing in block)
    return str(block)
