"""Groups of participants and what is done with them: Study Groups and Interventions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialtext.model.enums import ArmGroupType, InterventionType
from trialtext.model.protocol import ArmGroup, ArmsInterventionsModule, Intervention
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Listed, Reading, rules, tokens
from trialtext.resolve.arms import (
    Cut,
    Listing,
    Mark,
    Marker,
    Stretch,
    divide,
)
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes, intervention_name


def interventions(body: Body, page: Reading) -> None:
    """Per intervention: name, description, type."""
    named = _named_in_groups(page)
    for rule in rules(body):
        kinds = [token for token in tokens(rule) if token.type == "INTERVENTION_TYPE"]
        words = [token for token in tokens(rule) if token.type != "INTERVENTION_TYPE"]
        text = page.block(words[0], words[-1])
        if not kinds:
            page.leave("unknown-line", text, "no type follows")
            continue
        page.leave_lines(kinds[1:])
        kind = page.after_label(kinds[0])
        *untyped, last = _blocks(text, kind, named, page)
        for block in untyped:
            _list(block, None, named, page)
        _list(last, kind, named, page)
    _restore_names(named, page)
    page.put(ArmsInterventionsModule, interventions=[listed.draft for listed in page.interventions])
    page.leave_lines(tokens(body, "INTERVENTION_TYPE"))


Named = Mapping[tuple[str, str], Piece]
"""Interventions that the arms have, by name and type."""


def _named_in_groups(page: Reading) -> Named:
    groups = page.sections.get("study_groups")
    pairs = [tokens(rule) for rule in rules(groups)] if groups else []
    return {(n.text, page.after_label(k).text): n for n, k in pairs}


def _blocks(text: Piece, kind: Piece, named: Named, page: Reading) -> list[Piece]:
    """Divide what stands before a type, if the type of an intervention before it was lost.

    The arms tell: they know the first line, but not by this type, and a later line by this type.
    """
    first, *others = text.text.split("\n")
    if (first, kind.text) not in named and any(name == first for name, _ in named):
        at = text.start + len(first) + 1
        for line in others:
            if (line, kind.text) in named:
                return [page.piece(text.start, at), page.piece(at, text.end)]
            at += len(line) + 1
    return [text]


def _list(block: Piece, kind: Piece | None, named: Named, page: Reading) -> None:
    """Take one intervention of the list. A type that was lost is that of the only one so named."""
    name = page.piece(block.start, block.start + len(block.text.partition("\n")[0]))
    description = page.piece(name.end, block.end)
    draft = Draft(Intervention, name=page.copied(name), description=page.copied(description))
    if kind:
        draft.set("type", page.coded(kind, codes(InterventionType)))
        typed = kind.text
    else:
        (typed, place), *_ = [(k, piece) for (n, k), piece in named.items() if n == name.text]
        page.report("missing-value", name.span, "the type was lost; the arms tell it")
        if member := codes(InterventionType).get(typed):
            draft.set("type", Leaf(member, (place.span,), How.RESOLVED, "Study Groups"))
    page.interventions.append(Listed(name.text, typed, description.text, draft))


def _restore_names(named: Named, page: Reading) -> None:
    """Give back its name to an intervention that lost it, if just one of the arms' fits."""
    listed = {(i.name, i.kind) for i in page.interventions}
    unlisted = [key for key in named if key not in listed]
    unnamed = [i for i in page.interventions if (i.name, i.kind) not in named]
    if len(unlisted) != 1 or len(unnamed) != 1 or unnamed[0].kind != unlisted[0][1]:
        return
    if any(unlisted[0][0] in i.description.split("\n") for i in page.interventions):
        return  # it is the arms that lost a name
    at, key, place = page.interventions.index(unnamed[0]), unlisted[0], named[unlisted[0]]
    name, rest = unnamed[0].draft.leaf("name"), unnamed[0].draft.leaf("description")
    first = name.spans[0] if name else place.span
    text = page.piece(first[0], rest.spans[0][1] if rest else first[1])
    page.report("missing-value", first, f"the name was lost; the arms tell it: {key[0]!r}")
    draft = Draft(Intervention, name=Leaf(key[0], (place.span,), How.RESOLVED, "Study Groups"))
    draft.set("description", page.copied(text))
    draft.set("type", unnamed[0].draft.leaf("type"))
    page.interventions[at] = Listed(*key, text.text, draft)


