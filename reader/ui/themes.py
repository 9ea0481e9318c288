"""The colours: ink on a dark ground, paper in warm light, both in high contrast, and Textual's own after them."""

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

CONTRAST_DARK = Theme(
    name="contrast-dark",
    primary="#7ec8ff",
    secondary="#d8d8d8",
    accent="#ffd84a",
    foreground="#ffffff",
    background="#000000",
    surface="#141414",
    panel="#262626",
    warning="#ffd84a",
    error="#ff9d8a",
    success="#7ee08a",
    dark=True,
    variables={
        "quiet": "#cfcfcf",
        "faint": "#8c8c8c",
        "match": "#0a4a8f",
        "match-current": "#ffd84a",
        "selection": "#4d4d4d",
        "light-1": "#00521f",
        "light-2": "#123c6b",
        "light-3": "#5a2480",
        "light-4": "#7a1f1f",
        "code-keyword": "#e9b3ff",
        "code-string": "#a5e88c",
        "code-number": "#ffc18a",
        "code-name": "#9fd4ff",
        "code-comment": "#c0c0c0",
    },
)

CONTRAST_LIGHT = Theme(
    name="contrast-light",
    primary="#003a8c",
    secondary="#2e2e2e",
    accent="#7a1f00",
    foreground="#000000",
    background="#ffffff",
    surface="#f1f1f1",
    panel="#e2e2e2",
    warning="#6b3a00",
    error="#8f0f00",
    success="#0b4d14",
    dark=False,
    variables={
        "quiet": "#3d3d3d",
        "faint": "#7a7a7a",
        "match": "#ffe14d",
        "match-current": "#7a1f00",
        "selection": "#c2c2c2",
        "light-1": "#a9f0a0",
        "light-2": "#a8d8ff",
        "light-3": "#e6c4ff",
        "light-4": "#ffc4b8",
        "code-keyword": "#5a0a7a",
        "code-string": "#1f4a00",
        "code-number": "#6b2f00",
        "code-name": "#003a8c",
        "code-comment": "#454545",
    },
)

OWN = (INK, PAPER, CONTRAST_DARK, CONTRAST_LIGHT)

BY_NAME = {theme.name: theme for theme in OWN} | BUILTIN_THEMES
"""Every theme that can be chosen."""

STEPS = (
    "ink",
    "paper",
    "contrast-dark",
    "contrast-light",
    "textual-dark",
    "textual-light",
    "nord",
    "gruvbox",
    "solarized-light",
    "catppuccin-mocha",
)
"""The themes that `T` steps through; the palette offers all of them."""
