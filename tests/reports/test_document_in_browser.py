from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.reports.claims import CLAIM, LEAN

HOSTILE = r"""
process: "</title><script>document.title = 'owned'</script>"
why: "]]><script>document.title = 'owned'</script>"
outputs: ["<img src=http://evil.example/o onerror=document.title='owned'>"]
steps:
  - {id: a, name: "</style><img src=x onerror=\"document.title='owned'\">", owner: "\" onclick=\"document.title='owned'", why: "</script><b>{{ 7 * 7 }}{% raw %}"}
  - {id: b, name: "\u202Eevil", owner: "<svg onload=document.title='owned'>", why: none, outputs: ["javascript:document.title='owned'"]}
  - {id: "c\"onload=\"x", name: "<iframe src=javascript:parent.document.title='owned'>", owner: "=cmd|' /C calc'!A0", terms: "two\nlines"}
  - {id: d, name: "LONG", owner: "<a href=http://evil.example>x</a>", why: "url(http://evil.example/c)"}
kpis:
  - {name: "<script>document.title='owned'</script>", why: "\"><img src=http://evil.example/k>"}
plans:
  - {name: "<img src=x onerror=document.title='owned'>", lesson: "<script>document.title='owned'</script>", changes: [{drop: b, because: "<img src=x onerror=document.title='owned'>"}]}
""".replace("LONG", "<script>" + "w" * 10_000)


def unfold(page, part: str) -> None:
    """Go to a part of the page, which opens it."""
    page.locator(f"nav a[href='#{part}']").click()


def test_the_browser_has_nothing_to_complain_about(opened):
    page = opened(CLAIM, after=LEAN)

    assert "yes" == page.evaluate("document.documentElement.dataset.ready")
    assert [] == page.said


@pytest.mark.parametrize("width", [1280, 1366, 1920])
def test_no_link_to_a_part_is_cut_off_on_a_common_screen(opened, width):
    page = opened(CLAIM, with_proposal=True, viewport={"width": width, "height": 800})

    assert page.evaluate("document.querySelector('nav > div').scrollWidth") <= width


def test_a_click_on_a_step_shows_its_owner_and_why(opened):
    page = opened(CLAIM)
    page.locator("[data-step='fill-in'][role=button]").click()

    told = page.locator("dialog").inner_text()
    assert "Employee" in told
    assert "Only the traveller knows" in told


def test_a_step_is_asked_with_the_keyboard_too(opened):
    page = opened(CLAIM)
    page.locator("[data-step='stamp'][role=button]").focus()
    page.keyboard.press("Enter")

    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_the_after_picture_takes_the_place_of_the_one_before(opened):
    page = opened(CLAIM, after=LEAN)
    page.locator("#picture").get_by_role("button", name="After", exact=True).click()

    assert [False, True, False] == [view.is_visible() for view in page.locator("[data-picture]").all()]


def test_the_picture_zooms_and_fits_again(opened):
    page = opened(CLAIM)
    whole = page.locator("#picture figure svg").get_attribute("viewBox")
    page.get_by_role("button", name="Larger").click()

    assert whole != page.locator("#picture figure svg").get_attribute("viewBox")
    page.get_by_role("button", name="Fit").click()
    assert [float(n) for n in whole.split()] == [
        float(n) for n in page.locator("#picture figure svg").get_attribute("viewBox").split()
    ]


def test_reading_aloud_lights_up_the_first_sentence(opened):
    page = opened(CLAIM)
    unfold(page, "speech")
    page.get_by_role("button", name="Read it aloud").click()

    assert "Expense claim." == page.locator(".now").text_content()


def test_findings_are_sifted_by_their_words(opened):
    page = opened(CLAIM)
    unfold(page, "findings")
    page.get_by_label("Search").fill("no such words anywhere")

    assert "0 shown" == page.locator("[data-sift-shown]").text_content()


