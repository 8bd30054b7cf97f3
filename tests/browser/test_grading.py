"""A teacher grades a class on the page, from choosing the folder to the last mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from grading_pages import MARKUP, NAMES, hostile_class, running_page
from playwright.sync_api import Page, expect
from submissions import EXERCISE, hand_in, table

from .lab import PATIENCE, Lab, is_local

pytestmark = pytest.mark.browser


@contextmanager
def opened(lab: Lab, address: str) -> Iterator[Page]:
    """Open the page as on a projector; nothing may leave this machine, run, or break."""
    context = lab.browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_default_timeout(1000 * PATIENCE)
    try:
        page.goto(address)
        yield page
        assert [url for url in requests if not is_local(url)] == []
        # answers that say what is wrong with an input are no faults of the page
        assert [fault for fault in faults if "status of 400" not in fault] == []
    finally:
        context.close()


def test_a_class_is_graded_and_marked(running: Lab, tmp_path: Path) -> None:
    folder = hostile_class(tmp_path)
    out = tmp_path / f"grades_class_{EXERCISE}.csv"
    with running_page(tmp_path) as (address, process), opened(running, address) as page:
        assert "token" not in page.url
        expect(page.get_by_role("radio")).to_have_count(1)
        expect(page.locator("#exercises")).to_have_text("Exercise 1 · A demonstration")
        page.locator("#folders button", has_text="class").click()
        expect(page.locator("#here")).to_have_text(
            "In this folder: notebooks: 2, files of answers: 2, archives: 1"
        )
        assert page.locator("#out").input_value() == str(out)

        # what is wrong with an input is told beside it, and the page goes on
        page.locator("#out").fill(str(tmp_path / "grades.xlsx"))
        page.locator("#grade").click()
        expect(page.locator("#problem")).to_contain_text("its name must end in .csv")
        page.locator("#out").fill(str(out))
        page.locator("#grade").click()

        expect(page.locator("#told")).to_contain_text("6 submissions graded")
        rows = page.locator("#results tbody tr")
        expect(rows).to_have_count(6)
        for name in NAMES[:2]:
            expect(page.locator("#results")).to_contain_text(name)
        page.get_by_role("tab", name="Ignored files (1)").click()
        expect(page.locator("#ignored")).to_contain_text(f"late.zip/{NAMES[2]}")
        page.get_by_role("tab", name="Where everything lies").click()
        expect(page.locator("#files")).to_contain_text(str(out))

        page.get_by_role("tab", name="Marks by hand").click()
        expect(page.locator("#marked")).to_have_text("0 of 5 marked")
        cards = page.locator("#marks article")
        second = cards.filter(has_text="2026002")
        assert MARKUP in second.inner_text()
        mark = cards.filter(has_text="2026001").locator(".mark")
        mark.fill("4")
        mark.press("Enter")
        expect(second.locator(".mark")).to_be_focused()
        expect(page.locator("#marked")).to_have_text("1 of 5 marked")
        second.locator(".mark").fill("7")
        expect(second.locator(".state")).to_have_text(
            "q3 = '7' is not allowed: a number from 0 to 4."
        )
        page.keyboard.press("Enter")
        expect(second.locator(".mark")).to_be_focused()
        assert second.locator(".mark").input_value() == "7"
        second.locator(".mark").fill("２．５")  # as a Chinese keyboard types it
        second.get_by_label("remarks").fill(MARKUP)
        page.keyboard.press("Enter")
        expect(second.locator(".state")).to_have_text("saved")
        expect(page.locator("#marked")).to_have_text("2 of 5 marked")
        expect(second.locator("h3")).to_contain_text("total 3.5")

        found = {row["student number"]: row for row in table(out)}
        assert found["2026001"]["q3 (4, by hand)"] == "4"
        assert found["2026001"]["total"] == "9"
        assert found["2026002"]["q3 (4, by hand)"] == "2.5"
        assert found["2026002"]["remarks"] == MARKUP
        gradebook = out.with_name(f"{out.stem}_gradebook.csv").read_text(encoding="utf-8-sig")
        assert "2026001,9" in gradebook

        # grading again keeps the marks; the page finds the folder and the table again
        hand_in(folder, "2026007", {"q1": 0.55, "q3": "Yes."})
        page.locator("#back").click()
        assert page.locator("#out").input_value() == str(out)
        page.locator("#grade").click()
        expect(page.locator("#told")).to_contain_text(
            "1 submissions graded, 6 unchanged since the last time"
        )
        page.reload()
        page.get_by_role("tab", name="Marks by hand").click()
        expect(page.locator("#marked")).to_have_text("2 of 6 marked")
        expect(second.locator(".mark")).to_have_value("2.5")

        assert page.title() == "Grading a class"
        assert page.locator("main img, main script, main b, main i").count() == 0
        page.locator("#finish").click()
        expect(page.locator("#subtitle")).to_have_text(
            "Grading has ended. You can close this window."
        )
        assert process.wait(timeout=1000 * PATIENCE) == 0


def test_the_page_speaks_chinese(running: Lab, tmp_path: Path) -> None:
    hostile_class(tmp_path)
    with running_page(tmp_path, "zh") as (address, _), opened(running, address) as page:
        expect(page.locator("h1")).to_have_text("全班评分")
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        expect(page.locator("#exercises")).to_have_text("练习一 · 示例")
        page.locator("#folders button", has_text="class").click()
        expect(page.locator("#here")).to_have_text("这个文件夹里有：笔记本 2 个，答案文件 2 个，压缩包 1 个")
        page.locator("#grade").click()
        expect(page.locator("#told")).to_have_text("新评 6 份，另有 0 份与上次相同")
        said = page.locator("#results thead").inner_text()
        assert "学号" in said
        page.get_by_role("tab", name="人工评分").click()
        mark = page.locator("#marks .mark").first
        mark.fill("9")
        expect(page.locator("#marks .state").first).to_have_text(
            "q3 = '9' 不可用：应当是 0 到 4 之间的数。"
        )
        texts = page.evaluate("document.body.innerText")
        left = set(re.findall(r"\b(?:the|folder|table|saved|student|remarks|not)\b", texts))
        assert left == set()
