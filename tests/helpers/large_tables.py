"""Tables as large as may be read, and larger; and the most memory that a program takes."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from processes import run

HEAD = "session,group,round,player,role,action,prediction,payoff"
MEGABYTE = 2**20

PEAK = """
import sys
from pathlib import Path
import cogov_games as cg
try:
    print({call})
except cg.InputError as error:
    print(str(error)[:300])
lines = Path("/proc/self/status").read_text().splitlines()
print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024)
"""


def read_in_a_process(path: Path) -> tuple[str, float]:
    """Return what came of reading a table of moves, and the most memory of the process in MB."""
    call = f'repr(cg.read_plays({str(path)!r}, cg.catalogue["public_good"]))[:300]'
    said, peak = run(PEAK.format(call=call)).strip().rsplit("\n", 1)
    return said, float(peak)


def moves(path: Path, rows: int, size: int, wide: str = "") -> Path:
    """Write so many different moves that the file has about so many bytes."""
    width = size // rows // 3 - 13
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD + "\n")
        for row in range(rows):
            name = f"{row:0{width}d}{wide}"
            file.write(f"s{name},g{name},{row % 10 + 1},p{name},resident,contribute,0.{row},1.{row}\n")
    return path


def faulty(path: Path, rows: int) -> Path:
    """Write moves with a different fault in each."""
    lines = (f"s,g,{'x' * 400}{row},p,resident,contribute,," for row in range(rows))
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return path


def workbook(path: Path, sheet: str, times: int = 1, strings: str = "", **more: str) -> Path:
    """Write a workbook whose first sheet's data is a text, so many times over."""
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>'
            f'<Override PartName="/xl/sheet.xml" ContentType="{main}.worksheet+xml"/></Types>'
        ))  # fmt: skip
        archive.writestr("_rels/.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ))  # fmt: skip
        archive.writestr("xl/_rels/workbook.xml.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="sheet.xml"/></Relationships>'
        ))  # fmt: skip
        archive.writestr("xl/workbook.xml", (
            f'<workbook {namespace} xmlns:r="{office}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
        ))  # fmt: skip
        archive.writestr("xl/styles.xml", f"<styleSheet {namespace}>{more.get('styles', '')}</styleSheet>")
        with archive.open("xl/sheet.xml", "w", force_zip64=True) as part:
            part.write(f"{more.get('before', '')}<worksheet {namespace}>{more.get('size', '')}<sheetData>".encode())
            piece = sheet.encode()
            many = max(1, MEGABYTE // max(1, len(piece)))
            for done in range(0, times, many):
                part.write(piece * min(many, times - done))
            part.write(f"</sheetData>{more.get('after', '')}</worksheet>".encode())
    return path


def row(number: int, **cells: str) -> str:
    """Return a row of a sheet, its cells by column."""
    inner = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{inner}</row>'


def table(*last: str) -> str:
    """Return the rows of a table with one good move, and more."""
    head = dict(zip("ABCDEFGH", HEAD.split(","), strict=True))
    move = dict(zip("ABCDEF", ("s", "g", "1", "p", "resident", "contribute"), strict=True))
    return "".join([row(1, **head), row(2, **move), *last])


STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'

LARGE: dict[str, Callable[[Path], Path]] = {
    "50 MB of moves": lambda p: moves(p / "a.csv", 100_000, 50 * MEGABYTE),
    "50 MB of moves with wide characters": lambda p: moves(p / "a.csv", 100_000, 48 * MEGABYTE, "😀"),
    "50 MB of short rows": lambda p: short(p / "a.csv", 50 * MEGABYTE),
    "rows that are all faulty": lambda p: faulty(p / "a.csv", 99_000),
    "one line of 50 MB": lambda p: filled(p / "a.csv", "x", 50 * MEGABYTE),
    "nothing but line ends": lambda p: filled(p / "a.csv", "\n", 50 * MEGABYTE),
    "a sheet that unpacks to 1 GB": lambda p: workbook(p / "a.xlsx", " " * 1000, 1_000_000),
    "a sheet of 63 MB of empty rows": lambda p: workbook(p / "a.xlsx", "<row/>", 10_500_000),
    "a sheet with a row of 63 MB": lambda p: workbook(
        p / "a.xlsx", "<row>" + "<c/>" * 15_000_000 + "</row>"
    ),
    "a cell of 60 MB": lambda p: workbook(p / "a.xlsx", "<row><c t='inlineStr'><is><t>" + "x" * 60_000_000 + "</t></is></c></row>"),
    "as many cells as may be": lambda p: workbook(
        p / "a.xlsx", "<row>" + "<c><v>1</v></c>" * 8 + "</row>", 117_000
    ),
    "100,000 styles": lambda p: workbook(
        p / "a.xlsx", table(), styles=f"<cellXfs>{STYLE * 99_000}</cellXfs>"
    ),
}  # fmt: skip


def filled(path: Path, text: str, times: int) -> Path:
    path.write_text(f"{HEAD}\n{text * times}", encoding="utf-8")
    return path


def short(path: Path, size: int) -> Path:
    return filled(path, "s,g,1,p,r,c,,\n", size // 14)
