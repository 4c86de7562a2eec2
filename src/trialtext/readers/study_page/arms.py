"""Groups of participants and what is done with them: Study Groups and Interventions."""

from lark import Token

from trialtext.model.enums import ArmGroupType, InterventionType
from trialtext.model.protocol import ArmGroup, ArmsInterventionsModule, Intervention
from trialtext.readers.reading import Body, Listed, Piece, Reading, rules, tokens
from trialtext.resolve.arms import Mark, Marker, cut
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes, intervention_name


def interventions(body: Body, page: Reading) -> None:
    """Per intervention: name, description, type."""
    for rule in rules(body):
        name, *rest = tokens(rule)
        kinds = [token for token in rest if token.type == "INTERVENTION_TYPE"]
        if not kinds:
            page.leave("unknown-line", page.block(name, (rest or [name])[-1]), "no type follows")
            continue
        page.leave_lines(kinds[1:])
        described = [page.copied(page.token(t)) for t in rest if t.type == "DESCRIPTION"]
        kind = page.after(kinds[0], " ")
        draft = Draft(
            Intervention,
            type=page.coded(kind, codes(InterventionType)),
            name=page.copied(page.token(name)),
            description=described[0] if described else None,
        )
        text = str(described[0].value) if described and described[0] else ""
        page.interventions.append(Listed(page.token(name).text, kind.text, text, draft))
    page.put(ArmsInterventionsModule, interventions=[listed.draft for listed in page.interventions])
    page.leave_lines(tokens(body, "INTERVENTION_TYPE"))


def study_groups(body: Body, page: Reading) -> None:
    """Per arm: label, description, type, then its interventions."""
    groups = _Groups(page)
    for child in body.children:
        if isinstance(child, Token):
            groups.take(child)
        else:
            groups.take_intervention(*tokens(child))
    groups.close()
    page.put(ArmsInterventionsModule, arm_groups=groups.arms)
    _tell_interventions_their_arms(groups, page)


class _Groups:
    """The arms read so far, and the text that is not yet anyone's."""

    def __init__(self, page: Reading) -> None:
        self.page = page
        self.arms: list[Draft] = []
        self.assigned: list[tuple[Draft, Marker, int | None]] = []
        self.text: Piece | None = None
        self.before = Marker(Mark.BOUND)
        self.known: dict[tuple[str, str], list[str]] = {}
        for listed in page.interventions:
            self.known.setdefault((listed.name, listed.kind), []).append(listed.description)

    def take(self, token: Token) -> None:
        piece = self.page.token(token)
        match token.type:
            case "TEXT":
                self.text = piece
            case "GROUP_TYPE":
                self._settle(Marker(Mark.TYPE))
                kind = self.page.coded(self.page.after(token, " "), codes(ArmGroupType))
                self._arm(piece).set("type", kind)
            case "NO_INTERVENTIONS":
                self._settle(Marker(Mark.NONE))
            case _:
                self.page.leave("unknown-line", piece, "no name stands before this type")

    def take_intervention(self, name: Token, kind: Token) -> None:
        page = self.page
        named, typed = page.token(name), page.after(kind, " ")
        marker = Marker(Mark.INTERVENTION, named.text, typed.text)
        self._settle(marker)
        names = self._arm(named).fields.setdefault("intervention_names", [])
        value = intervention_name(typed.text, named.text)
        names.append(Leaf(value, (named.span, typed.span), How.NORMALISED))  # type: ignore[union-attr,arg-type]
        self.assigned.append((self.arms[-1], marker, None))

    def close(self) -> None:
        self._settle(Marker(Mark.BOUND))

    def _settle(self, after: Marker) -> None:
        """Divide the text that stands between two markers."""
        page, text, before = self.page, self.text, self.before
        self.text, self.before = None, after
        found = cut(text.text if text else "", before, after, self.known)
        if before.mark is Mark.INTERVENTION:
            arm, marker, _ = self.assigned[-1]
            self.assigned[-1] = (arm, marker, found.matched)
        if text is None:
            return
        description, arm_text = (
            page.piece(text.start + start, text.start + end)
            for start, end in (found.description, found.arm)
        )
        if description.text:
            page.repeats.setdefault((before.name, before.kind), []).append(description.span)
        if not found.certain:
            page.report("ambiguous-arms", text.span, "where an arm begins here is not certain")
        if arm_text.text and before.mark is Mark.TYPE:
            page.leave(
                "unknown-line", arm_text, "text between a group's type and its interventions"
            )
        elif arm_text.text:
            self._open(arm_text)

    def _open(self, text: Piece) -> None:
        label = self.page.piece(text.start, text.start + len(text.text.partition("\n")[0]))
        description = self.page.copied(self.page.piece(label.end, text.end))
        self.arms.append(Draft(ArmGroup, label=self.page.copied(label), description=description))

    def _arm(self, place: Piece) -> Draft:
        """Return the arm that is open; without one, say so, and open one without a label."""
        if not self.arms:
            self.page.report("ambiguous-arms", place.span, "no label stands before this")
            self.arms.append(Draft(ArmGroup))
        return self.arms[-1]


def _tell_interventions_their_arms(groups: _Groups, page: Reading) -> None:
    """Give each intervention the labels of the arms that name it."""
    for listed in page.interventions:
        key = (listed.name, listed.kind)
        spans = tuple(page.repeats.get(key, ()))
        described = listed.draft.leaf("description")
        if described and spans:
            listed.draft.set("description", described._replace(spans=described.spans + spans))
        position = groups.known[key].index(listed.description)
        labels: list[Leaf] = []
        for arm, marker, matched in groups.assigned:
            label = arm.leaf("label")
            if (marker.name, marker.kind) == key and matched in (None, position) and label:
                leaf = label._replace(how=How.RESOLVED, evidence="Study Groups")
                labels += [leaf] if leaf not in labels else []
        listed.draft.set("arm_group_labels", labels)
