"""Names as they are typed: the pinyin of a name, syllable by syllable."""

from kg.terms import norm


def spell(name: str) -> str:
    """The syllables of a name with Han in it, in lower case and without tones; of any other name, nothing.

    Parts in Latin letters and digits stay as they are. Readings follow the words of the name: 重庆 is chong qing.

    >>> spell("重庆银行（A股）")
    'chong qing yin hang a gu'
    >>> spell("CPIC")
    ''
    """
    from pypinyin import lazy_pinyin

    if not any("\u3400" <= c <= "\u9fff" for c in name):
        return ""
    return " ".join(folded for part in lazy_pinyin(name) if (folded := norm(part)) and folded.isalnum())
