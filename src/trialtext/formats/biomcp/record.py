"""A section of the record: its lines put into the objects that the API's specification knows."""

from collections.abc import Sequence
from typing import Final

from trialtext.formats.biomcp.evidence import Builder
from trialtext.formats.biomcp.lists import LineList, intervention_names, settle, split_at_commas
from trialtext.formats.biomcp.outline import SECTION, Outline, Owner
from trialtext.formats.biomcp.scalars import read_scalar
from trialtext.formats.biomcp.schema import Key
from trialtext.formats.biomcp.wrapping import LONGEST, unwrap, width_of
from trialtext.model.protocol import IdentificationModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.builder import SECTIONS, Place
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import nct_id

_OF_LINES: Final = ("description", "criteria", "summary")
"""What the names of fields end with that may have line breaks in a short string."""
_LIST: Final = ("VALUE", "ITEM")
_STRING: Final = ("VALUE", "TEXT")
_SCALAR: Final = ("VALUE",)
"""What may stand after a key, by what its value is."""


def read_section(section: Tree, builder: Builder) -> None:
    """Read a section of the record."""
    SectionReader(section.data, builder).read(section)


def read_protocol(section: Tree, builder: Builder) -> None:
    """Read the protocol, and compare the number of the study with that in its address."""
    module = builder.module(IdentificationModule)
    of_address = module.value("nct_id")
    module.fields.pop("nct_id", None)
    read_section(section, builder)
    stated = module.value("nct_id")
    if stated and not nct_id(str(stated.value)):
        module.fields.pop("nct_id")
        token = builder.document.token(*stated.spans[0])
        builder.mark_unparsed("malformed-nct-id", token, f"{token.text!r:.60} is no NCT number")
        stated = None
    if of_address and stated and of_address.value != stated.value:
        message = f"{stated.value} in the record, {of_address.value} in its address"
        token = builder.document.token(*of_address.spans[0])
        builder.mark_unparsed("different-nct-id", token, message)
    elif of_address:
        spans = (*stated.spans, *of_address.spans) if stated else of_address.spans
        module.set("nct_id", of_address.moved(spans))


def _possible(key: Key) -> Sequence[str]:
    """List the terminals that may stand after a key; an object has a heading."""
    if key.is_object:
        return ()
    if key.is_list:
        return _LIST
    return _STRING if key.cls is str else _SCALAR


