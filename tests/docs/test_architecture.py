"""The picture of the rooms says what the imports say."""

from docs.architecture import PICTURE, drawn, floors, seen_in, seen_in_code


def test_the_picture_shows_the_rooms_and_imports_as_they_are():
    assert seen_in_code() == seen_in(PICTURE.read_bytes()), "run: python docs/architecture.py"


def test_a_picture_that_lacks_an_import_is_told_from_one_that_has_it():
    texts, arrows = seen_in_code()
    fewer = arrows - {("measures", "graph")}

    assert fewer == seen_in(drawn((texts, fewer)))[1] != arrows


def test_every_room_has_a_floor():
    assert seen_in_code()[0].keys() == {room for floor in floors() for room in floor}
