"""What crawls do to pages that may cost values, one kind a function: no value may be wrong unsaid.

Unlike the kinds of `tests.damage`, not all of these can be undone.
"""

import html
import itertools
import random
import re
from collections.abc import Callable, Mapping

from tests.damage import DAMAGES, every
from tests.pages import RESULTS, STUDY

Harm = Callable[[str], str | bytes]

SECTIONS = [section for section in (*STUDY.sections, *RESULTS.sections) if section.heading]
LABELS = sorted({label.text for s in SECTIONS for label in s.labels if label.value is None})
_HEADING = re.compile(
    r"^(?P<heading>{})\n+(?P<blurb>{})(?P<rest>[^\n]*)$".format(
        "|".join(re.escape(s.heading) for s in STUDY.sections),
        "|".join(re.escape(s.blurb.beginning) for s in STUDY.sections if s.blurb.beginning),
    ),
    re.MULTILINE,
)
_LABEL = re.compile(
    rf"^(?P<label>{'|'.join(map(re.escape, LABELS))})\n+(?P<value>[^\n]+)$", re.MULTILINE
)
_PLACE = re.compile(
    r"^(?P<facility>[^\n]+)\n+(?P<place>[^\n]+, [^\n]+)(?=\n+Site Status$)", re.MULTILINE
)
_BLURBS = re.compile("|".join(re.escape(str(s.blurb)) for s in STUDY.sections if s.blurb.beginning))
_TITLE = re.compile(r"\A(\S+(?: \S+)*?) (\S+(?: \S+)*)(?=\n+NCT ID:)")


def chance(text: str) -> random.Random:
    """Make the same choices for the same page every time."""
    return random.Random(len(text))  # noqa: S311


def headings(template: str) -> Harm:
    return lambda text: _HEADING.sub(lambda m: template.format(**m.groupdict()), text)


def labels(template: str) -> Harm:
    return lambda text: _LABEL.sub(lambda m: template.format(**m.groupdict()), text)


def broken_in_two(pattern: re.Pattern[str]) -> Harm:
    def break_line(match: re.Match[str]) -> str:
        words = match[0].split(" ")
        half = len(words) // 2
        return " ".join(words[:half]) + "\n" + " ".join(words[half:]) if half else match[0]

    return lambda text: pattern.sub(break_line, text)


def without_heading(name: str) -> Harm:
    """Lose the heading and the blurb of a section, not its body."""
    section = STUDY.section[name]
    heading, blurb = re.escape(section.heading), re.escape(section.blurb.beginning)

    def lose(text: str) -> str:
        return re.sub(rf"(?m)^{heading}\n+{blurb}[^\n]*\n*", "", text)

    return lose


def cut(share: float) -> Harm:
    return lambda text: text[: int(len(text) * share)]


def lines(step: int, change: Callable[[str], str | None]) -> Harm:
    """Change every so-many-th line that is not blank; None drops it."""

    def apply(text: str) -> str:
        done, seen = [], 0
        for line in text.split("\n"):
            seen += bool(line)
            changed = change(line) if line and seen % step == step // 2 else line
            done += [] if changed is None else [changed]
        return "\n".join(done)

    return apply


def misspelt(line: str) -> str:
    at = len(line) // 2
    return line[:at] + line[at + 1 :]


def swapped_lines(text: str) -> str:
    parts = text.split("\n\n")
    for at in range(5, len(parts) - 1, 17):
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return "\n\n".join(parts)


def mojibake(text: str) -> str:
    """Read UTF-8 as Windows-1252, as far as that can be."""
    return text.encode().decode("cp1252", "replace") if not text.isascii() else text


def shuffled_sections(text: str) -> str:
    starts = [0, *(m.start() for m in _HEADING.finditer(text)), len(text)]
    parts = [text[a:b].rstrip("\n") + "\n\n" for a, b in itertools.pairwise(starts)]
    head, rest = parts[:2], parts[2:]
    chance(text).shuffle(rest)
    return "".join([*head, *rest])


def doubled_section(text: str) -> str:
    starts = [m.start() for m in _HEADING.finditer(text)]
    if len(starts) < 4:
        return text
    block = text[starts[2] : starts[3]]
    return text[: starts[3]] + block + text[starts[3] :]


OTHER = """A Second Trial of Lemonade

NCT ID: NCT99900077

Last Updated: 2019-05-06

Study Results

Results pending

The study team has not published outcome measurements, participant flow, or safety data for this \
trial yet. Check back later for updates.

Basic Information

Get a concise snapshot of the trial, including recruitment status, study phase, enrollment \
targets, and key timeline milestones.

Recruitment Status

WITHDRAWN

Study Classification

INTERVENTIONAL

Brief Summary

Review the sponsor-provided synopsis that highlights what the study is about and why it is being \
conducted.

Whether lemonade is sour.

Keywords

Explore important study keywords that investigators have chosen to describe the trial and make it \
easier to find.

Lemonade
"""

