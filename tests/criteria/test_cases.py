"""Whole invented texts of many kinds, and exactly what is made of them."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import trialtext

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def outline(text: str) -> list[str]:
    """Show each item: kind, side, place in the outline, marker, text, evidence, doubts."""
    criteria = trialtext.criteria(text)
    return [
        f"{item.kind:9} {item.side:9} {path:8}"
        f" {' '.join(filter(None, (item.marker, item.text)))!r}"
        f"{f' <{item.evidence}>' if item.evidence else ''}"
        f"{f' ({chr(44).join(item.doubts)})' if item.doubts else ''}"
        for item, path in zip(criteria.items, criteria.paths, strict=True)
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_text_becomes_exactly_this_outline(path: Path, snapshot: SnapshotAssertion) -> None:
    text = path.read_text("utf-8")
    assert outline(text) == snapshot
    assert trialtext.criteria(text).render() == text
