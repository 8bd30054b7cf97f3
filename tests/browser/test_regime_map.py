"""The regime map in a real JupyterLab."""

from __future__ import annotations

import base64

import pytest

from .conftest import TestLab
from .lab import notebook_of

pytestmark = pytest.mark.browser

COLUMN = """async ([png, x]) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(x, 0, 1, picture.height);
    return Array.from({ length: picture.height }, (_, y) =>
        data[4 * y] + data[4 * y + 1] + data[4 * y + 2]);
}"""
"""The brightness of one column of a picture, from top to bottom: red, green and blue together."""


def test_no_light_lines_run_across_the_areas_of_a_regime_map(lab: TestLab) -> None:
    chart = "cg.catalogue['public_good'].regime_map('people', 'marginal_return').chart()"
    notebook = lab.open(notebook_of(f"import cogov_games as cg\n{chart}"))
    notebook.run_all()
    area = notebook.page.locator("svg .mark-rect.role-mark")
    png = base64.b64encode(area.screenshot()).decode()
    column = notebook.page.evaluate(COLUMN, [png, 300])
    assert len(column) > 300
    triples = zip(column, column[2:], column[4:], strict=False)
    assert [n for n, (up, here, down) in enumerate(triples) if here > max(up, down) + 30] == []
