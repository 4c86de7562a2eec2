"""Batches of texts to batches of results: one pure function for every engine."""

import pickle
import re
import sys
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT
from tests.documented import code_block
from tests.pages import page

import trialtext
from trialtext.arrow import RESULTS, convert_batch
from trialtext.extras import MissingExtraError
from trialtext.reading.rows import result_row

PAGE = page(("Clinical Phase", "PHASE2"))
TABLE = "NCT Number,Study Title\r\nNCT99900001,Tea\r\nNCT99900002,Coffee\r\n"
SEEDS = CHECKOUT / "seeds"
TWO_PAGES = "\n".join(
    (SEEDS / name).read_text("utf-8")
    for name in ("mirror-study/minimal.txt", "mirror-results/one-arm.txt")
)
NIGHT = "A dark and stormy night."


def batch(texts: Sequence[Any], type_: Any = None, **columns: Any) -> pa.RecordBatch:
    """Make a batch of texts, with further columns."""
    return pa.RecordBatch.from_pydict({"text": pa.array(texts, type_ or pa.string()), **columns})


def rows(given: pa.RecordBatch, **options: Any) -> list[dict[str, Any]]:
    """Convert a batch, and return its rows."""
    return convert_batch(given, **options).to_pylist()


def expected(text: str | bytes | None, source: str) -> list[dict[str, Any]]:
    """Make the rows of a text with the API alone."""
    data = text.encode() if isinstance(text, str) else text
    content_hash = None if data is None else sha256(data).hexdigest()
    return [
        dict(result_row(result, source=source, document=number, content_hash=content_hash))
        for number, result in enumerate(trialtext.parse_all(data or b"", path=source), 1)
    ]


# ---- Results


def test_a_text_becomes_a_row() -> None:
    (row,) = rows(batch([PAGE], source=["tea"]))
    study = trialtext.parse(PAGE).study
    assert study is not None
    assert row["study"] == trialtext.to_json(study).decode()
    assert (row["source"], row["document"], row["nct_id"]) == ("tea", 1, "NCT99900001")
    assert row["content_hash"] == sha256(PAGE.encode()).hexdigest()


def test_each_document_of_a_text_is_a_row() -> None:
    given = batch([TWO_PAGES, TABLE])
    found = [(row["source"], row["document"], row["format"]) for row in rows(given)]
    assert found == [
        ("1", 1, "mirror-study"),
        ("1", 2, "mirror-results"),
        ("2", 1, "ctgov-csv"),
        ("2", 2, "ctgov-csv"),
    ]


def test_a_null_and_an_empty_text_are_failures() -> None:
    null, empty = rows(batch([None, ""]))
    assert null["status"] == empty["status"] == "failed"
    assert [each["code"] for each in null["diagnostics"]] == ["empty-input"]
    assert null["content_hash"] is None
    assert null == empty | {"source": "1", "content_hash": None}


@pytest.mark.parametrize("text", [NIGHT, "page.txt", "\0\0\0", "x" * 30])
def test_a_bad_text_is_a_failure_and_others_are_read(text: str) -> None:
    statuses = [row["status"] for row in rows(batch([text, PAGE]), max_bytes=len(PAGE))]
    assert statuses == ["failed", rows(batch([PAGE]))[0]["status"]]


def test_strings_that_are_no_utf_8_are_read_as_bytes_are() -> None:
    data = PAGE.encode().replace(b"A title", b"Caf\xe9")
    invalid = batch([data], pa.binary()).column(0).view(pa.string())
    assert rows(pa.record_batch({"text": invalid, "source": invalid}))[0]["study"] is not None
    assert rows(pa.record_batch({"text": invalid})) == rows(batch([data], pa.binary()))


def test_a_batch_has_the_schema_of_results_whatever_is_in_it() -> None:
    for texts in ([], [None], [PAGE], [NIGHT, TABLE]):
        assert convert_batch(batch(texts, note=texts)).schema == RESULTS


def test_options_are_those_of_parse_all() -> None:
    assert rows(batch([PAGE]), max_bytes=3)[0]["diagnostics"][0]["code"] == "too-large"
    assert rows(batch([PAGE]), format="biomcp")[0]["format"] == "biomcp"
    with pytest.raises(ValueError, match="papyrus"):
        convert_batch(batch([PAGE]), format="papyrus")
    with pytest.raises(ValueError, match="no such repair: magic"):
        convert_batch(batch([PAGE]), repairs=["magic"])


# ---- Columns

TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()]


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_texts_are_strings_or_bytes(type_: Any) -> None:
    data = [PAGE, None, "naïve"]
    texts = data if type_ in TYPES[:3] else [each and each.encode() for each in data]
    plain = pa.array(texts, type_)
    encoded = pa.DictionaryArray.from_arrays(pa.array([0, None, 2], pa.int8()), plain)
    for column in (plain, encoded):
        assert rows(pa.record_batch({"text": column})) == rows(batch(data))


def test_bytes_may_be_of_another_encoding() -> None:
    (row,) = rows(batch([PAGE.encode("utf-16")], pa.binary()))
    assert row["study"] == rows(batch([PAGE]))[0]["study"]


