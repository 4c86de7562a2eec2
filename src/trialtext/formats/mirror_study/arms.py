"""Study Groups: arms, and the interventions that they have."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from trialtext.formats.mirror_study.arm_text import (
    ArmText,
    Delimiter,
    InterventionList,
    Mark,
    Split,
    split_arm_texts,
)
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.interventions import TYPE
from trialtext.model.enums import ArmGroupType, InterventionType
from trialtext.model.protocol import ArmGroup, ArmsInterventionsModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes, intervention_name

_NO_LABEL: Final = "no label stands before this"
_EDGE: Final = Delimiter(Mark.BOUND)
_DELIMITERS: Final = {"GROUP_TYPE": Delimiter(Mark.TYPE), "NO_INTERVENTIONS": Delimiter(Mark.NONE)}


class _Item(NamedTuple):
    """A delimiter of the section, its tokens, and the text before it."""

    delimiter: Delimiter
    tokens: Sequence[Token]
    text: Token | None


_Pair: TypeAlias = tuple[tuple[_Item, _Item], Split]
"""Two consecutive items, and how the text between them is split."""


def study_groups(section: Tree, builder: Builder) -> None:
    """Read arms: label, description, type, then their interventions."""
    listed = [((i.name, i.kind), i.description) for i in builder.evidence.interventions]
    known = InterventionList(listed, complete=is_complete(builder))
    items = _items(section, known, builder)
    texts = [
        ArmText(a.delimiter, b.text.text if b.text else "", b.delimiter) for a, b in pairwise(items)
    ]
    pairs = zip(pairwise(items), split_arm_texts(texts, known), strict=True)
    arms = _ArmsDraft(builder)
    for (before, item), split in pairs if known.complete else _certain(pairs, builder):
        arms.take_text(before.delimiter, item.text, split)
        arms.take_delimiter(item)
    arms.finish()
    builder.put(ArmsInterventionsModule, arm_groups=arms.drafts)
    _label_interventions(arms, builder)


def is_complete(builder: Builder) -> bool:
    """Tell whether the text goes on after both sections, so that nothing was cut off from them."""
    return not any(map(builder.document.ends_in, ("study_groups", "interventions")))


def _items(section: Tree, known: InterventionList, builder: Builder) -> list[_Item]:
    """Divide the section at its delimiters."""
    items: list[_Item] = [_Item(_EDGE, (), None)]
    text: Token | None = None
    for child in section.children:
        parts = [child] if isinstance(child, Token) else child.tokens()
        first = parts[0]
        if first.type == "TEXT":
            if text:
                message = "text on both sides of a type without a name"
                builder.mark_unparsed("ambiguous-arms", text, message)
            text = first
        elif first.type == "INTERVENTION_TYPE":
            builder.mark_unparsed("unknown-line", first, "no name stands before this type")
        elif first.type == "INTERVENTION_NAME" and known.only_describes(first.text):
            # The last line of a description: the name after it was lost.
            text = builder.document.block(text or first, first)
            builder.mark_unparsed("missing-value", parts[1], "no name stands before this type")
        else:
            items.append(_Item(_delimiter(parts), parts, text))
            text = None
    return [*items, _Item(_EDGE, (), _last_text(text, known, builder))]


def _delimiter(parts: Sequence[Token]) -> Delimiter:
    if parts[0].type == "INTERVENTION_NAME":
        return Delimiter(Mark.INTERVENTION, parts[0].text, parts[1].after(TYPE).text)
    return _DELIMITERS[parts[0].type]


def _last_text(text: Token | None, known: InterventionList, builder: Builder) -> Token | None:
    """Return the last text; where the page was cut off, without its last line.

    That line may be the beginning of something else.
    """
    if text is None or known.complete:
        return text
    end = text.text.rfind("\n")
    if end < 0:
        return text
    builder.mark_unparsed("ambiguous-arms", text.part(end), "the page ends here")
    return text.part(0, end)


def _certain(pairs: Iterable[_Pair], builder: Builder) -> Iterator[_Pair]:
    """Yield what is certain without the complete list; mark the rest as unparsed."""
    remaining = list(pairs)
    for at, pair in enumerate(remaining):
        (_, item), split = pair
        if item.text and not split.certain:
            rest = [later for (_, later), _ in remaining[at:]]
            ends = [token.end for later in rest for token in later.tokens]
            ends += [later.text.end for later in rest if later.text]
            token = builder.document.token(item.text.start, max(ends))
            message = "the page ends before the list that settles this"
            builder.mark_unparsed("truncated", token, message)
            return
        yield pair


class _ArmsDraft:
    """The arms read so far, with their interventions."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.drafts: list[Draft] = []
        self.assigned: list[tuple[Draft, Delimiter, int | None]] = []
        """Arms with an intervention each, and the number of the listed description if known."""
        self._complete = True
        self._names: dict[int, dict[str, list[tuple[int, int]]]] = {}
        """The places of the interventions of each arm, by the identity of its draft."""

    def take_text(self, before: Delimiter, text: Token | None, split: Split) -> None:
        """Read the text between delimiters: a description, an arm's label and description."""
        if before.mark is Mark.INTERVENTION:
            arm, delimiter, _ = self.assigned[-1]
            self.assigned[-1] = (arm, delimiter, split.matched)
        if text is None:
            return
        builder, certain = self.builder, split.certain
        description, rest = text.part(0, split.end), text.part(split.end)
        if description.text and split.matched is None:
            message = "a description other than the listed one"
            builder.mark_unparsed("ambiguous-arms", description, message)
            certain = True  # that is reported already
        elif description.text:
            repeats = builder.evidence.repeats
            repeats.setdefault((before.name, before.kind), []).append(description.span)
        if not certain:
            message = "where an arm begins here is not certain"
            builder.report("ambiguous-arms", text.span, message)
        if rest.text and before.mark is Mark.TYPE:
            message = "text between a group's type and its interventions"
            builder.mark_unparsed("unknown-line", rest, message)
        elif rest.text:
            self._begin(rest, before)

    def _begin(self, text: Token, before: Delimiter) -> None:
        self._end()
        label, description = map(self.builder.verbatim, text.split_first_line())
        if label and before.mark is Mark.INTERVENTION:
            # Where the label begins is where the listed description ends.
            label = label.inferred("Interventions")
        self.drafts.append(Draft(ArmGroup, label=label, description=description))

    def _end(self) -> None:
        """Report if the arm begun last has neither interventions nor the sentence."""
        label = self.drafts[-1].value("label") if self.drafts else None
        if label and not self._complete:
            message = "neither interventions nor the sentence that there are none"
            self.builder.report("missing-value", label.spans[0], message)
        self._complete = False

    def finish(self) -> None:
        """End the last arm, and give every arm the names of its interventions."""
        if not self.builder.document.ends_in("study_groups"):  # else the rest was cut off
            self._end()
        for arm in self.drafts:
            names = self._names.get(id(arm), {}).items()
            values = [Value(name, tuple(spans), Derivation.NORMALIZED) for name, spans in names]
            arm.set("intervention_names", values)

    def take_delimiter(self, item: _Item) -> None:
        """Read the type or an intervention of the arm begun last."""
        mark = item.delimiter.mark
        self._complete = self._complete or mark in (Mark.INTERVENTION, Mark.NONE)
        if mark is Mark.TYPE:
            self._take_type(item)
        elif mark is Mark.INTERVENTION:
            self._take_intervention(item)

    def _take_type(self, item: _Item) -> None:
        (label,) = item.tokens
        kind = self.builder.code(label.after("Group Type"), codes(ArmGroupType))
        if self.drafts and "type" in self.drafts[-1].fields:
            self.builder.report("ambiguous-arms", label.span, _NO_LABEL)
            self.drafts.append(Draft(ArmGroup))
        self._arm(item).set("type", kind)

    def _take_intervention(self, item: _Item) -> None:
        builder, (name, label) = self.builder, item.tokens
        kind, arm = label.after(TYPE), self._arm(item)
        self.assigned.append((arm, item.delimiter, None))
        if kind.text not in codes(InterventionType):
            block = builder.document.block(name, label)
            builder.mark_unparsed("unknown-code", block, f"{kind.text!r} is no type")
            return
        builder.evidence.assigned.setdefault((name.text, kind.text), name.span)
        names = self._names.setdefault(id(arm), {})
        spans = names.setdefault(intervention_name(kind.text, name.text), [])
        spans += (name.span, kind.span)

    def _arm(self, item: _Item) -> Draft:
        """Return the arm begun last; without one, report it, and begin one without a label."""
        if not self.drafts:
            self.builder.report("ambiguous-arms", item.tokens[0].span, _NO_LABEL)
            self.drafts.append(Draft(ArmGroup))
        return self.drafts[-1]


def _label_interventions(arms: _ArmsDraft, builder: Builder) -> None:
    """Give each intervention the labels of the arms that name it."""
    having: dict[tuple[str, str], list[tuple[Draft, int | None]]] = {}
    for arm, delimiter, matched in arms.assigned:
        having.setdefault((delimiter.name, delimiter.kind), []).append((arm, matched))
    seen: dict[tuple[str, str], int] = {}
    # In a list that was cut off, another one of the same name may be missing.
    unmatched = None if is_complete(builder) else -1
    for name, kind, _, draft in builder.evidence.interventions:
        position = seen[name, kind] = seen.get((name, kind), -1) + 1
        description = draft.value("description")
        if description and (repeats := builder.evidence.repeats.get((name, kind))):
            draft.set("description", description.moved((*description.spans, *repeats)))
        # By their places, as an arm may have the intervention twice.
        labels = {
            label.spans: label.inferred("Study Groups")
            for arm, matched in having.get((name, kind), ())
            if matched in (unmatched, position) and (label := arm.value("label"))
        }
        draft.set("arm_group_labels", list(labels.values()))
