"""The documentation of tables says what they are, and its examples run."""

import runpy

from tests.conftest import CHECKOUT


def test_the_page_about_tables_is_up_to_date() -> None:
    written = runpy.run_path(str(CHECKOUT / "scripts" / "write_tables.py"))["page"]()
    page = CHECKOUT / "docs" / "tables.md"
    assert page.read_text("utf-8") == written, "run scripts/write_tables.py"
