"""From the model to page text: the inverse of reading, one module a kind of page."""

from trialtext.rendering.study_page import render
from trialtext.rendering.view import page_view

__all__ = ["page_view", "render"]
