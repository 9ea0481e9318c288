"""The number of an item in an ordered list, as `type` asks for it."""

from __future__ import annotations


def ordinal(number: int, numbering: str) -> str:
    """A list number in decimal, letters or Roman figures (HTML, section 4.4.5)."""
    if numbering in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord(numbering) + digit) + letters
        return letters
    if numbering in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, figure in _ROMAN:
            count, number = divmod(number, value)
            roman += figure * count
        return roman if numbering == "I" else roman.lower()
    return str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
