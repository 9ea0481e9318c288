"""The colours: ink on a dark ground, paper in warm light, and Textual's own themes after them."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

INK = Theme(
    name="ink",
    primary="#8fb8de",
    secondary="#9aa5b1",
    accent="#e0b36a",
    foreground="#d5d2ca",
    background="#17191c",
    surface="#1f2226",
    panel="#2a2e34",
    warning="#e0b36a",
    error="#e07a6a",
    success="#9bbf7f",
    dark=True,
    variables={
        "quiet": "#8b9099",
        "faint": "#4a4f57",
        "match": "#655419",
        "match-current": "#e9b93f",
        "selection": "#474d57",
        "light-1": "#2b4a33",
        "light-2": "#22435f",
        "light-3": "#4d315e",
        "light-4": "#623430",
        "code-keyword": "#c49bd8",
        "code-string": "#a6c586",
        "code-number": "#dfa36f",
        "code-name": "#8fb8de",
        "code-comment": "#888e97",
    },
)

PAPER = Theme(
    name="paper",
    primary="#2f5d8a",
    secondary="#6a6559",
    accent="#8a4f0c",
    foreground="#2b2a27",
    background="#f7f2e7",
    surface="#efe8d9",
    panel="#e3dac6",
    warning="#8a4f0c",
    error="#a83a2a",
    success="#4d7031",
    dark=False,
    variables={
        "quiet": "#69645a",
        "faint": "#c3b9a3",
        "match": "#f0d98c",
        "match-current": "#a3540c",
        "selection": "#cdc6b6",
        "light-1": "#cfe6c2",
        "light-2": "#c5dff0",
        "light-3": "#e5d3f0",
        "light-4": "#f5cfc6",
        "code-keyword": "#7b3f98",
        "code-string": "#4a6b22",
        "code-number": "#8a4f0c",
        "code-name": "#2f5d8a",
        "code-comment": "#6e675a",
    },
)

OWN = (INK, PAPER)

BY_NAME = {theme.name: theme for theme in OWN} | BUILTIN_THEMES
"""Every theme that can be chosen."""

STEPS = ("ink", "paper", "textual-dark", "textual-light", "nord", "gruvbox", "solarized-light", "catppuccin-mocha")
"""The themes that `T` steps through; the palette offers all of them."""