_UNKNOWN = (
    "Outcome Measures\n\nTrack the endpoints that the study team will evaluate over time.\n\n"
    "Sourness at Noon\n\n"
)


def before_section(insert: str, heading: str) -> Harm:
    return lambda text: re.sub(rf"^(?={heading}\n)", insert, text, count=1, flags=re.MULTILINE)


HARMS: Mapping[str, Harm] = {
    **DAMAGES,
    # Broken and glued lines
    "title on two lines": broken_in_two(re.compile(r"\A[^\n]+")),
    "blurbs on two lines": broken_in_two(_BLURBS),
    "long lines broken once": broken_in_two(re.compile(r"(?m)^[^\n]{60,}$")),
    "short lines broken once": broken_in_two(re.compile(r"(?m)^[^\n]{20,45}$")),
    "labels with colon and value": labels("{label}: {value}"),
    "labels with space and value": labels("{label} {value}"),
    "labels with tab and value": labels("{label}\t{value}"),
    "labels with colon": labels("{label}:\n\n{value}"),
    "labels bold": labels("**{label}**\n\n{value}"),
    "labels bold, value on the line": labels("**{label}:** {value}"),
    "labels glued to values": labels("{label}{value}"),
    "labels in capitals": lambda text: _LABEL.sub(lambda m: f"{m[1].upper()}\n\n{m[2]}", text),
    "labels lost": labels("{value}"),
    "values lost": labels("{label}"),
    "values lost, every third": lambda text: every(3, _LABEL.pattern, r"\g<label>", text),
    "headings with hashes": headings("## {heading}\n\n{blurb}{rest}"),
    "headings bold": headings("**{heading}**\n\n{blurb}{rest}"),
    "headings numbered": headings("1. {heading}\n\n{blurb}{rest}"),
    "headings with colon": headings("{heading}:\n\n{blurb}{rest}"),
    "headings glued to blurbs": headings("{heading}{blurb}{rest}"),
    "headings and blurbs on one line": headings("{heading} {blurb}{rest}"),
    "headings without blurbs": headings("{heading}"),
    "blurbs without headings": headings("{blurb}{rest}"),
    "headings and blurbs lost": headings(""),
    "facility and place on one line": lambda text: _PLACE.sub(r"\g<facility>, \g<place>", text),
    "phone and address on one line": lambda text: re.sub(r"\n+(?=Email:)", " ", text),
    "role and phone on one line": lambda text: re.sub(r"\n+(?=Phone:)", " ", text),
    "blocks joined": lambda text: every(9, r"(?<=\S)\n\n(?=\S)", " ", text),
    "blocks glued": lambda text: every(11, r"(?<=\S)\n\n(?=\S)", "", text),
    # Sections
    **{
        f"{name} without heading and blurb": without_heading(name)
        for name in (
            "basic_information",
            "brief_summary",
            "detailed_description",
            "conditions",
            "keywords",
            "study_design",
            "study_groups",
            "interventions",
            "eligibility_criteria",
            "sponsors",
            "locations",
            "central_contacts",
            "facility_contacts",
            "other_identifiers",
        )
    },
    "sections shuffled": shuffled_sections,
    "a section twice": doubled_section,
    "an unknown section": before_section(_UNKNOWN, "Study Design"),
    "an unknown section of criteria": before_section(_UNKNOWN, "Sponsors"),
    "another page below": lambda text: f"{text}\n\n{OTHER}",
    "another page above": lambda text: f"{OTHER}\n\n{text}",
    "a related trial above": lambda text: f"Lemons at Night\n\nNCT ID: NCT99900066\n\n{text}",
    # Lines
    "lines dropped": lines(23, lambda _: None),
    "lines dropped, other ones": lines(31, lambda _: None),
    "lines doubled": lines(19, lambda line: f"{line}\n\n{line}"),
    "lines misspelt": lines(13, misspelt),
    "lines indented": lines(2, lambda line: f"    {line}"),
    "blocks swapped": swapped_lines,
    # Characters
    "mojibake": mojibake,
    "escaped twice": lambda text: html.escape(html.escape(text)).replace("&amp;#x27;", "&amp;#39;"),
    "replacement characters": lambda text: re.sub(r"[^\x00-\x7f]", "\ufffd", text),
    "windows-1252": lambda text: text.encode("cp1252", "xmlcharrefreplace"),
    "hidden addresses with a space": lambda text: text.replace("\xa0protected", " protected"),
    "hidden addresses escaped": lambda text: text.replace("\xa0protected", "&#160;protected"),
    "hidden addresses in capitals": lambda text: text.replace("[email\xa0", "[Email\xa0"),
    **{f"cut at {part} %": cut(part / 100) for part in (10, 20, 30, 40, 50, 60, 70, 80, 90, 97)},
}
"""Every kind; those of `tests.damage` are among them."""
