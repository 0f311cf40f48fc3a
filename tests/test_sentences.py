"""A sentence is a string that still knows what it was made of."""

from __future__ import annotations

import json
import pickle

from flowtrim.sentences import counted, did_you_mean, listed, nearest, quoted, quoted_list, say, say_many


def test_a_sentence_knows_its_template_and_its_parts() -> None:
    made = say("{name} has no target.", name=quoted("Lead time"))
    assert ("'Lead time' has no target.", "{name} has no target.", "Lead time") == (
        made,
        made.template,
        made.parts["name"].parts["name"],
    )


def test_braces_in_a_name_are_signs_like_others() -> None:
    assert "'{name} {0} %s' is there." == say("{name} is there.", name=quoted("{name} {0} %s"))


def test_one_thing_and_several_have_a_template_each() -> None:
    said = [say_many(number, "{number} role has {what}.", "{number} roles have {what}.", what="x") for number in (1, 2)]
    assert ["1 role has x.", "2 roles have x."] == said


def test_a_copy_of_a_sentence_has_its_parts() -> None:
    made = say_many(3, "{number} step of {name}", "{number} steps of {name}", name=quoted("a"))
    copy = pickle.loads(pickle.dumps(made))
    assert (made, made.template, made.plural, made.parts) == (copy, copy.template, copy.plural, copy.parts)


def test_json_takes_a_sentence_for_the_text_that_it_is() -> None:
    assert '"3 steps"' == json.dumps(counted(3, "step"))


def test_a_list_that_leaves_names_out_says_how_many() -> None:
    assert "'a', 'b', 'c' and 1,000 more" == quoted_list([*"abc", *map(str, range(1000))])


def test_a_list_of_one_or_none_has_no_and() -> None:
    assert ["", "a", "a or b"] == [listed([]), listed(["a"]), listed(["a", "b"], "or")]


def test_nothing_is_guessed_where_nothing_comes_close() -> None:
    assert "" == did_you_mean(nearest("zzz", ["customer", "system"]))