@pytest.mark.parametrize("with_proposal", [False, True])
def test_hostile_names_run_nothing_and_ask_for_nothing(opened, with_proposal):
    page = opened(HOSTILE, with_proposal=with_proposal)
    page.locator("[data-step='a'][role=button]").first.click()
    page.wait_for_timeout(100)

    assert "owned" != page.title()
    assert [] == page.asked
    assert [] == page.said


def test_what_changes_is_told_beside_the_after(opened):
    page = opened(CLAIM, after=LEAN)
    unfold(page, "handoffs")
    page.locator("#handoffs").get_by_role("button", name="After", exact=True).click()

    assert page.get_by_text("never changes hands").is_visible()
    assert [True, False] == [side.evaluate("side => side.hidden") for side in page.locator("#speech [data-side]").all()]
    assert page.locator("[data-picture='1']").is_visible()


def box(page) -> list[float]:
    return [float(number) for number in page.locator("#picture figure svg").first.get_attribute("viewBox").split()]


def test_the_wheel_scrolls_until_somebody_has_clicked_into_the_picture(opened):
    page = opened(CLAIM)
    whole = box(page)
    figure = page.locator("figure").first
    figure.scroll_into_view_if_needed()
    figure.hover()
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(100)
    assert whole == box(page)

    figure.focus()
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(100)
    assert box(page)[2] < whole[2]


def test_the_picture_is_moved_by_keys_and_by_the_mouse(opened):
    page = opened(CLAIM)
    page.locator("figure").first.focus()
    for key in ("+", "+", "ArrowRight"):
        page.keyboard.press(key)
    near = box(page)
    page.locator("figure").first.scroll_into_view_if_needed()
    place = page.locator("figure").first.bounding_box()
    page.mouse.move(place["x"] + 300, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 340, place["y"] + 40, steps=4)
    page.mouse.up()

    assert near[0] > 0
    assert box(page)[0] < near[0]
    assert not page.locator("dialog").is_visible()


def test_two_fingers_zoom(opened):
    page = opened(CLAIM, viewport={"width": 390, "height": 800}, has_touch=True)
    page.locator("figure").first.scroll_into_view_if_needed()
    place = page.locator("#picture figure svg").first.bounding_box()
    touch = page.context.new_cdp_session(page)
    middle, height = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2

    def fingers(kind: str, apart: float) -> None:
        points = (
            []
            if kind == "touchEnd"
            else [{"x": middle + side, "y": height, "id": n} for n, side in enumerate((-apart, apart))]
        )
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    whole = box(page)
    fingers("touchStart", 20)
    for apart in (30, 40, 60):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)

    assert box(page)[2] < whole[2] * 0.8


LONG = "process: Long\nsteps:\n" + "".join(f"  - {{name: Step {n}, owner: Role {n % 4}}}\n" for n in range(60))


def test_on_a_phone_a_long_process_begins_at_its_first_steps_instead_of_being_a_strip(opened):
    page = opened(LONG, viewport={"width": 390, "height": 800})
    place = page.locator("#picture figure svg").first.bounding_box()
    near = box(page)
    page.get_by_role("button", name="Fit").click()

    assert 300 < place["height"] < 800
    assert pytest.approx([0, 0]) == near[:2]
    assert near[2] < 2 * place["width"]
    assert near[2] < box(page)[2]
    assert place["height"] == page.locator("#picture figure svg").first.bounding_box()["height"]


def test_of_many_findings_the_worst_come_first_and_the_others_when_asked_for(opened):
    steps = "".join(f"  - {{name: Step {n}, owner: Role {n % 12}}}\n" for n in range(30))
    page = opened(f"process: Long\nsteps:\n{steps}")
    unfold(page, "findings")
    shown = page.locator(".findings[data-sift-list] > li:visible")

    assert 12 == shown.count()
    page.get_by_role("button", name="Show all").click()
    assert 30 < shown.count()
    assert not page.locator("[data-sift-more]").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800)])