class SectionReader:
    """Reads a section line by line."""

    def __init__(self, name: str, builder: Builder) -> None:
        self._name = name
        self._builder = builder
        self._document = builder.document
        self._outline = Outline(Draft(SECTIONS[name]), lift=builder.evidence.is_found)
        self._width = width_of(builder.document.text)
        self._short: tuple[Owner, Token] | None = None
        """The short string that was read last, if nothing was read since: it may go on."""
        self._unknown: tuple[Token, Token] | None = None
        """The heading of an object that is not known, and the last line of what belongs to it."""
        self._lists: list[LineList] = []
        self._strings: set[str] = set()
        """What was read as strings, each by itself."""

    def read(self, section: Tree) -> None:
        """Read all lines of the section."""
        for child in section.children:
            if isinstance(child, Tree):
                self._read_entry(child)
            elif child.type == "HEADING":
                self._read_heading(child)
            else:
                self._read_unknown(child, "unknown-line", "fits nothing here")
        self._end_unknown()
        known = self._strings | intervention_names(self._builder) if self._lists else set()
        for each in self._lists:
            settle(each, known, self._builder)

    # ---- Objects

    def _read_heading(self, heading: Token) -> None:
        marks, _, name = heading.text.partition(" ")
        owner = self._outline.owner_of_object(name, len(marks))
        if owner and (owner.key.is_list or not owner.is_set):
            self._begin(owner)
            self._builder.mark_boilerplate(heading.span)
            self._outline.open(owner, self._draft(owner))
        else:
            self._short = None
            if not self._outline.open_unknown(len(marks)):
                self._end_unknown()
            self._extend_unknown(heading)

    def _draft(self, owner: Owner) -> Draft:
        """Draft an object inside another one."""
        field, parent = owner.key.field, owner.draft
        if self._outline.depth(owner) == SECTION:
            draft = self._builder.module_at(Place(self._name, field))
        else:
            draft = Draft(owner.key.cls)
        if owner.key.is_list:
            parent.append(field, draft)
        else:
            parent.set(field, draft)
        return draft

    def _begin(self, owner: Owner) -> None:
        """End what came before a line that belongs to an object."""
        self._short = None
        self._end_unknown()
        self._outline.close_inside(owner)

    # ---- What fits nothing

    def _read_unknown(self, line: Token, code: str, message: str) -> None:
        if self._unknown:
            self._extend_unknown(line)
        elif not self._goes_on(line):
            self._builder.mark_unparsed(code, line, f"{line.text!r:.60} {message}")

    def _extend_unknown(self, line: Token) -> None:
        first, _ = self._unknown or (line, line)
        self._unknown = (first, line)

    def _end_unknown(self) -> None:
        """Report an object that is not known, with all that belongs to it."""
        if self._unknown:
            heading, _ = self._unknown
            message = f"{heading.text!r:.60} is no key here"
            block = self._document.block(*self._unknown)
            self._builder.mark_unparsed("unknown-key", block, message)
            self._unknown = None

    def _goes_on(self, line: Token) -> bool:
        """Take a line as a further one of a short string, if it may be that, and report it."""
        if not self._short:
            return False
        owner, first = self._short
        token = self._document.block(first, line)
        has_lines = owner.key.field.endswith(_OF_LINES) and not line.text.startswith("#")
        is_whole = line.end < len(self._document.text)
        if has_lines and is_whole and len(token.text) <= LONGEST:
            owner.draft.set(owner.key.field, self._builder.verbatim(token))
            message = f"{line.text!r:.60} is taken for a further line of the string above"
            self._builder.report("continued-string", line.span, message)
            return True
        self._short = None
        return False

    # ---- Scalars and lists of scalars

    def _read_entry(self, entry: Tree) -> None:
        key, *values = entry.tokens()
        block = self._document.block(key, [key, *values][-1])
        if owner := self._outline.owner_of_entry(key.text.removesuffix(":")):
            self._begin(owner)
            self._builder.mark_boilerplate(key.span)
            self._read_values(owner, key, values)
            return
        # A blank line stands before no key, but perhaps within a string.
        if not self._document.text.startswith("\n\n", key.start - 2):
            self._short = None
        self._read_unknown(block, "unknown-key", "is no key here")

    def _read_values(self, owner: Owner, key: Token, values: Sequence[Token]) -> None:
        """Read what stands after a key, if it is what belongs there; an empty list has nothing."""
        if values and values[-1].end == len(self._document.text):
            message = "there is no last newline: this value may be cut off"
            self._builder.report("truncated", values[-1].span, message)
        if values and values[0].type not in _possible(owner.key):
            message = f"{key.text!r:.60} has a value of another kind"
            block = self._document.block(values[0], values[-1])
            self._builder.mark_unparsed("unreadable-value", block, message)
        elif owner.key.is_list:
            self._read_list(owner, values)
        elif values:
            self._read_value(owner, values[0])
        else:
            self._builder.report_missing(key)

    def _read_value(self, owner: Owner, token: Token) -> None:
        is_long, is_first = token.type == "TEXT", not owner.is_set
        value = self._long(token) if is_long else read_scalar(token, owner.key.cls, self._builder)
        self._builder.set_once(owner.draft, owner.key.field, value)
        if value and is_first and owner.key.cls is str:
            self._strings.add(str(value.value))
            self._short = None if is_long else (owner, token)

    def _long(self, token: Token) -> Value:
        """Make a value of a long string."""
        text, is_certain = unwrap(token.text, self._width)
        value = Value(text, (token.span,), Derivation.NORMALIZED)
        if is_certain:
            return value if text != token.text else Value(text, (token.span,))
        message = "between two lines, a blank, a line break or nothing"
        self._builder.report("uncertain-blank", token.span, message)
        return value.inferred("the width of the lines, and how words are written")

    def _read_list(self, owner: Owner, tokens: Sequence[Token]) -> None:
        is_line = [token.type for token in tokens] == ["VALUE"]
        items = split_at_commas(tokens[0]) if is_line else [token.part(1) for token in tokens]
        if is_line:  # a comma and a blank stand before each item but the first
            marks = [(item.start - 2, item.start) for item in items[1:]]
        else:
            marks = [(token.start, token.start + 1) for token in tokens]
        self._builder.mark_boilerplate(*marks)
        read = [read_scalar(item, owner.key.cls, self._builder) for item in items]
        values, is_first = [value for value in read if value], not owner.is_set
        self._builder.set_once(owner.draft, owner.key.field, values)
        if owner.key.cls is str and is_first:
            if is_line and len(items) > 1:
                self._lists.append(LineList(owner.draft, owner.key.field, tokens[0]))
            else:
                self._strings.update(str(value.value) for value in values)
