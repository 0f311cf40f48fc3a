"""What must hold of every picture, told as lists of what breaks it: an empty list is what a test wants to see."""

from collections import Counter
from itertools import combinations

from flowtrim.drawings.lettering import leading
from flowtrim.model import END

NEAR = 0.01
CLEAR = 2.9


def overlapping_boxes(drawing):
    """Pairs of boxes that lie upon each other, their captions aside."""
    return [(a.id, b.id) for a, b in combinations(drawing.boxes, 2) if _meet(_frame(a), _frame(b))]


def boxes_outside_their_lane(drawing):
    """Boxes that reach beyond every lane of their role."""
    return [
        box.id
        for box in drawing.boxes
        if not any(
            lane.role == box.lane
            and lane.x + lane.name_width <= box.x - box.width / 2
            and box.x + box.width / 2 <= lane.x + lane.width
            and lane.y <= box.y - box.height / 2
            and box.y + box.height / 2 <= lane.y + lane.height
            for lane in drawing.lanes
        )
    ]


def lines_through_boxes(drawing):
    """Arrows that run through a box they neither leave nor reach."""
    frames = [(box.id, _frame(box)) for box in drawing.boxes]
    return [
        (arrow.source, arrow.target, name)
        for arrow in drawing.arrows
        for name, frame in frames
        if name not in (arrow.source, arrow.target) and any(_meet(frame, part) for part in _parts(arrow))
    ]


def lines_upon_lines(drawing):
    """Pairs of arrows that share a stretch of line though they share neither source nor target."""
    parts = [(arrow, part) for arrow in drawing.arrows for part in _parts(arrow)]
    return [
        (a.source, a.target, b.source, b.target)
        for (a, one), (b, two) in combinations(parts, 2)
        if a is not b and a.source != b.source and a.target != b.target and _shared(one, two) > 1.0
    ]


def lines_out_of_one_line(drawing):
    """Pairs of arrows from one step that share a stretch of line, so that the one seems to spring from the other."""
    steps = {box.id for box in drawing.boxes if box.form == "step"}
    parts = [(arrow, part) for arrow in drawing.arrows if arrow.source in steps for part in _parts(arrow)]
    return [
        (a.source, a.target, b.target)
        for (a, one), (b, two) in combinations(parts, 2)
        if a is not b and a.source == b.source and _shared(one, two) > 1.0
    ]


def labels_in_the_way(drawing):
    """Labels that lie upon a box, another label or a line, or nearer to a line than two points."""
    labels = [(arrow, _label_frame(arrow.label)) for arrow in drawing.arrows if arrow.label]
    upon = [(a.source, b.id) for a, frame in labels for b in drawing.boxes if _meet(frame, _frame(b))]
    upon += [(a.source, b.source) for (a, one), (b, two) in combinations(labels, 2) if _meet(one, two)]
    return upon + [
        (a.source, b.source, b.target)
        for a, frame in labels
        for b in drawing.arrows
        if any(_meet(frame, _around(part)) for part in _parts(b))
    ]


def slanting_lines(drawing):
    """Arrows with a stretch that is neither level nor upright."""
    return [
        arrow.source
        for arrow in drawing.arrows
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False)
        if abs(x1 - x2) > NEAR and abs(y1 - y2) > NEAR
    ]


def all_that_breaks(drawing):
    """Every law at once."""
    found = {law.__name__: law(drawing) for law in LAWS}
    return {name: broken for name, broken in found.items() if broken}


def flows_of(process):
    """Every flow as (step, position), without those by which an event ends a case: the event is the end."""
    endings = {s.id for s in process.steps if s.kind == "event" and all(f.to == END and not f.when for f in s.flows)}
    return Counter((s.id, n) for s in process.steps if s.id not in endings for n in range(len(s.flows)))


def flows_drawn(drawings):
    """Every flow that arrows draw."""
    return Counter(arrow.flow for drawing in drawings for arrow in drawing.arrows if arrow.flow)


def steps_drawn(drawings):
    """Every step that boxes draw."""
    return Counter(box.step for drawing in drawings for box in drawing.boxes if box.step is not None)


def _frame(box):
    return (box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2)


def _label_frame(label):
    height = label.size * leading(label.lines) * len(label.lines)
    return (label.x, label.y, label.x + label.width, label.y + height)


def _parts(arrow):
    for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
        yield (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _around(part):
    left, top, right, bottom = part
    return (left - CLEAR, top - CLEAR, right + CLEAR, bottom + CLEAR)


def _meet(one, two):
    return (
        one[0] < two[2] - NEAR and two[0] < one[2] - NEAR and one[1] < two[3] - NEAR and two[1] < one[3] - NEAR
    )  # fmt: skip


def _shared(one, two):
    """Length of the stretch that two level or two upright lines share."""
    for across in (0, 1):
        along = 1 - across
        places = {round(part[end], 2) for part in (one, two) for end in (across, across + 2)}
        if len(places) == 1:
            return min(one[along + 2], two[along + 2]) - max(one[along], two[along])
    return 0.0


LAWS = (
    overlapping_boxes, boxes_outside_their_lane, lines_through_boxes, lines_upon_lines, lines_out_of_one_line, labels_in_the_way,
    slanting_lines,
)  # fmt: skip
