"""The page's server lets in its own browser alone, and its session grades and marks."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from grading_pages import keys_in
from submissions import EXERCISE, RIGHT, hand_in, table

from cogov_games.classroom.grading.page import __main__ as command
from cogov_games.classroom.grading.page import session as sessions
from cogov_games.classroom.grading.page.exercises import exercises_in
from cogov_games.classroom.grading.page.folders import look, proposed
from cogov_games.classroom.grading.page.server import LARGEST_REQUEST, POLICY, Server
from cogov_games.classroom.grading.page.session import Session
from cogov_games.errors import InputError
from cogov_games.words import speaking

TOKEN = "the-token"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    keys, exercises = keys_in(tmp_path / "project")
    made = Session(
        exercises_in(keys, exercises), tmp_path / "project", tmp_path / "data" / "memory.json"
    )
    yield made
    made.close()


def graded(session: Session, folder: Path, out: str = "grades.csv") -> dict[str, Any]:
    """Grade a folder to the end and return the state."""
    session.grade(EXERCISE, str(folder), out)
    assert session._thread is not None
    session._thread.join()
    return session.state()


# The session --------------------------------------------------------------------------------------


def test_titles_are_those_of_the_exercises_in_the_reader_s_language(tmp_path: Path) -> None:
    keys, exercises = keys_in(tmp_path)
    assert exercises_in(keys, exercises)[EXERCISE].title == "Exercise 1 · A demonstration"
    with speaking("zh"):
        assert exercises_in(keys, exercises)[EXERCISE].title == "练习一 · 示例"
    assert exercises_in(keys)[EXERCISE].title == EXERCISE
    with pytest.raises(InputError, match="a folder with the keys of exercises"):
        exercises_in(exercises)


def test_folders_are_told_with_what_is_in_them(tmp_path: Path) -> None:
    hand_in(tmp_path / "class" / "one", "1", RIGHT)
    hand_in(tmp_path / "class" / "two", "2", RIGHT, notebook=True)
    (tmp_path / "class" / ".hidden").mkdir()
    (tmp_path / "empty").mkdir()
    found = look(tmp_path)
    assert [(f["name"], f["holds"]) for f in found["folders"]] == [
        ("class", "notebooks: 1, files of answers: 1"), ("empty", ""),
    ]  # fmt: skip
    assert found["parent"] == str(tmp_path.parent)
    assert [f["name"] for f in look(tmp_path / "class" / "one" / "..")["folders"]] == ["one", "two"]
    for wrong in (tmp_path / "none", Path("class"), Path(""), Path("\0")):
        with pytest.raises(InputError, match="is no folder"):
            look(wrong)


def test_no_table_is_proposed_inside_the_project(tmp_path: Path) -> None:
    project, name = tmp_path / "project", f"grades_class_{EXERCISE}.csv"
    for folder in (tmp_path / "class", project / "a" / "class"):
        folder.mkdir(parents=True)
    assert proposed(tmp_path / "class", EXERCISE, project) == tmp_path / name
    assert proposed(project / "a" / "class", EXERCISE, project) == Path.home() / name


def test_marks_and_remarks_are_in_the_table_at_once(session: Session, tmp_path: Path) -> None:
    hand_in(tmp_path / "class", "1", RIGHT)
    hand_in(tmp_path / "class", "2", {"q1": 0.6})
    assert graded(session, tmp_path / "class") == {"grading": None, "error": "", "graded": True}
    told = session.table()
    assert [c["title"] for c in told["columns"]] == [
        "student number", "q1 (2)", "q2 (3)", "q3 (4, by hand)", "total", "remarks", "faults",
    ]  # fmt: skip
    assert (told["marked"], told["to_mark"]) == (0, 1)
    row = told["rows"][0]["digest"]
    after = session.mark(row, "q3", " 3.5 ")
    assert (after["marked"], after["rows"][0]["total"]) == (1, "8.5")
    session.mark(row, "remarks", "well argued")
    out = tmp_path / "grades.csv"
    assert [(r["total"], r["remarks"]) for r in table(out)] == [("8.5", "well argued"), ("2", "")]
    book = (tmp_path / "grades_gradebook.csv").read_text(encoding="utf-8-sig")
    assert book.splitlines()[1:] == ["1,8.5", "2,2"]
    for column, text, told_so in (
        ("q3", "4.5", "q3 = '4.5' is not allowed: a number from 0 to 4."),
        ("q3", "nan", "a number from 0 to 4"),
        ("q1", "2", "it is not the teacher's"),
        ("digest", "x", "it is not the teacher's"),
        ("remarks", "x" * 5001, "remarks are 5001 characters long: at most 5000."),
    ):
        with pytest.raises(InputError) as error:
            session.mark(row, column, text)
        assert told_so in str(error.value)
    for unknown in ("", "none", "0"):
        with pytest.raises(InputError, match="no longer in the table"):
            session.mark(unknown, "q3", "1")
    assert graded(session, tmp_path / "class")["error"] == ""
    assert session.table()["rows"][0]["q3"] == "3.5"


def test_what_another_program_wrote_into_the_table_stays(session: Session, tmp_path: Path) -> None:
    hand_in(tmp_path / "class", "1", RIGHT)
    hand_in(tmp_path / "class", "2", RIGHT | {"q1": 0.1})
    graded(session, tmp_path / "class")
    one, two = (row["digest"] for row in session.table()["rows"])
    out = tmp_path / "grades.csv"
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    out.write_text("\n".join([f"{lines[0]},Seminar", f"{lines[2]},Monday", lines[1]]) + "\n")
    session.mark(one, "q3", "4")
    assert [(r["student number"], r["q3 (4, by hand)"], r["Seminar"]) for r in table(out)] == [
        ("2", "", "Monday"), ("1", "4", ""),
    ]  # fmt: skip
    out.unlink()
    session.mark(two, "q3", "2")
    assert [r["q3 (4, by hand)"] for r in table(out)] == ["2", "4"]


def test_a_locked_table_is_told_and_marked_where_it_is(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(tmp_path / "class", "1", RIGHT)
    graded(session, tmp_path / "class")
    row, replace = session.table()["rows"][0]["digest"], os.replace
    assert session.table()["locked"] == ""

    def locked(source: str, target: Path) -> None:
        if Path(target) == tmp_path / "grades.csv":
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    after = session.mark(row, "q3", "4")
    told = "grades.csv is open in another program; the table is in grades 2.csv."
    assert after["locked"] == told
    assert after["files"][0]["path"] == str(tmp_path / "grades 2.csv")
    assert table(tmp_path / "grades 2.csv")[0]["q3 (4, by hand)"] == "4"
    assert session.begin()["out"] == str(tmp_path / "grades 2.csv")  # where grading again goes on


@pytest.mark.parametrize(
    ("folder", "out", "told"),
    [
        ("class", "grades.txt", "its name must end in .csv"),
        ("class", "none/grades.csv", "nothing can be written there"),
        ("none", "grades.csv", "is no folder"),
        ("empty", "grades.csv", "holds nothing that was handed in for 01_demo"),
    ],
)
def test_what_is_wrong_is_told_and_the_session_goes_on(
    session: Session, tmp_path: Path, folder: str, out: str, told: str
) -> None:
    hand_in(tmp_path / "class", "1", RIGHT)
    (tmp_path / "empty").mkdir()
    assert told in graded(session, tmp_path / folder, out)["error"]
    with pytest.raises(InputError, match="There is no table yet"):
        session.table()
    assert graded(session, tmp_path / "class")["graded"]


def test_faults_of_the_program_end_a_grading_and_not_the_session(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    hand_in(tmp_path / "class", "1", RIGHT)
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "grade_folder", breaks)
        assert graded(session, tmp_path / "class")["error"] == (
            "Grading broke off: the disk is gone."
        )
    assert "the disk is gone" in capsys.readouterr().err
    assert graded(session, tmp_path / "class")["graded"]


def test_one_grading_at_a_time_that_can_be_stopped_and_goes_on(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        hand_in(tmp_path / "class", str(number), RIGHT)
    begun, go_on, tell = threading.Event(), threading.Event(), session._tell

    def told(*what: Any) -> None:
        begun.set()
        assert go_on.wait(60)
        tell(*what)

    monkeypatch.setattr(session, "_tell", told)
    session.grade(EXERCISE, str(tmp_path / "class"), "grades.csv")
    assert begun.wait(60)
    with pytest.raises(InputError, match="A grading is under way"):
        session.grade(EXERCISE, str(tmp_path / "class"), "other.csv")
    with pytest.raises(InputError, match="There is no table yet"):
        session.mark("x", "q3", "1")
    assert session.stop()["grading"]["stopping"]
    go_on.set()
    session.close()
    assert session.table()["told"].endswith("stopped: 2 are left, grading again goes on")
    assert len(table(tmp_path / "grades.csv")) == 1
    assert graded(session, tmp_path / "class")["error"] == ""
    assert session.table()["told"] == "2 submissions graded, 1 unchanged since the last time"


def test_the_folder_graded_last_is_proposed_again(session: Session, tmp_path: Path) -> None:
    assert session.begin()["folder"] == str(Path.home())
    hand_in(tmp_path / "class", "1", RIGHT)
    graded(session, tmp_path / "class")
    again = Session(session._exercises, memory=session._memory)
    assert again.begin()["folder"] == str(tmp_path / "class")
    assert again.begin()["out"] == ""
    assert session._memory is not None
    session._memory.write_text('{"folder": "\\u0000", "exercise": 3}', encoding="utf-8")
    assert again.begin()["folder"] == str(Path.home())


# The server ---------------------------------------------------------------------------------------


class Client:
    """Asks the server as a browser does, or as somebody does who is none."""

    def __init__(self, server: Server, thread: threading.Thread) -> None:
        self.thread = thread
        self.server, self.cookie = server, f"cogov_grading_{server.port}={TOKEN}"

    def ask(self, method: str, path: str, body: str | None = None, **headers: str | None) -> Any:
        own = {"Host": f"127.0.0.1:{self.server.port}", "Cookie": self.cookie}
        if method == "POST":
            own["Origin"] = f"http://{own['Host']}"
        sent = {name: value for name, value in {**own, **headers}.items() if value is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body or "")))
        connection.endheaders((body or "").encode())
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def call(self, name: str, **given: Any) -> Any:
        answer = self.ask("POST", f"/api/{name}", json.dumps(given))
        return answer.status, json.loads(answer.text)


@pytest.fixture
def client(session: Session) -> Iterator[Client]:
    started: Queue[Server] = Queue()

    async def serve() -> None:
        server = Server(session, TOKEN)
        loop = asyncio.get_running_loop()
        server.stop = lambda: loop.call_soon_threadsafe(server.finished.set)  # type: ignore[attr-defined]
        await server.run(lambda address: started.put(server))

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    server = started.get(timeout=60)
    yield Client(server, thread)
    if thread.is_alive():
        server.stop()  # type: ignore[attr-defined]
    thread.join()


def test_the_token_in_the_address_becomes_a_cookie_of_this_browser(client: Client) -> None:
    address = client.server.address.removeprefix(f"http://127.0.0.1:{client.server.port}")
    answer = client.ask("GET", address, Cookie=None)
    assert answer.status == 200
    cookie = answer.getheader("Set-Cookie")
    assert cookie.split("; ")[0] == client.cookie
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert answer.getheader("Content-Security-Policy") == POLICY
    assert "unsafe" not in POLICY
    for path, kind in (("/", "html"), ("/page.js", "javascript"), ("/page.css", "css")):
        answer = client.ask("GET", path)
        assert (answer.status, kind in answer.getheader("Content-Type")) == (200, True)
        assert answer.getheader("X-Content-Type-Options") == "nosniff"


EVERY_PATH = ("/", "/page.js", "/page.css", "/other", "/api/state", "/api/none")


@pytest.mark.parametrize("path", EVERY_PATH)
@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": None},
        {"Cookie": "cogov_grading={token}"},
        {"Cookie": "cogov_grading_{port}=wrong"},
        {"Host": "attacker.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1"},
    ],
)
def test_who_has_no_token_or_calls_it_by_another_name_is_refused(
    client: Client, path: str, headers: dict[str, str | None]
) -> None:
    given = {
        name: value and value.format(token=TOKEN, port=client.server.port)
        for name, value in headers.items()
    }
    for method in ("GET", "POST"):
        answer = client.ask(method, path, "{}" if method == "POST" else None, **given)
        assert (answer.status, answer.text) == (403, "403")
        assert answer.getheader("Set-Cookie") is None
    for token in ("", "wrong", "%E5%AF%86"):
        assert client.ask("GET", f"/?token={token}", Cookie=None).status == 403
    assert client.ask("GET", f"/page.js?token={TOKEN}", Cookie=None).status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://attacker.example", "http://127.0.0.1:1"])
def test_a_call_from_another_page_is_refused(client: Client, origin: str | None) -> None:
    assert client.ask("POST", "/api/state", "{}", Origin=origin).status == 403
    host = f"localhost:{client.server.port}"
    assert client.ask("POST", "/api/state", "{}", Host=host, Origin=f"http://{host}").status == 200


def test_no_other_file_and_no_other_call_is_answered(client: Client) -> None:
    for path in ("/page.html", "/session.py", "/../session.py", "/%2e%2e/session.py", "//etc/passwd"):
        assert client.ask("GET", path).status == 404
    assert client.ask("GET", "/api/state").status == 405
    assert client.ask("PUT", "/", Origin=f"http://127.0.0.1:{client.server.port}").status == 405
    for name in ("close", "_judge", "__init__"):
        assert client.ask("POST", f"/api/{name}", "{}").status == 404
    for body in ("", "[]", "{", '{"folder": "x"}', '{"folder": 1, "exercise": "x"}', "[" * 9000):
        assert client.ask("POST", "/api/look", body).status == 400


def test_a_request_is_bounded(client: Client) -> None:
    try:
        status = client.ask("POST", "/api/state", "x" * (LARGEST_REQUEST + 1)).status
    except OSError:  # it hung up before all was sent
        status = 400
    assert status == 400
    assert client.call("state")[0] == 200


def test_errors_are_answers_in_the_teacher_s_language(client: Client, tmp_path: Path) -> None:
    folder = str(tmp_path / "none")
    status, told = client.call("look", folder=folder, exercise=EXERCISE)
    assert (status, told) == (400, {"error": f"folder = {folder!r} is no folder."})
    with speaking("zh"):
        status, told = client.call("table")
        assert (status, told) == (400, {"error": "还没有成绩表：请先评分。"})
        assert client.call("phrases")[1]["title"] == "全班评分"
        _, told = client.call("grade", exercise="../../keys", folder=folder, out="x.csv")
        assert told == {"error": "exercise = '../../keys'：这个练习没有标准答案。"}


def test_a_mark_that_cannot_be_written_is_told(
    client: Client, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(tmp_path / "class", "1", RIGHT)
    graded(session, tmp_path / "class")
    row = client.call("table")[1]["rows"][0]["digest"]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        status, told = client.call("mark", row=row, column="q3", text="4")
    assert (status, told) == (400, {"error": "Nothing could be written: No space left on device."})
    assert client.call("mark", row=row, column="q3", text="4")[1]["marked"] == 1


def test_finishing_ends_the_server(client: Client) -> None:
    assert client.call("finish")[0] == 200
    client.thread.join(timeout=60)
    assert not client.thread.is_alive()
    with pytest.raises(OSError, match=r"refused|reset"):
        client.call("state")


def test_a_folder_without_keys_is_told_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    with speaking("en"):
        assert command.main([str(tmp_path), "--no-browser"]) == 2
    assert "a folder with the keys of exercises" in capsys.readouterr().err
