"""The review page: each article with every span in the colour of its kind, the facts beside it, and what to decide.

Articles with their facts, what was left unexplained, and the corrections so far come in; one HTML file goes out that
opens from disk and asks no network for anything. What a person decides there leaves the page as a corrections file.
`legend` says what things are called and which fields a form has, `payload` what the page knows; the page is `page/*`.
"""

from kg.reviewer.payload import Reviewed
from kg.reviewer.rendering import review

__all__ = ["Reviewed", "review"]
