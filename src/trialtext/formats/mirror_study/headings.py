"""Headings of sections that are not known: what looks like one, and what is one even in text."""

from collections.abc import Sequence
from typing import Final

UNKNOWN_HEADING: Final = r"""(?x:
    # A short heading, mostly in capitals: most lines are no such words,
    (?= [A-Z][A-Za-z\ &]{2,59} \n )
    [A-Z][a-z]+ (?: \ (?: [A-Z][A-Za-z]+ | and | of | to | for | the | & ) ){0,5} \n+
    # and a sentence that begins like a blurb,
    (?: Access | Browse | Check | Compare | Consult | Discover | Dive\ into | Examine | Explore
      | Find | Get | Identify | Learn | Meet | Reach | Read | Review | See | Track | Understand
      | View )
    # about as long as one.
    \ [^\n]{25,230} \. (?= \n | \Z )
)"""
"""The regular expression of a line and a sentence like those with which sections begin."""

EXPECTED_HEADINGS: Final[Sequence[str]] = (
    "Expanded Access",
    "IPD Sharing",
    "IPD Sharing Statement",
    "Individual Participant Data",
    "Outcome Measures",
    "Oversight",
    "Publications",
    "Study Documents",
    "Study Officials",
    "Study Oversight",
    "Trial Documents",
)
"""What such a page may call the parts of a record that it was never seen to show."""
