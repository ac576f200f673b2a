"""The same keys in the other keyboard layout: «ghbdtn» is «привет»."""

_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_SHIFTED = '{}:"<>`'
_OTHER_KEYS = str.maketrans(_CYRILLIC + _LATIN + _SHIFTED, _LATIN + _CYRILLIC + "хъжэбюе")


def in_other_layout(text: str) -> str:
    """What the keys of a text in lower case give in the other layout, Russian or English."""
    return text.translate(_OTHER_KEYS)
