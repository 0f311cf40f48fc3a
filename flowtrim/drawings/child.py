"""The child process that paints: DOT texts in, pictures out, by the Graphviz inside pygraphviz.

It is run as a file, so that it starts without the rest of the package.
"""

from __future__ import annotations

import json
import sys

NO_GRAPHVIZ = 3


def main(format_: str) -> int:
    """Paint what comes in; the exit code is 3 where pygraphviz is missing."""
    try:
        import pygraphviz
    except ImportError:
        return NO_GRAPHVIZ
    for dot, options in json.loads(sys.stdin.buffer.read()):
        picture = pygraphviz.AGraph(string=dot).draw(format=format_, prog="nop2", args=" ".join(options))
        sys.stdout.buffer.write(len(picture).to_bytes(8, "big") + picture)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
