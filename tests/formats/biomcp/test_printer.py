"""The printer of these tests against the facts of the format."""

from tests.formats.biomcp.printer import printed, printed_search, words

LONG = "To fall asleep without delay, and to stay asleep, is what most people would like to do."


def module(**fields: object) -> str:
    """Print a module, without the headings above it."""
    text = printed({"protocolSection": {"descriptionModule": fields}})
    return text.partition("## Description Module\n")[2]


def test_a_key_is_taken_apart() -> None:
    assert words("orgStudyIdInfo") == "Org Study Id Info"
    assert words("nPtrsToThisExpAccNctId") == "N Ptrs To This Exp Acc Nct Id"
    assert words("url") == "Url"


def test_scalars_come_first_then_objects_then_lists() -> None:
    text = module(phases=["NA"], designInfo={"masking": "NONE"}, count=4, arms=[{"id": 1}, {}])
    assert text == (
        "Count: 4\n\n### Design Info\nMasking: NONE\nPhases: NA\n\n### Arms\nId: 1\n\n### Arms\n"
    )


def test_a_long_string_is_indented_and_wrapped() -> None:
    assert module(briefSummary=f"{LONG}\n\nWell.") == (
        "Brief Summary:\n"
        "  To fall asleep without delay, and to stay asleep, is what most people\n"
        "  would like to do.\n\n"
        "  Well.\n"
    )


def test_a_list_stands_on_one_line_if_it_fits() -> None:
    assert module(keywords=["tea", "milk", "tea"]) == "Keywords: tea, milk\n"
    assert module(keywords=["a" * 40, "b" * 40]) == f"Keywords:\n- {'a' * 40}\n- {'b' * 40}\n"


def test_headings_are_never_deeper_than_five() -> None:
    text = printed({"a": {"b": {"c": {"d": {"e": {"f": {"g": True}}}}}}})
    assert [line for line in text.splitlines() if line] == [
        "# A",
        "## B",
        "### C",
        "#### D",
        "##### E",
        "##### F",
        "G: True",
    ]


def test_a_search_is_one_level_deeper() -> None:
    text = printed_search([{"hasResults": False, "protocolSection": {}}] * 2)
    study = "# Studies\nHas Results: False\n\n## Protocol Section\n"
    assert text == f"Next Page Token: XYZ\n\n{study}"
