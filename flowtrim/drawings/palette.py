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
    connector: str = "#334e68"
    nobody: str = "#fbe3d6"
    named_lane: Mapping[str, str] = field(
        default_factory=lambda: {"": "#e4eaf1", "customer": "#d5ecdf", "system": "#e3e3e8", "partner": "#efe6d3"}
    )


COLOURS = Colours()
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
