"""The lessons as tests see them: pairs of notebooks, their cells and their steps."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "lessons"
LANGUAGES = ("en", "zh")
NAMES = sorted(path.name for path in (LESSONS / "en").glob("*.ipynb"))
STEPS = (
    "story", "predict", "play", "observe", "explain", "change-the-rule", "check", "sandbox",
    "leaves-out",
)  # fmt: skip
LARGEST = 300_000
"""Bytes of a committed notebook."""

FORBIDDEN = {
    "集体行动困境": ("集体行动难题", "集体行动的困境", "集体行动问题"),
    "公共物品博弈": ("公共品博弈", "公共产品博弈", "公共财博弈"),
    "搭便车者": ("免费乘客", "白搭车", "免费搭车", "搭车者"),
    "纳什均衡": ("纳什平衡", "纳什均势", "Nash均衡", "Nash 均衡"),
    "临界规模": ("临界质量", "临界数量", "关键规模", "临界人数", "临界点"),
    "罚款": ("罚金", "罚钱"),
    "查处概率": ("检查概率", "侦测概率", "发现概率", "检测概率", "抽查概率"),
    "政府主导型治理": ("政府主导治理", "政府主导的治理", "政府领导型"),
    "多中心治理": ("多中心型治理", "多元中心治理", "多核心治理"),
    "合作共治": ("合作治理", "协作治理", "合作型治理"),
    "占优策略": ("优势策略", "支配策略"),
    "社会福利": ("社会福祉",),
    "公共池塘资源": ("公共池资源", "共有资源"),
    "贴现因子": ("折现因子", "贴现系数", "折扣因子"),
    "区域协议": ("区域协定", "地区协议"),
    "社会组织": ("民间组织", "社会机构"),
    "协商成本": ("谈判成本", "议定成本"),
    "监察博弈": ("检查博弈", "监督博弈", "稽查博弈"),
    "混合策略": ("混合战略",),
    "二阶搭便车者": ("二级搭便车", "次级搭便车"),
    "集中惩罚": ("池式惩罚", "统一惩罚"),
    "同伴惩罚": ("同侪惩罚", "对等惩罚"),
    "合谋": ("共谋", "串谋"),
    "晋升锦标赛": ("晋升竞标赛", "升迁锦标赛", "晋升竞赛"),
    "溢出效应": ("外溢效应", "溢出效果", "溢出影响"),
}
"""Agreed Chinese terms, each with the variants that would make a second name for one thing."""

HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:!?][{HAN}]")


def read(language: str, name: str, folder: Path = LESSONS) -> nbformat.NotebookNode:
    """Return one half of a lesson, or of another pair of notebooks."""
    return nbformat.read(folder / language / name, as_version=4)


def fingerprint(text: str) -> str:
    """Return the hash by which a translation names its source."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def steps_of(cell: Any) -> list[str]:
    """Return the step tags of a cell."""
    return [tag for tag in cell.metadata.get("tags", []) if tag in STEPS]


def stale(english: nbformat.NotebookNode, chinese: nbformat.NotebookNode) -> list[str]:
    """Return the Chinese texts that do not translate the present English ones."""
    sources = {cell.id: cell.source for cell in english.cells}
    return [
        cell.id
        for cell in chinese.cells
        if cell.cell_type == "markdown"
        and cell.metadata.get("cogov", {}).get("translates") != fingerprint(sources[cell.id])
    ]


def unpaired(english: nbformat.NotebookNode, chinese: nbformat.NotebookNode) -> list[str]:
    """Return how the halves of a lesson differ where they must not."""
    found = []
    if [c.id for c in english.cells] != [c.id for c in chinese.cells]:
        return ["the cells' ids or their order"]
    for first, second in zip(english.cells, chinese.cells, strict=True):
        if first.cell_type != second.cell_type:
            found.append(f"{first.id}: type")
        if first.metadata.get("tags") != second.metadata.get("tags"):
            found.append(f"{first.id}: tags")
        same = first.source == second.source
        if first.cell_type == "code" and same == ("i18n" in first.metadata["tags"]):
            found.append(f"{first.id}: code")
        if first.cell_type == "markdown" and same:
            found.append(f"{first.id}: not translated")
    return found


ASIDE = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|<!--.*?-->"  # formulas, code, links
    r"|^\#+ .*?$|^\s*\d+\.\s|\*\*(?:Sources|文献|来源).*?$|\b(?:1[89]|20)\d\d\b",  # headings, lists, years
    re.DOTALL | re.MULTILINE,
)


def prose_numbers(text: str) -> list[str]:
    """Return the numbers that a text states in its prose."""
    return re.findall(r"\d+(?:[.,]\d+)*", ASIDE.sub(" ", text))


def wrong_terms(text: str) -> list[str]:
    """Return the variants of agreed terms that a Chinese text uses."""
    return [variant for variants in FORBIDDEN.values() for variant in variants if variant in text]


def lost_emphasis(text: str) -> list[str]:
    """Return bold passages that Markdown does not see.

    It ends none between punctuation and a Chinese character, and begins none the other way round.
    """
    mark = r"[：，。；！？、）（“”《》]"
    found = []
    for passage in re.finditer(r"(.?)\*\*(.+?)\*\*(.?)", text):
        before, inside, after = passage.groups()
        begins = re.match(mark, inside) and re.match(rf"[{HAN}\w]", before)
        ends = re.search(mark + "$", inside) and re.match(rf"[{HAN}\w]", after)
        if begins or ends:
            found.append(passage.group())
    return found


def is_widget(cell: Any) -> bool:
    """Say whether a code cell shows a widget."""
    texts = (output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", []))
    return any(text.startswith("▶") for text in texts)


def nbval(*paths: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run nbval: every output compared on Linux, errors only elsewhere."""
    clean = folder / "sanitize.cfg"
    clean.write_text("[ids]\nregex: 0x[0-9a-f]{6,}\nreplace: ID\n", encoding="utf-8")
    kind = "--nbval" if sys.platform == "linux" else "--nbval-lax"
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", os.devnull, "--rootdir", str(folder)),
            *(kind, "--nbval-current-env", "--nbval-sanitize-with", str(clean)),
            *map(str, paths),
        ],
        env={**os.environ, "PYTHONPATH": path, "COGOV_ANSWERS": os.devnull},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
