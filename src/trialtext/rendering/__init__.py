"""From the model to page text: the inverse of reading, one module a kind of page.

What is of the results page is imported from its own modules: the classes of results cost time.
"""

from trialtext.rendering.study_page import render
from trialtext.rendering.view import page_view

__all__ = ["page_view", "render"]
