"""Records out of tables again: the values at each path, as far as tables hold them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints

import attrs

from trialtext.model import annotation, derived, document, protocol, results
from trialtext.model.base import ApiObject, json_name
from trialtext.model.study import Study
from trialtext.pipeline.tables import TABLES
from trialtext.pipeline.tables.model import Constant, Match, Parent, Path, Source, Table

Rows = Sequence[Mapping[str, Any]]
"""The rows of one study in a table, by name of column."""

SITE_CONTACT: Final = "protocolSection.contactsLocationsModule.locations[].contacts[]"
INVESTIGATORS: Final = {"PRINCIPAL_INVESTIGATOR", "SUB_INVESTIGATOR", "STUDY_CHAIR"}


# ---- The record


def model_paths(cls: type[ApiObject] = Study, prefix: str = "") -> Iterator[str]:
    """Give the paths of all values that a record can have."""
    sections = (annotation, derived, document, protocol, results)
    names = {key: value for module in sections for key, value in vars(module).items()}
    hints = get_type_hints(cls, names)
    for field in attrs.fields(cls):
        if field.name == "extra":
            continue
        path = prefix + json_name(field.name)
        many = get_origin(hints[field.name]) is tuple
        inner = next(each for each in get_args(hints[field.name]) if each is not type(None))
        if isinstance(inner, type) and issubclass(inner, ApiObject):
            yield from model_paths(inner, f"{path}[]." if many else f"{path}.")
        else:
            yield f"{path}[]" if many else path


class Leaf(NamedTuple):
    """A value of a record."""

    path: str
    value: Any
    elements: Mapping[str, Any]
    """The elements of lists that it lies in, by path; the study is at the empty one."""


def leaves(node: Any, path: str = "", elements: Mapping[str, Any] | None = None) -> Iterator[Leaf]:
    """Give the values of a record, one after the other."""
    around = elements or {"": node}
    if isinstance(node, dict):
        for key, item in node.items():
            yield from leaves(item, f"{path}.{key}".lstrip("."), around)
    elif isinstance(node, list):
        for item in node:
            yield from leaves(item, f"{path}[]", {**around, f"{path}[]": item})
    elif node is not None:
        yield Leaf(path, node, around)


def has(element: Any, path: str) -> bool:
    """Tell whether there is anything at a path that begins in an element."""
    name, _, rest = path.partition(".")
    if not name:
        return True
    found = element.get(name.removesuffix("[]"))
    items = found if isinstance(found, list) else [found]
    return any(item is not None and has(item, rest) for item in items or ())


# ---- Where values are held


class Holder(NamedTuple):
    """A column that holds the values of a path."""

    table: Table
    source: Source
    name: str
    column: Path | Match
    element: str
    """Path of the elements that it is read from."""

    @property
    def is_own(self) -> bool:
        """Whether there is a row for each element."""
        return self.element == self.source.root

    @property
    def rank(self) -> tuple[bool, ...]:
        """How well it holds them; the best one has the lowest."""
        plain = isinstance(self.column, Path) and self.column.computed is None
        return (not self.is_own, self.source.distinct, not plain, self.kind != "string")

    @property
    def kind(self) -> str:
        """The type of the column."""
        return self.column.kind.name


def element_of(path: str, root: str) -> str:
    """Return the path of the innermost element that two paths lead through, by their letters."""
    parts = root.split("[].")
    candidates = ["", *("[].".join(parts[:n]) + "[]" for n in range(1, len(parts))), root]
    return max((c for c in candidates if f"{path}.".startswith(f"{c}." if c else "")), key=len)


@cache
def holders(path: str) -> list[Holder]:
    """Return the columns that hold the values of a path, the best one first."""
    found = [
        Holder(table, source, name, column, element_of(path, source.root))
        for table in TABLES
        for source in table.sources
        for name, column in source.columns.items()
        if isinstance(column, Path | Match) and column.path == path
        # An age, or a year, is a part of the value only.
        if table.name != "calculated_values" or name == "were_results_reported"
    ]
    return sorted(found, key=lambda holder: holder.rank)


# ---- Values out of rows


def rows_of(source: Source, rows: Rows) -> Rows:
    """Return the rows of a source: a table of several marks them by constants."""
    marks = {
        name: column.value
        for name, column in source.columns.items()
        if isinstance(column, Constant) and column.value is not None
    }
    return [row for row in rows if all(row[name] == value for name, value in marks.items())]


def starts(holder: Holder, rows: Rows) -> Iterator[Mapping[str, Any]]:
    """Give the first row of each element that a column is read from.

    An element ends where one of its columns changes, or where what lies in it comes again: groups
    in a row of measurements, categories in a class.
    """
    levels = levels_of(holder.source)
    wanted = [*levels].index(holder.element)
    seen: list[set[Any]] = [set() for _ in levels]
    last: list[Any] = [None] * len(levels)
    for row in rows:
        keys = [tuple(row[name] for name in names) for names in levels.values()]
        changed = (n for n, (one, other) in enumerate(zip(keys, last, strict=True)) if one != other)
        new = next(changed, len(keys) - 1)
        while new > 1 and keys[new] in seen[new]:
            new -= 1
        for inner in seen[new + 1 :]:
            inner.clear()
        for level in range(new, len(keys)):
            seen[level].add(keys[level])
        last = keys
        if new <= wanted:
            yield row


def levels_of(source: Source) -> dict[str, list[str]]:
    """Return the columns that are read from the elements of each level, by path of these."""
    levels: dict[str, list[str]] = {}
    for part in parts_of(source.root):
        levels[part] = []
    for name, column in source.columns.items():
        if isinstance(column, Parent):
            levels[column.root].append(name)
        elif isinstance(column, Path) and column.computed is None:
            element = element_of(column.path, source.root)
            if element != source.root or name == "ctgov_group_code":
                levels[element].append(name)
    return levels


def parts_of(root: str) -> Iterator[str]:
    """Give the paths of the elements on the way to a root, the study first."""
    yield ""
    parts = root.split("[].")
    for end in range(1, len(parts)):
        yield "[].".join(parts[:end]) + "[]"
    yield root


def held(path: str, tables: Mapping[str, Rows]) -> list[Any]:
    """Return the values at a path, in order, out of the rows of a study."""
    if path in INVERSE:
        return INVERSE[path](tables)
    best = holders(path)[0]
    rows = tables[best.table.name]
    if best.element:
        rows = rows_of(best.source, rows)
    if not best.is_own:
        rows = [*starts(best, rows)]
    values = [row[best.name] for row in rows]
    as_text = best.kind == "string"
    return [value if as_text else plain(value) for value in values if value is not None]


def expected(path: str, found: Iterable[Leaf]) -> list[Any]:
    """Return the values at a path that tables hold: in elements with rows, if they are exact."""
    if path in INVERSE:
        return [leaf.value for leaf in found]
    best = holders(path)[0]
    roots = {source.root for source in best.table.sources if not best.element} | {best.source.root}
    inside = [root[len(best.element) :].lstrip(".") for root in roots]
    values = [
        leaf.value
        for leaf in found
        if best.is_own or any(has(leaf.elements[best.element], rest) for rest in inside)
    ]
    if best.kind == "string":
        return [value if isinstance(value, str) else str(value).lower() for value in values]
    numbers = [plain(value) for value in values]
    if best.kind == "int64":
        return [number for number in numbers if number is not None and number % 1 == 0]
    return [number for number in numbers if number is not None]


def plain(value: Any) -> Any:
    """Return a value as tables and records can be compared: a number by its digits, a date by name.

    A text that is no number is `None`, and so is one with commas.
    """
    if isinstance(value, bool):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        text = str(value)
        return text if text[:4].isdigit() and text[4:5] == "-" else None


# ---- Values that are computed, the other way round


def codes(table: str, columns: Mapping[str, str]) -> Callable[[Mapping[str, Rows]], list[Any]]:
    """Make a function that turns truth values into codes again."""
    return lambda tables: [
        code for row in tables[table] for name, code in columns.items() if row[name]
    ]


def phases(tables: Mapping[str, Rows]) -> list[Any]:
    """Divide what was joined."""
    (study,) = tables["studies"]
    return (study["phase"] or "").split("/") if study["phase"] else []


def arm_group_labels(tables: Mapping[str, Rows]) -> list[Any]:
    """Follow the keys of arms."""
    titles = {row["id"]: row["title"] for row in tables["design_groups"]}
    return [titles[row["design_group_id"]] for row in tables["design_group_interventions"]]


def site_contacts(name: str) -> Callable[[Mapping[str, Rows]], list[Any]]:
    """Make a function that puts contacts and investigators of sites together, site by site."""

    def values(tables: Mapping[str, Rows]) -> list[Any]:
        rows = [*tables["facility_contacts"], *tables["facility_investigators"]]
        rows.sort(key=lambda row: row["facility_id"])
        return [row[name] for row in rows if row.get(name) is not None]

    return values


_DESIGN: Final = "protocolSection.designModule"
INVERSE: Final[Mapping[str, Callable[[Mapping[str, Rows]], list[Any]]]] = {
    "protocolSection.identificationModule.nctId": lambda tables: [
        row["nct_id"] for row in tables["studies"]
    ],
    f"{_DESIGN}.phases[]": phases,
    f"{_DESIGN}.designInfo.maskingInfo.whoMasked[]": codes(
        "designs",
        {
            "subject_masked": "PARTICIPANT",
            "caregiver_masked": "CARE_PROVIDER",
            "investigator_masked": "INVESTIGATOR",
            "outcomes_assessor_masked": "OUTCOMES_ASSESSOR",
        },
    ),
    "protocolSection.eligibilityModule.stdAges[]": codes(
        "eligibilities", {code.lower(): code for code in ("CHILD", "ADULT", "OLDER_ADULT")}
    ),
    "protocolSection.armsInterventionsModule.interventions[].armGroupLabels[]": arm_group_labels,
    f"{SITE_CONTACT}.name": site_contacts("name"),
    "documentSection.largeDocumentModule.largeDocs[].filename": lambda tables: [
        row["url"].rpartition("/")[2] for row in tables["provided_documents"]
    ],
}
"""What gives the values of paths that no single column holds as they are."""


def by_study(tables: Mapping[str, Any]) -> dict[str, dict[str, Rows]]:
    """Divide tables into the rows of each study."""
    studies: dict[str, dict[str, Any]] = defaultdict(lambda: {name: [] for name in tables})
    for name, table in tables.items():
        for row in table.to_pylist():
            studies[row["nct_id"]][name].append(row)
    return dict(studies)


def is_partly_held(leaf: Leaf) -> bool:
    """Tell whether a value of a contact of a site is in the other table only."""
    if not leaf.path.startswith(f"{SITE_CONTACT}.") or leaf.path.endswith(".name"):
        return False
    of_investigator = leaf.elements[SITE_CONTACT].get("role") in INVESTIGATORS
    return of_investigator != leaf.path.endswith(".role")