def study_groups(body: Body, page: Reading) -> None:
    """Per arm: label, description, type, then its interventions."""
    listed = [((i.name, i.kind), i.description) for i in page.interventions]
    listing = Listing(listed, whole=goes_on(page))
    groups = _Groups(page)
    items = _items(body, listing, page)
    stretches = [
        Stretch(a.marker, b.text.text if b.text else "", b.marker) for a, b in pairwise(items)
    ]
    divided = zip(pairwise(items), divide(stretches, listing), strict=True)
    for (before, item), found in divided if listing.whole else _settled(divided, page):
        groups.take_text(before.marker, item.text, found)
        groups.take_marker(item)
    groups.end_arm()
    groups.name_interventions()
    page.put(ArmsInterventionsModule, arm_groups=groups.arms)
    _tell_interventions_their_arms(groups, page)


_Divided = tuple[tuple["_Item", "_Item"], Cut]


def _settled(divided: Iterable[_Divided], page: Reading) -> Iterator[_Divided]:
    """Take what is certain without the whole list, and leave the rest of a page cut off over."""
    every = list(divided)
    for at, pair in enumerate(every):
        (_, item), found = pair
        if item.text and not found.certain:
            parts = [part.span for (_, later), _ in every[at:] for part in later.tokens]
            texts = [later.text.span for (_, later), _ in every[at:] if later.text]
            left = page.piece(item.text.start, max(end for _, end in (*parts, *texts)))
            page.leave("ambiguous-arms", left, "the page ends before the list that settles this")
            return
        yield pair


def goes_on(page: Reading) -> bool:
    """Whether the page goes on after both sections: then nothing was cut off from them."""
    return not page.ends_in("study_groups") and not page.ends_in("interventions")


class _Item(NamedTuple):
    """A marker of the section, the tokens that it is made of, and the text before it."""

    marker: Marker
    tokens: Sequence[Piece]
    text: Piece | None


def _items(body: Body, listing: Listing, page: Reading) -> list[_Item]:
    items, text = [_Item(_EDGE, (), None)], None
    for child in body.children:
        parts = tokens(child) if not isinstance(child, Piece) else [child]
        if parts[0].type == "TEXT":
            if text:
                page.leave("ambiguous-arms", text, "text on both sides of a type without a name")
            text = parts[0]
            continue
        if parts[0].type == "INTERVENTION_TYPE":
            page.leave("unknown-line", parts[0], "no name stands before this type")
            continue
        if parts[0].type == "INTERVENTION_NAME":
            name, kind = parts[0].text, page.after_label(parts[1]).text
            if listing.has_line(name) and name not in listing.names:
                # The last line of a description: the name that stood here was lost.
                text = page.piece(text.start if text else parts[0].start, parts[0].end)
                page.leave("missing-value", parts[1], "no name stands before this type")
                continue
            marker = Marker(Mark.INTERVENTION, name, kind)
        else:
            marker = _MARKERS[parts[0].type]
        items.append(_Item(marker, parts, text))
        text = None
    if text and not listing.whole:
        # The last line, where the page was cut off, may be the beginning of something else.
        head = text.text.rpartition("\n")[0]
        if head:
            last = page.piece(text.start + len(head), text.end)
            page.leave("ambiguous-arms", last, "the page ends here")
            text = page.piece(text.start, text.start + len(head))
    return [*items, _Item(_EDGE, (), text)]


_NO_LABEL = "no label stands before this"
_EDGE = Marker(Mark.BOUND)
_MARKERS = {"GROUP_TYPE": Marker(Mark.TYPE), "NO_INTERVENTIONS": Marker(Mark.NONE)}


