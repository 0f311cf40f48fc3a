"""Process, or before and after, to plain drawing data, and that to DOT, SVG, PNG and PDF.

The only room that knows pydot. It draws what it is handed: findings come as marks, figures as lines of text.
"""

from flowtrim.drawings.badges import LOOKS, MARKS, Mark
from flowtrim.drawings.border import explained
from flowtrim.drawings.dot import to_dot
from flowtrim.drawings.drawing import Arrow, Box, Drawing, Lane, Sign, Text
from flowtrim.drawings.engine import FORMATS, INSTALL, Format
from flowtrim.drawings.legibility import SMALLEST_LETTERS, letters_on_a_screen, refuse_too_large, remarks
from flowtrim.drawings.overlay import fates_of, titled
from flowtrim.drawings.palette import night_style
from flowtrim.drawings.render import Drawings, booklet, fitted, is_ours, render, render_all, unstyled
from flowtrim.drawings.scene import SCREEN
from flowtrim.drawings.swimlanes import WIDE, Form, draw
from flowtrim.errors import DrawingError

__all__ = [
    "FORMATS",
    "INSTALL",
    "LOOKS",
    "MARKS",
    "SCREEN",
    "SMALLEST_LETTERS",
    "WIDE",
    "Arrow",
    "Box",
    "Drawing",
    "DrawingError",
    "Drawings",
    "Form",
    "Format",
    "Lane",
    "Mark",
    "Sign",
    "Text",
    "booklet",
    "draw",
    "explained",
    "fates_of",
    "fitted",
    "is_ours",
    "letters_on_a_screen",
    "night_style",
    "refuse_too_large",
    "remarks",
    "render",
    "render_all",
    "titled",
    "to_dot",
    "unstyled",
]
