"""The query page of a server: an editor for SPARQL, the named queries as examples, answers as table, chart or picture.

Takes named queries; gives one HTML page that asks the endpoint of the server it comes from, and nobody else.
"""

from kg.editor.rendering import edit

__all__ = ["edit"]
