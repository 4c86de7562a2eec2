"""What crawls do to pages, one kind of damage a function, the same for the same page every time."""

import html
import re
import textwrap
from collections.abc import Callable, Mapping

from tests.pages import STUDY


def every(step: int, pattern: str, replacement: str, text: str) -> str:
    """Replace every so-many-th match of a pattern."""
    seen = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return replacement if seen % step == 0 else match[0]

    return re.sub(pattern, replace, text)


def upper_case_headings(text: str) -> str:
    for section in STUDY.sections:
        below = section.blurb.beginning or section.labels[0].text
        heading = re.compile(rf"(?<=\n){section.heading}(?=\n+{below})")
        text = heading.sub(section.heading.upper(), text)
    return text


def typographic_labels(text: str) -> str:
    """Boilerplate with typographic dashes; what a page says keeps its own."""
    for section in STUDY.sections:
        labels = [label.text for label in section.labels]
        for own in (section.heading, section.blurb.beginning, *labels):
            dressed = own.replace("-", "\N{NON-BREAKING HYPHEN}").replace(
                "'", "\N{RIGHT SINGLE QUOTATION MARK}"
            )
            text = text.replace(f"\n{own}", f"\n{dressed}")
    return text


def wrapped(width: int) -> Callable[[str], str]:
    return lambda text: "\n".join(
        textwrap.fill(line, width, break_long_words=False) for line in text.split("\n")
    )


# In the order in which they befall a page: what its source writes, what an extractor makes of it,
# what becomes of the file.
DAMAGES: Mapping[str, Callable[[str], str]] = {
    "typographic labels": typographic_labels,
    "upper-case headings": upper_case_headings,
    "entities": lambda text: html.escape(text).replace("&#x27;", "&#39;"),
    "navigation": lambda text: f"Home\nTrials\nAbout us\n\n{text}",
    "footer": lambda text: f"{text}\n\nPrivacy Policy\nTerms of Use\n© 2031 Example Trials",
    "wrapped at 72": wrapped(72),
    "wrapped at 100": wrapped(100),
    "advertisements": lambda text: every(37, r"(?<=\S)(?=\n)", "\n\nAdvertisement", text),
    "no blank lines": lambda text: re.sub(r"\n\n+", "\n", text),
    "doubled blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "tabs": lambda text: every(7, " ", "\t", text),
    "no-break spaces": lambda text: every(5, " ", "\N{NO-BREAK SPACE}", text),
    "zero-width spaces": lambda text: every(40, r"(?<=\w)(?=\w)", "\N{ZERO WIDTH SPACE}", text),
    "leading spaces": lambda text: every(2, r"(?m)^(?=.)", "  ", text),
    "trailing spaces": lambda text: every(3, r"(?m)(?<=.)$", " \t", text),
    "last newline": lambda text: text + "\n",
    "line separators": lambda text: every(4, "\n", "\N{LINE SEPARATOR}", text),
    "left-to-right marks": lambda text: every(9, r"(?m)^(?=\S)", "\u200e", text),
    "bidi marks": lambda text: every(6, r"(?m)$", "\u202c", text),
    "doubled spaces": lambda text: every(4, r"(?<=\S) (?=\S)", "  ", text),
    "lines as a list": lambda text: re.sub(r"(?m)^(?=.)", "- ", text),
    "lines quoted": lambda text: re.sub(r"(?m)^", "> ", text),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "mixed newlines": lambda text: every(3, "(?<!\r)\n", "\r\n", text),
    "byte order mark": lambda text: f"\ufeff{text}",
}