@pytest.mark.parametrize("type_", [pa.int64(), pa.list_(pa.string()), pa.binary(4), pa.null()])
def test_a_column_of_another_type_is_refused(type_: Any) -> None:
    column = pa.nulls(1, type_)
    with pytest.raises(TypeError, match=r"the column 'page' holds .+, not strings or bytes"):
        convert_batch(pa.record_batch({"page": column}), text_column="page")
    with pytest.raises(TypeError, match=r"the column 'name' holds .+, not strings"):
        convert_batch(batch([PAGE], name=column), source_column="name")


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no column 'body'; there are: text, note"):
        convert_batch(batch([PAGE], note=["x"]), text_column="body")
    with pytest.raises(ValueError, match="no column 'name'; there are: text"):
        convert_batch(batch([PAGE]), source_column="name")
    with pytest.raises(ValueError, match="no column 'text'; there are: none"):
        convert_batch(pa.record_batch([], names=[]))


def test_a_column_that_is_there_twice_is_refused() -> None:
    twice = pa.record_batch([pa.array([PAGE]), pa.array([NIGHT])], names=["text", "text"])
    with pytest.raises(ValueError, match="more than one column 'text'"):
        convert_batch(twice)


# ---- Names of texts


@pytest.mark.parametrize(
    ("columns", "source"),
    [
        ({"source": ["s"], "id": ["i"], "url": ["u"]}, "s"),
        ({"url": ["u"], "id": ["i"]}, "i"),
        ({"url": ["u"], "id": [7]}, "u"),
        ({"url": pa.array(["u"], pa.large_string())}, "u"),
        ({"url": pa.array(["u"]).dictionary_encode()}, "u"),
        ({"source": pa.array([None], pa.string()), "id": ["i"]}, "1"),
        ({"name": ["n"]}, "1"),
        ({}, "1"),
    ],
)
def test_a_text_is_named_by_the_first_column_of_names(columns: Any, source: str) -> None:
    assert rows(batch([PAGE], **columns))[0]["source"] == source


def test_the_column_of_names_may_be_given() -> None:
    given = batch([PAGE], source=["s"], name=["n"])
    assert rows(given, source_column="name")[0]["source"] == "n"


def test_a_text_without_a_name_has_its_number() -> None:
    given = batch([PAGE] * 3, source=["a", None, "c"])
    assert [row["source"] for row in rows(given)] == ["a", "2", "c"]


def test_the_name_may_tell_the_number_of_the_study() -> None:
    lost = PAGE.replace("NCT ID: NCT99900001\n\n", "")
    (row,) = rows(batch([lost], url=["https://example.org/study/NCT99900005"]))
    assert row["nct_id"] == "NCT99900005"


# ---- Purity


def test_slices_and_chunks_are_batches_like_others() -> None:
    texts = [PAGE, NIGHT, TABLE, None, PAGE]
    whole = batch(texts, source=list("abcde"))
    assert rows(whole.slice(1, 3)) == rows(batch(texts[1:4], source=list("bcd")))
    chunked = pa.Table.from_batches([whole.slice(0, 2), whole.slice(2)])
    apart = [row for each in chunked.to_batches() for row in rows(each)]
    assert apart == rows(whole)
    assert rows(whole.slice(5)) == []


def test_the_same_batch_gives_the_same_bytes() -> None:
    given = batch([PAGE, NIGHT, TABLE], source=list("abc"))
    once, again = (convert_batch(given).serialize().to_pybytes() for _ in range(2))
    assert once == again


def test_the_function_goes_to_other_processes_by_its_name() -> None:
    with_options = partial(convert_batch, text_column="page")
    assert pickle.loads(pickle.dumps(convert_batch)) is convert_batch  # noqa: S301
    assert pickle.loads(pickle.dumps(with_options)).func is convert_batch  # noqa: S301


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "trialtext.arrow")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'trialtext[tables]'")):
        import_module("trialtext.arrow")


TEXTS = st.one_of(
    st.none(),
    st.text(),
    st.sampled_from([PAGE, TABLE, NIGHT, TWO_PAGES]),
    st.builds(lambda end: PAGE[:end], st.integers(0, len(PAGE))),
)


@settings(max_examples=50)
@given(st.lists(TEXTS, max_size=4), st.sampled_from([pa.string(), pa.string_view()]))
def test_a_batch_is_what_parse_all_makes_of_each_text(texts: list[str | None], type_: Any) -> None:
    names = [f"text {number}" for number in range(len(texts))]
    apart = [row for text, name in zip(texts, names, strict=True) for row in expected(text, name)]
    assert rows(batch(texts, type_, source=pa.array(names, pa.string()))) == apart


@settings(max_examples=50)
@given(st.lists(st.binary(), max_size=4))
def test_bytes_are_what_parse_all_makes_of_them(texts: list[bytes]) -> None:
    apart = [row for n, text in enumerate(texts, 1) for row in expected(text, str(n))]
    assert rows(batch(texts, pa.binary())) == apart


# ---- The docs


def test_the_code_of_the_docs_converts_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = batch([PAGE, TABLE, None], source=list("abc"))
    pq.write_table(pa.Table.from_batches([given]), "pages.parquet")
    code = code_block("many-machines.md", containing="ParquetWriter")
    exec(compile(code, "many-machines.md", "exec"), {})  # noqa: S102
    assert pq.read_table("results.parquet").to_pylist() == rows(given)


def test_the_docs_name_every_column() -> None:
    page = (CHECKOUT / "docs" / "many-machines.md").read_text("utf-8")
    lines = page.partition("## What comes out")[2].partition("A null")[0].splitlines()
    cells = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in lines if line.startswith("| `")]
    assert [name for names in cells for name in names] == RESULTS.names
