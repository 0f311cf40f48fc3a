"""Colours and fonts: calm on a screen, legible on paper, the same in grey."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Colours(Struct, frozen=True):
    """Six-digit colours; every text on every ground keeps the contrast of WCAG 2.2 level AA."""

    ink: str = "#1f2933"
    soft: str = "#52606d"
    lane: str = "#ffffff"
    other_lane: str = "#f4f7fa"
    rule: str = "#c3ccd6"
    border: str = "#52667a"
    line: str = "#7b8794"
    handoff: str = "#102a43"
    ghost: str = "#f4f5f7"
    ghost_line: str = "#9aa5b1"
    undeclared: str = "#9a3412"
    undeclared_ground: str = "#fdeee6"
    connector: str = "#334e68"
    named_lane: Mapping[str, str] = field(
        default_factory=lambda: {
            "": "#e4eaf1",
            "customer": "#d5ecdf",
            "system": "#e3e3e8",
            "partner": "#efe6d3",
            "nobody": "#fbe3d6",
        }
    )


COLOURS = Colours()
_NIGHT_FILLS = {
    "#ffffff": "#1b232c", "#f4f7fa": "#222c37", "#f4f5f7": "#1f2831", "#fbe3d6": "#55311c", "#e4eaf1": "#2b3947",
    "#d5ecdf": "#1f4433", "#e3e3e8": "#3a3a46", "#efe6d3": "#4a3f28", "#fde6db": "#4a2413", "#fdf0cf": "#45360f",
    "#f5e6f3": "#402440", "#e3e8ee": "#2d3742", "#e0f0f9": "#153a50", "#dcf2ea": "#14402f", "#334e68": "#4a6a8a",
    "#52667a": "#8fa3b5", "#102a43": "#dbe7f2", "#7b8794": "#8c99a6", "#9aa5b1": "#66788a", "#9a3412": "#f08a5d",
    "#fdeee6": "#45240f",
}  # fmt: skip
_NIGHT_LINES = {
    "#ffffff": "#1b232c", "#c3ccd6": "#3a4856", "#52667a": "#8fa3b5", "#7b8794": "#8c99a6", "#102a43": "#dbe7f2",
    "#9aa5b1": "#66788a", "#334e68": "#4a6a8a", "#a5340b": "#f08a5d", "#8a5a00": "#e0a93b", "#7b3f78": "#d08acb",
    "#44546a": "#9fb0c6", "#0b6699": "#5fb4e5", "#00664c": "#4cc39a", "#9a3412": "#f08a5d",
}  # fmt: skip
_NIGHT_WORDS = {"#1f2933": "#e6ebf0", "#52606d": "#a9b4c0"}
"""Colours by day, and what they are on a dark screen; the fills of marks stay, since their signs are white."""
BOLD = " bold"
"""What follows a list of fonts for heavy letters."""

_FACES = ("Arial", "Helvetica", "Liberation Sans", "Noto Sans")
_EAST_ASIAN = {
    "zh": ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"),
    "ja": ("Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans"),
    "ko": ("Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo"),
}


def fonts(language: str | None) -> str:
    """Return the list of fonts that a picture names, those of its language first among the East Asian ones.

    >>> fonts("ja").split(",")[4:6]
    ['Noto Sans CJK JP', 'Yu Gothic']
    """
    own = (language or "").partition("-")[0].lower()
    chosen = _EAST_ASIAN.get(own, ())
    others = tuple(face for faces in _EAST_ASIAN.values() for face in faces[:1] if face not in chosen)
    return ",".join((*_FACES, *chosen, *others, "sans-serif"))


def night_style() -> str:
    """Return the style sheet that makes a picture dark where the screen is; on paper it stays light."""
    picture, figures = "[role=graphics-document]", ":is(polygon,path,ellipse,polyline)"
    rules = [f"{picture}{{fill:{_NIGHT_WORDS[COLOURS.ink]}}}"]
    rules += (f"{picture} text[fill='{day}']{{fill:{night}}}" for day, night in _NIGHT_WORDS.items())
    rules += (f"{picture} {figures}[fill='{day}']{{fill:{night}}}" for day, night in _NIGHT_FILLS.items())
    rules += (f"{picture} {figures}[stroke='{day}']{{stroke:{night}}}" for day, night in _NIGHT_LINES.items())
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}"
