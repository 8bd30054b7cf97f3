"""The live chart where the page lacks something: the clipboard, the engine."""

from __future__ import annotations

import pytest

from ..boards import BOARD, SINGLE, opened
from ..conftest import TestLab

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("clipboard", [True, False])
def test_text_is_copied_with_or_without_the_clipboard_api(lab: TestLab, clipboard: bool) -> None:
    notebook = opened(lab, BOARD)
    if clipboard:
        notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        notebook.page.evaluate(
            """() => {
                Object.defineProperty(navigator, "clipboard", { value: undefined });
                document.addEventListener("copy", () => {
                    window.copied = document.activeElement.value;
                });
            }"""
        )
    notebook.page.get_by_role("button", name="copy", exact=True).click()
    notebook.wait_for_text("Copied!", "[data-copy]")
    read = "navigator.clipboard.readText()" if clipboard else "window.copied"
    notebook.eventually(read, "cg.compare()")
    notebook.wait_for_text("copy", "[data-copy]")


def test_a_page_without_the_engine_asks_for_it(lab: TestLab) -> None:
    notebook = opened(
        lab, BOARD, "from cogov_games.widgets.loader import vega_loader\nvega_loader().close()"
    )
    notebook.wait_for_text("x = 0.30", SINGLE)
    notebook.reload()
    notebook.wait_for_text("x = 0.30", SINGLE)