def test_the_first_screen_says_the_verdict_what_to_do_and_what_it_would_be_after_beside_the_picture(
    opened, width, height
):
    page = opened(CLAIM, with_proposal=True, viewport={"width": width, "height": height})

    for part in (".verdict", ".todo", "table.decision", "[data-picture='0']"):
        place = page.locator(part).bounding_box()
        assert 0 <= place["y"]
        assert place["y"] + place["height"] < height


def test_what_does_not_stand_on_the_first_screen_is_folded_until_somebody_goes_there(opened):
    page = opened(CLAIM, with_proposal=True)
    parts = page.locator("details.part")

    assert not any(part.evaluate("part => part.open") for part in parts.all())
    unfold(page, "plan")
    assert page.get_by_text("What can go without asking").is_visible()
    assert 1 == sum(part.evaluate("part => part.open") for part in parts.all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("text", [CLAIM, HOSTILE, "process: Nothing\nsteps: []\n"], ids=["claim", "hostile", "empty"])
def test_axe_finds_nothing_that_shuts_anybody_out(opened, violations, text, width, scheme):
    page = opened(text, with_proposal=True, viewport={"width": width, "height": 900}, color_scheme=scheme)

    assert [] == violations(page)
    if page.locator("[data-step][role=button]").count():
        page.locator("[data-step][role=button]").first.press("Enter")
        assert [] == violations(page)


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("text", [CLAIM, HOSTILE], ids=["claim", "hostile"])
def test_the_page_is_never_wider_than_the_screen(opened, text, width):
    page = opened(text, with_proposal=True, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_every_picture_and_no_buttons(opened):
    page = opened(CLAIM, after=LEAN)
    page.emulate_media(media="print")

    assert all(view.is_visible() for view in page.locator("[data-picture]").all())
    assert not page.get_by_role("button", name="Read it aloud").is_visible()


def test_without_a_script_everything_can_be_read(opened):
    page = opened(CLAIM, java_script_enabled=False)

    assert page.locator("[data-card] summary").first.is_visible()
    assert not page.locator("#search").is_visible()


SIZES = [(1920, 1080), (1280, 800), (390, 844)]
BELOW_THE_NAVIGATION = """
hash => {
  const top = document.querySelector(hash).getBoundingClientRect().top;
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
  return end ? 0 : top - document.querySelector("nav").getBoundingClientRect().bottom;
}
"""


LINKS = """
() => {
  const links = [...document.querySelectorAll("a[href^='#']")];
  const part = (link) => `${link.getAttribute("href")} in ${link.closest("nav, details.part, section")?.id}`;
  return [...new Map(links.map((link, place) => [part(link), [link.getAttribute("href"), place]])).values()];
}
"""
"""Every place that is linked from every part of the page, and the number of such a link."""
SHOW = """
link => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = fold.contains(link); });
  link.closest("[hidden]")?.removeAttribute("hidden");
}
"""


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_link_lands_exactly(opened, width, height):
    page = opened(LONG, with_proposal=True, viewport={"width": width, "height": height})
    links, missed = page.evaluate(LINKS), {}
    for place, number in links:
        link = page.locator("a[href^='#']").nth(number)
        link.evaluate(SHOW)
        link.press("Enter")
        page.wait_for_timeout(50)
        missed[place, number] = page.evaluate(BELOW_THE_NAVIGATION, place)

    assert {} == {link: by for link, by in missed.items() if not -2 <= by <= 20}
    assert len({place for place, _ in links}) > 12


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_address_with_a_hash_opens_exactly_there(opened, width, height):
    page = opened(LONG, with_proposal=True, viewport={"width": width, "height": height})
    address, missed = page.url, {}
    for place in dict.fromkeys(place for place, _ in page.evaluate(LINKS)):
        page.goto("about:blank")
        page.goto(address + place)
        page.wait_for_timeout(50)
        missed[place] = page.evaluate(BELOW_THE_NAVIGATION, place)

    assert {} == {place: by for place, by in missed.items() if not -2 <= by <= 20}


def test_arrows_lead_from_step_to_step_while_one_is_asked(opened):
    page = opened(CLAIM)
    page.locator("[data-step='fill-in'][role=button]").click()
    steps = page.locator("[data-card] > summary strong").all_text_contents()
    first = page.locator("#card-name").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator("#card-name").inner_text()
    page.keyboard.press("ArrowLeft")

    assert steps[(steps.index(first) + 1) % len(steps)] == second
    assert first == page.locator("#card-name").inner_text()


def test_a_picture_is_one_stop_by_keyboard_and_so_are_all_steps_below(opened):
    page = opened(LONG)
    stops = page.locator("figure [tabindex='0'][data-step]")

    assert 1 == stops.count()
    stops.first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.step") != page.locator("[data-step]").first.get_attribute(
        "data-step"
    )
    assert 0 == page.locator("[data-card] > summary:visible").count()
    page.locator("#steps > summary").click()
    assert 60 == page.locator("[data-card] > summary:visible").count()


def test_after_the_picture_a_few_stops_lead_through_the_whole_page(opened):
    page = opened(LONG)
    page.locator("figure [tabindex='0'][data-step]").focus()
    stops = 0
    while page.evaluate("document.activeElement !== document.body") and stops < 30:
        page.keyboard.press("Tab")
        stops += 1

    assert 5 < stops < 16


@pytest.mark.parametrize("unfolded", [False, True])
def test_a_picture_of_the_whole_page_is_blank_nowhere(opened, unfolded):
    page = opened(LONG, with_proposal=True, viewport={"width": 1280, "height": 800})
    if unfolded:
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("L")
    third = whole.height // 3
    inked = [
        sum(whole.crop((0, top, whole.width, top + third)).histogram()[:200]) / (whole.width * third)
        for top in (0, third, 2 * third)
    ]

    assert all(share > 0.005 for share in inked), inked


def test_every_link_of_the_page_leads_somewhere(opened):
    page = opened(CLAIM, with_proposal=True)
    links = {link.get_attribute("href") for link in page.locator("a[href]").all()}

    assert {"#findings", "#rule-why-none"} < links
    assert set() == {link for link in links if not page.locator(f"[id='{link[1:]}']").count()}


def test_the_page_of_a_rule_stands_behind_its_findings_without_a_network(opened):
    page = opened(CLAIM)
    unfold(page, "findings")
    page.locator("#findings a[href='#rule-why-none']").click()

    assert page.get_by_role("heading", name="When to accept it").locator("visible=true").count()
    assert page.locator("#rule-why-none").evaluate("rule => rule.open")
    assert [] == page.asked


def test_a_rule_is_reached_from_the_step_that_is_asked(opened):
    page = opened(CLAIM)
    page.locator("[data-step='stamp'][role=button]").click()
    page.locator("dialog a[href='#rule-why-none']").click()

    assert not page.locator("dialog").is_visible()
    assert page.locator("#rule-why-none").evaluate("rule => rule.open")


def test_charts_are_reached_by_keyboard_and_say_what_they_show(opened):
    page = opened(TIMED)
    unfold(page, "charts")
    charts = page.locator(".bars").all()

    assert 4 <= len(charts) == page.locator("#charts table").count()
    for chart in charts:
        chart.focus()
        assert chart.evaluate("chart => chart === document.activeElement")
    assert "Pay, Who: Bank, Waiting: 1 d, Waits: for reasons not said, Work: 2 h." in charts[0].get_attribute(
        "aria-label"
    )


TIMED = """
process: Claim
volume: 800/year
steps:
  - {name: Fill in, owner: Traveller, takes: 30m, why: Only the traveller knows what was paid., serves: customer}
  - {name: Pay, owner: Bank, takes: 2h, waits: 1d, why: The traveller lent us the money.}
"""


def test_bars_are_as_long_as_their_figures(opened):
    page = opened(TIMED)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    hours = page.locator("[aria-labelledby='chart-hours'] .bars")
    long = [bar.evaluate("bar => bar.getBBox().width") for bar in hours.locator("rect.work").all()]

    assert pytest.approx(1600 / 400, abs=0.01) == long[0] / long[1]
