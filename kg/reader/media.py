"""The names of media, by their last word."""

import re

_MEDIUM = re.compile(r".*(?:报|报道|网|社|刊|杂志|新闻|财经|资讯|传媒|在线|电视台|电台|观察|滚动|快讯)")


def is_medium(name: str) -> bool:
    """Whether a name is that of a newspaper, agency, site or station.

    >>> is_medium("金融时报"), is_medium("理财")
    (True, False)
    """
    return _MEDIUM.fullmatch(name) is not None