class _Groups:
    """The arms read so far, and which interventions they have."""

    def __init__(self, page: Reading) -> None:
        self.page = page
        self.arms: list[Draft] = []
        self.assigned: list[tuple[Draft, Marker, int | None]] = []
        self.complete = True
        self.named: dict[int, dict[str, list[tuple[int, int]]]] = {}
        """Where each intervention stands in each arm, by the identity of its draft."""

    def take_text(self, before: Marker, text: Piece | None, found: Cut) -> None:
        """Take what stands between two markers: a description, an arm's label and description."""
        page = self.page
        if before.mark is Mark.INTERVENTION:
            arm, marker, _ = self.assigned[-1]
            self.assigned[-1] = (arm, marker, found.matched)
        if text is None:
            return
        description = page.piece(text.start, text.start + found.end)
        begun = page.piece(text.start + found.end, text.end)
        doubtful = not found.certain
        if description.text and found.matched is None:
            page.leave("ambiguous-arms", description, "a description other than the listed one")
            doubtful = False  # that is said already
        elif description.text:
            page.repeats.setdefault((before.name, before.kind), []).append(description.span)
        if doubtful:
            page.report("ambiguous-arms", text.span, "where an arm begins here is not certain")
        if begun.text and before.mark is Mark.TYPE:
            page.leave("unknown-line", begun, "text between a group's type and its interventions")
        elif begun.text:
            self.end_arm()
            label = page.piece(begun.start, begun.start + len(begun.text.partition("\n")[0]))
            rest = page.copied(page.piece(label.end, begun.end))
            named = page.copied(label)
            if named and before.mark is Mark.INTERVENTION:
                # Where the label begins is where the listed description ends.
                named = named.resolved("Interventions")
            self.arms.append(Draft(ArmGroup, label=named, description=rest))

    def end_arm(self) -> None:
        """Look at whether the arm begun last was told to the end."""
        label = self.arms[-1].leaf("label") if self.arms else None
        if label and not self.complete:
            message = "neither interventions nor the sentence that there are none"
            self.page.report("missing-value", label.spans[0], message)
        self.complete = False

    def name_interventions(self) -> None:
        """Give every arm the names of its interventions."""
        for arm in self.arms:
            names = self.named.get(id(arm), {}).items()
            leaves = [Leaf(name, tuple(places), How.NORMALISED) for name, places in names]
            arm.set("intervention_names", leaves)

    def take_marker(self, item: _Item) -> None:
        """Take a type, or an intervention, for the arm that was begun last."""
        page, marker = self.page, item.marker
        self.complete = self.complete or marker.mark in (Mark.INTERVENTION, Mark.NONE)
        if marker.mark is Mark.TYPE:
            kind = page.coded(page.after_label(item.tokens[0]), codes(ArmGroupType))
            if self.arms and "type" in self.arms[-1].fields:
                page.report("ambiguous-arms", item.tokens[0].span, _NO_LABEL)
                self.arms.append(Draft(ArmGroup))
            self._arm(item).set("type", kind)
        elif marker.mark is Mark.INTERVENTION:
            named, typed = item.tokens[0], page.after_label(item.tokens[1])
            arm = self._arm(item)
            self.assigned.append((arm, marker, None))
            if typed.text not in codes(InterventionType):
                page.leave("unknown-code", page.block(*item.tokens), f"{typed.text!r} is no type")
                return
            page.assigned.setdefault((named.text, typed.text), named.span)
            value = intervention_name(typed.text, named.text)
            places = self.named.setdefault(id(arm), {}).setdefault(value, [])
            places += (named.span, typed.span)

    def _arm(self, item: _Item) -> Draft:
        """The arm begun last; without one, say so, and begin one without a label."""
        if not self.arms:
            place = item.tokens[0]
            self.page.report("ambiguous-arms", place.span, _NO_LABEL)
            self.arms.append(Draft(ArmGroup))
        return self.arms[-1]


def _tell_interventions_their_arms(groups: _Groups, page: Reading) -> None:
    """Give each intervention the labels of the arms that name it."""
    having: dict[tuple[str, str], list[tuple[Draft, int | None]]] = {}
    for arm, marker, matched in groups.assigned:
        having.setdefault(marker[1:], []).append((arm, matched))
    listed: dict[tuple[str, str], int] = {}
    # Of a list that was cut off, another one of the same name may be missing.
    unmatched = None if goes_on(page) else -1
    for name, kind, _, draft in page.interventions:
        position = listed[name, kind] = listed.get((name, kind), -1) + 1
        described, spans = draft.leaf("description"), tuple(page.repeats.get((name, kind), ()))
        if described and spans:
            draft.set("description", described.moved(described.spans + spans))
        # Keyed by place: an arm may have the intervention twice.
        labels = {
            label.spans: label.resolved("Study Groups")
            for arm, matched in having.get((name, kind), ())
            if matched in (unmatched, position) and (label := arm.leaf("label"))
        }
        draft.set("arm_group_labels", list(labels.values()))
