"""The words of the report page itself are said in the language of the process."""

import re
from pathlib import Path

import flowtrim.reports
from flowtrim.formats import loads
from flowtrim.reports.document.folder import as_page
from flowtrim.reports.media.labels import labels
from tests.days import TODAY
from tests.reports.claims import CLAIM

TEMPLATES = Path(flowtrim.reports.__file__).parent / "templates"
ASKED = re.compile(r"""\bt\((?:"([^"]+)"|'([^']+)')""")


def test_every_label_that_a_page_asks_for_is_said_in_five_languages():
    asked = {
        (one or other).replace(r"\\", "\\")
        for file in TEMPLATES.glob("*.html.j2")
        for one, other in ASKED.findall(file.read_text("utf-8"))
    }
    unknown = {
        (language, text)
        for language in ("de", "es", "fr", "ja", "zh")
        for text in asked
        if labels(language)(text) == text
    }

    assert len(asked) > 60
    assert {(language, text) for language, text in unknown if text not in SAME.get(language, ())} == set()


SAME = {"fr": {"❚❚ Pause", "{sentence}."}, "de": {"❚❚ Pause", "{sentence}."}, "es": {"Roles", "{sentence}."}}
"""Labels that are the same as in English."""


def test_headings_and_buttons_are_german_where_the_process_is_and_say_so(analysed):
    told = as_page(analysed(f"language: de\n{CLAIM}"))

    assert '<main lang="de">' in told
    assert '<h2 id="todo-title">Was als Nächstes zu tun ist</h2>' in told
    assert '<option value="rank">Schwere</option>' in told
    assert "</span> 1 Fahrt: " in told
    assert "und eine Fahrt dauert 60 s." in told
    assert '<span class="badge">Warnung</span>' in told
    assert "What to do next" not in told
    assert 'lang="de"' not in as_page(analysed(CLAIM))


def test_a_page_in_a_language_without_a_catalogue_says_that_its_own_words_are_english(analysed):
    told = as_page(analysed(f"language: nl\n{CLAIM}"))

    assert '<html lang="nl">' in told
    assert '<main lang="en">' in told
    assert '<h2 id="todo-title">What to do next</h2>' in told


GERMAN = Path(__file__).parents[2] / "samples/angebot/process.yml"


def test_charts_figures_and_notes_are_german_where_the_process_is(analysed):
    told = as_page(
        analysed(GERMAN.read_text("utf-8"), after="process: Kurz\nsteps:\n  - {name: Antworten, owner: Vertrieb}\n")
    )

    assert '<figure class="figure" aria-labelledby="chart-hours">' in told
    for said in ("Stunden und Stellen im Jahr, nach Rolle", "Warten und Arbeiten auf dem üblichen Weg, in Arbeitstagen",
                 "Was Wert schafft, und für wen", "hier endet eine Fahrt von 60 Sekunden", "nie gefragt",
                 "Schritte, mit Grund und Angaben", "eine Fahrt dauert 60 s", ">Heute</p>", " Warnungen · ", "jede mit einem Beispiel"):  # fmt: skip
        assert said in told
    for said in ("Hours and posts", "in working days", "never asked", "with why and facts", "a ride lasts", "sound<"):
        assert said not in told


def test_another_process_of_the_same_name_is_called_after(analysed):
    told = as_page(analysed(CLAIM, after=CLAIM))

    assert '<th scope="col">After</th>' in told
    assert "As &#39;" not in told


def test_what_is_no_label_comes_back_as_it_is():
    process = loads(CLAIM, file="claim.yml", today=TODAY).process

    assert process.name == labels("de")(process.name)


def test_numbers_of_the_first_screen_have_the_signs_of_the_language(analysed):
    told = as_page(analysed(GERMAN.read_text("utf-8")))

    assert "15.376</td>" in told
    assert "15,376" not in told.partition("</header>")[0]


def test_figures_before_and_after_and_the_name_of_a_plan_are_in_the_language_of_the_process(proposed):
    page = as_page(proposed(GERMAN.read_text("utf-8")))
    table = page.partition('<table class="compared">')[2].partition("</table>")[0]

    assert "der Plan „Trim“" in page
    assert "24 T. 7 Std." in table
    assert not re.search(r">[^<]*\b(min|d|h|points)\b", table)


def test_facts_and_fates_of_steps_are_in_the_language_of_the_process(proposed):
    page = as_page(proposed(GERMAN.read_text("utf-8")))
    steps = page.partition('<details class="card"')[2].partition('id="speech"')[0]

    for said in ("<em>gestrichen</em>", "<em>wie vorher</em>", "→ Vertriebsingenieur</em>",
                 "<dl><div><dt>Art</dt><dd>ablegen</dd></div>", "<dt>Dient</dt><dd>Kunde</dd>",
                 "<dt>Dauert</dt><dd>10 Min.</dd>", "<dt>Wartet</dt><dd>1 Arbeitstag</dd>"):  # fmt: skip
        assert said in steps
    assert not re.search(r">(dropped|as before|Kind|Takes|Waits|Serves|customer|store)<", steps)


def test_each_kind_of_step_is_told_in_five_languages(analysed):
    kinds = ("do", "decide", "check", "approve", "transfer", "notify", "wait", "store", "rework", "contact", "survey")
    steps = "".join(f"  - {{name: Step {kind}, owner: clerk, kind: {kind}}}\n" for kind in kinds)

    for language in ("de", "es", "fr", "ja", "zh"):
        page = as_page(analysed(f"process: All kinds\nlanguage: {language}\nsteps:\n{steps}"))
        told = re.findall(r"<dl[^>]*><div><dt>[^<]+</dt><dd>([^<]+)</dd>", page)
        assert len(told) == len(kinds)
        assert not {*told} & {*kinds}
