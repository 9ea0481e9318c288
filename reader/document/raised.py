"""Superscripts and subscripts in Unicode's own characters (Unicode blocks Latin-1, Superscripts and Subscripts)."""

from __future__ import annotations

_SUPERSCRIPT = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδε",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋ",
        strict=True,
    )
)
_SUBSCRIPT = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨ", strict=True))


def in_unicode(words: str, *, is_superscript: bool) -> str | None:
    """`words` written with raised (or lowered) characters; None unless Unicode has every one of them."""
    table = _SUPERSCRIPT if is_superscript else _SUBSCRIPT
    written = [table.get(character) for character in words]
    if not written or None in written:
        return None
    return "".join(filter(None, written))
