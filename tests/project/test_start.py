"""start.py: what it installs and when, and what it says when it cannot."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py, at work in a small copy of the project on an English computer."""
    monkeypatch.setattr(sys, "argv", ["start.py"])
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    spec = spec_from_file_location("start", REPOSITORY / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (*module.SOURCES, module.BUNDLE.relative_to(REPOSITORY)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"content of {name}", encoding="utf-8")
    module.BUNDLE = tmp_path / module.BUNDLE.relative_to(REPOSITORY)
    module.ROOT = tmp_path
    return module


@pytest.fixture
def pip_calls(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The calls of pip, which is not run; `.venv` is taken to be in order."""
    calls: list[tuple[str, ...]] = []

    def pip(*arguments: str, offline: bool = False) -> None:
        calls.append((*arguments, "offline" if offline else "online"))

    start.venv_folder().mkdir()
    monkeypatch.setattr(start, "venv_works", lambda: True)
    monkeypatch.setattr(start, "pip", pip)
    return calls


def test_installs_once(start: ModuleType, pip_calls: list[tuple[str, ...]]) -> None:
    start.install(start.LESSONS)
    start.install(start.LESSONS)
    assert pip_calls == [("install", "--editable", ".[lessons,research]", "online")]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "hatch_build.py"])
def test_installs_again_after_a_change(
    start: ModuleType, pip_calls: list[tuple[str, ...]], name: str
) -> None:
    start.install(start.LESSONS)
    (start.ROOT / name).write_text("changed", encoding="utf-8")
    start.install(start.LESSONS)
    assert len(pip_calls) == 2


def test_installs_again_without_its_bundle(
    start: ModuleType, pip_calls: list[tuple[str, ...]]
) -> None:
    start.install(start.LESSONS)
    start.BUNDLE.unlink()
    start.install(start.LESSONS)
    assert len(pip_calls) == 2


def test_a_moved_project_is_installed_again(
    start: ModuleType, pip_calls: list[tuple[str, ...]], tmp_path: Path
) -> None:
    start.install(start.LESSONS)
    before = start.fingerprint()
    for name in start.SOURCES:
        target = tmp_path / "elsewhere" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / name, target)
    start.ROOT = tmp_path / "elsewhere"
    assert start.fingerprint() != before


def test_an_installation_that_broke_off_is_done_again(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: str, **__: bool) -> None:
        raise SystemExit("pip failed")

    start.install(start.LESSONS)
    (start.ROOT / "constraints.txt").write_text("changed", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(start, "pip", broken)
        with pytest.raises(SystemExit):
            start.install(start.LESSONS)
    (start.ROOT / "constraints.txt").write_text("content of constraints.txt", encoding="utf-8")
    start.install(start.LESSONS)
    assert len(pip_calls) == 2


def test_the_tests_add_their_extra_and_it_stays(
    start: ModuleType, pip_calls: list[tuple[str, ...]]
) -> None:
    start.install(start.LESSONS)
    start.install(start.EVERYTHING)
    start.install(start.LESSONS)
    (start.ROOT / "constraints.txt").write_text("changed", encoding="utf-8")
    start.install(start.LESSONS)
    assert [call[2] for call in pip_calls] == [
        ".[lessons,research]",
        ".[lessons,research,test]",
        ".[lessons,research,test]",
    ]


def test_wheels_are_used_where_there_are_some(
    start: ModuleType, pip_calls: list[tuple[str, ...]]
) -> None:
    start.wheels_folder().mkdir()
    start.install(start.LESSONS)
    assert pip_calls[0][-1] == "offline"


def test_jupyterlab_asks_no_outside_site(
    start: ModuleType, pip_calls: list[tuple[str, ...]]
) -> None:
    from jupyterlab import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp
    from traitlets.config import JSONFileConfigLoader

    start.install(start.LESSONS)
    folder = start.venv_folder() / "etc" / "jupyter"
    lab = LabApp(config=JSONFileConfigLoader("jupyter_lab_config.json", str(folder)).load_config())
    assert lab.news_url is None
    assert lab.check_for_updates_class is NeverCheckForUpdate
    assert lab.extension_manager == "readonly"

    section, values = next(iter(start.LAB_SETTINGS.items()))
    plugin, name = section.split(":")
    schemas = Path(sys.prefix, "share", "jupyter", "lab", "schemas")
    schema = json.loads((schemas / plugin / f"{name}.json").read_text(encoding="utf-8"))
    assert set(values) <= set(schema["properties"])


def test_the_python_in_the_environment(start: ModuleType) -> None:
    assert Path(start.venv_python(windows=False)) == start.ROOT / ".venv" / "bin" / "python"
    assert Path(start.venv_python(windows=True)) == start.ROOT / ".venv" / "Scripts" / "python.exe"


@pytest.mark.parametrize("version", [(3, 6), (3, 10)])
def test_old_python(start: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(SystemExit, match=rf"Python 3\.{version[1]}.*need Python 3\.11"):
        start.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (3, 15)])
def test_new_python(start: ModuleType, version: tuple[int, int]) -> None:
    start.check_python(version)


def test_an_old_python_can_read_the_file() -> None:
    compile((REPOSITORY / "start.py").read_text(encoding="utf-8"), "start.py", "exec")
    import ast

    ast.parse((REPOSITORY / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_module(start: ModuleType, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    find_spec = start.importlib.util.find_spec
    monkeypatch.setattr(
        start.importlib.util, "find_spec", lambda name: None if name == module else find_spec(name)
    )
    with pytest.raises(SystemExit, match=rf"module {module}.*apt install python3-venv"):
        start.make_venv()


def test_half_made_environment_is_made_again(start: ModuleType) -> None:
    (start.venv_folder() / "bin").mkdir(parents=True)
    (start.venv_folder() / "pyvenv.cfg").write_text("home = nowhere", encoding="utf-8")
    assert not start.venv_works()
    start.remove_broken_venv()
    assert not start.venv_folder().exists()


def test_a_folder_that_is_no_environment_is_left_alone(start: ModuleType) -> None:
    start.venv_folder().mkdir()
    diary = start.venv_folder() / "diary.txt"
    diary.write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="no virtual environment"):
        start.make_venv()
    assert diary.read_text(encoding="utf-8") == "mine"


def test_read_only_folder(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(start.tempfile, "TemporaryFile", refuse)
    with pytest.raises(SystemExit, match=r"Nothing can be written.*Copy the whole folder"):
        start.install(start.LESSONS)


def other_start(start: ModuleType, then: str) -> subprocess.Popen[str]:
    """Return a process that holds the lock until it is told to go on; then it does more."""
    code = (
        f"import runpy, sys; start = runpy.run_path({str(REPOSITORY / 'start.py')!r})\n"
        f"lock = open({str(start.lock_path())!r}, 'a')\n"
        f"print(start['take_lock'](lock), flush=True); sys.stdin.readline(); {then}"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Another start is installing"), ("zh", "另一个 start.py 正在")]
)
def test_the_second_of_two_starts_waits_for_the_first(
    start: ModuleType,
    pip_calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    told: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", "--language", language])
    first = other_start(start, "pass")

    def sleep(_: float) -> None:
        start.write_stamp("\n".join([start.fingerprint(), *start.LESSONS]))
        first.communicate("go on\n")

    monkeypatch.setattr(start.time, "sleep", sleep)
    start.install(start.LESSONS)
    assert told in capsys.readouterr().out
    assert pip_calls == []  # the first had done it
    start.install(start.EVERYTHING)
    assert len(pip_calls) == 1


def test_a_start_that_was_killed_holds_no_lock(start: ModuleType) -> None:
    first = other_start(start, "pass")
    with start.lock_path().open("a") as lock:
        assert not start.take_lock(lock)
        first.kill()
        first.communicate()
        assert start.take_lock(lock)


def test_what_runs_afterwards_does_not_inherit_the_lock(start: ModuleType) -> None:
    with start.installing():
        jupyter = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with start.lock_path().open("a") as lock:
        assert start.take_lock(lock)
    jupyter.communicate(b"\n")


def test_git_ignores_what_an_installation_leaves(start: ModuleType) -> None:
    ignored = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/.venv/", f"/{start.lock_path().name}", "/.venv.old"} <= set(ignored)


def test_an_environment_that_is_a_file_is_put_aside(start: ModuleType) -> None:
    start.venv_folder().write_text("somewhere else", encoding="utf-8")
    assert not start.venv_works()
    assert not start.is_installed(start.LESSONS)
    start.remove_broken_venv()
    assert not start.venv_folder().exists()
    assert (start.ROOT / ".venv.old").read_text(encoding="utf-8") == "somewhere else"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_an_environment_that_leads_nowhere_is_put_aside(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.venv_folder().symlink_to(start.ROOT / "gone")
    monkeypatch.setattr(start.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(SystemExit, match="could not make the folder"):
        start.make_venv()
    assert not os.path.lexists(start.venv_folder())


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", None])
def test_a_stamp_that_cannot_be_read_is_none(
    start: ModuleType, pip_calls: list[tuple[str, ...]], content: bytes | None
) -> None:
    if content is None:
        (start.stamp_path() / "inside").mkdir(parents=True)
    else:
        start.stamp_path().write_bytes(content)
    start.install(start.LESSONS)
    start.install(start.LESSONS)
    assert len(pip_calls) == 1


def test_a_configuration_that_cannot_be_read_counts_as_broken(start: ModuleType) -> None:
    start.venv_folder().mkdir()
    (start.venv_folder() / "pyvenv.cfg").write_bytes(b"\xff\xfe\x00")
    assert not start.venv_works()
    start.remove_broken_venv()
    assert not start.venv_folder().exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_wheels_of_an_unknown_computer(start: ModuleType, content: bytes | None) -> None:
    start.wheels_folder().mkdir()
    made_on = start.wheels_folder() / "MADE-ON.txt"
    made_on.mkdir() if content is None else made_on.write_bytes(content)
    assert "made for: unknown;" in start.explain_pip("ERROR: No matching", offline=True)


def test_a_disk_without_room_is_told_before_anything_is_made(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: SimpleNamespace(free=1.2e9))
    with pytest.raises(SystemExit, match=r"has 1\.2 GB left.*needs about 1\.5 GB"):
        start.install(start.LESSONS)
    assert not start.venv_folder().exists()


@pytest.mark.parametrize("writes", ["write_stamp", "configure_lab"])
def test_a_disk_that_becomes_full(
    start: ModuleType,
    pip_calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    writes: str,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(start, writes, full)
        with pytest.raises(SystemExit, match="The disk is full"):
            start.install(start.LESSONS)
    with monkeypatch.context() as patch:
        patch.setattr(start.tempfile, "TemporaryFile", lambda **_: full())
        with pytest.raises(SystemExit, match="The disk is full"):
            start.install(start.LESSONS)
    offline = start.explain_pip("OSError: [Errno 28] No space left on device", offline=True)
    assert "The disk is full" in offline
    start.install(start.LESSONS)
    assert start.is_installed(start.LESSONS)


def test_a_stamp_that_cannot_be_written_is_told(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(start, "write_stamp", refuse)
    with pytest.raises(SystemExit, match=r"cannot be written.*Permission denied"):
        start.install(start.LESSONS)


def test_a_project_that_lacks_a_file(start: ModuleType) -> None:
    (start.ROOT / "constraints.txt").unlink()
    with pytest.raises(SystemExit, match=r"file constraints\.txt cannot be read"):
        start.install(start.LESSONS)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "no connection"),
        ("HTTPSConnectionPool(...): Read timed out. ReadTimeoutError", "no connection"),
        ("SSLError(SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: ResolutionImpossible", "last lines above"),
    ],
)
def test_what_pip_failed_of(start: ModuleType, line: str, answer: str) -> None:
    assert answer in start.explain_pip(f"Collecting numpy\n{line}\n", offline=False)


def test_wheels_of_another_computer(start: ModuleType) -> None:
    start.wheels_folder().mkdir()
    (start.wheels_folder() / "MADE-ON.txt").write_text("Plan 9 on PDP-11\n", encoding="utf-8")
    answer = start.explain_pip("ERROR: No matching distribution", offline=True)
    assert "made for: Plan 9 on PDP-11; this computer: " + start.this_computer() in answer


@pytest.mark.parametrize(
    ("arguments", "language", "rest"),
    [
        (["--language", "zh", "--no-browser"], "zh", ["--no-browser"]),
        (["--no-browser", "--language=en"], "en", ["--no-browser"]),
        (["--lang", "zh"], "zh", []),
    ],
)
def test_language_option(
    start: ModuleType, arguments: list[str], language: str, rest: list[str]
) -> None:
    assert start.take_language(arguments) == (language, rest)


@pytest.mark.parametrize("arguments", [["--language", "fr"], ["--language"], ["--language="]])
def test_unknown_language(start: ModuleType, arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="must be en or zh"):
        start.take_language(arguments)


@pytest.mark.parametrize(
    ("name", "language"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C", "en")]
)
def test_language_of_the_computer(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", name)
    assert start.system_language() == language


@pytest.mark.parametrize("word", ["zh", "Test", "lesson 1"])
def test_a_word_that_is_no_command_is_named(
    start: ModuleType, pip_calls: list[tuple[str, ...]], word: str
) -> None:
    with pytest.raises(SystemExit, match=rf"`{word}` is neither.*--language zh"):
        start.main([word])
    assert pip_calls == []
    (start.ROOT / "lesson 1").touch()
    start.check_options(["lesson 1", "--no-browser"])
    start.check_options(["--port", "9000"])


@pytest.mark.parametrize(
    ("arguments", "computer", "language"),
    [
        (["--language", "zh"], "en_GB.UTF-8", "zh"),
        (["--language", "en"], "zh_CN.UTF-8", "en"),
        ([], "zh_CN.UTF-8", "zh"),
        (["--language", "fr"], "zh_CN.UTF-8", "zh"),
    ],
)
def test_speaks_the_language_that_is_asked_for(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    computer: str,
    language: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", *arguments])
    monkeypatch.setenv("LC_ALL", computer)
    chosen = {"en": "English", "zh": "中文"}[language]
    assert start.say("English", "中文") == chosen
    last_lines = {"en": "last lines above", "zh": "上面最后几行"}[language]
    assert last_lines in start.explain_pip("ERROR: ResolutionImpossible", offline=False)


def test_every_reason_of_pip_has_both_languages(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", "--language", "zh"])
    told = {
        start.explain_pip(line, offline=False)
        for line in ("ReadTimeout", "SSLError", "No space left on device", "unknown")
    }
    assert len(told) == 4
    assert all(re.search("[一-鿿]", words) for words in told)
    assert all("{" not in words for words in told)


def test_says_what_opens_and_how_to_stop(
    start: ModuleType,
    pip_calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lesson = start.ROOT / "lessons" / "zh" / "01_collective_action.ipynb"
    lesson.parent.mkdir(parents=True)
    lesson.touch()
    commands: list[list[str]] = []
    monkeypatch.setattr(start, "run", lambda command: commands.append(command) or 0)
    monkeypatch.setattr(sys, "argv", ["start.py", "--language", "zh"])
    assert start.main(["--language", "zh"]) == 0
    told = capsys.readouterr().out
    assert "正在浏览器中打开 lessons/zh/01_collective_action.ipynb" in told
    assert "Ctrl+C" in told
    assert "不要关闭" in told
    assert "default_url=/lab/tree/lessons/zh/01_collective_action.ipynb" in commands[0][3]


def test_opens_the_first_lesson(start: ModuleType) -> None:
    assert start.first_page("zh") == "."
    (start.ROOT / "lessons" / "zh").mkdir(parents=True)
    assert start.first_page("zh") == "lessons/zh"
    for name in ("02_commons.ipynb", "01_collective_action.ipynb"):
        (start.ROOT / "lessons" / "zh" / name).touch()
    assert start.first_page("zh") == "lessons/zh/01_collective_action.ipynb"
    assert start.first_page("en") == "lessons"


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_only_root_is_allowed_as_root(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, user: int, allowed: bool
) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in start.lab_options("en", [])) is allowed


def test_options_are_passed_through_and_win(start: ModuleType) -> None:
    mine = ["--no-browser", "--LabApp.default_url=/lab", "--allow-root"]
    options = start.lab_options("en", mine)
    assert options[-3:] == mine
    assert len([option for option in options if "default_url" in option]) == 1
    assert options.count("--allow-root") == 1


def test_pytest_gets_its_options(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(start, "run", lambda command: commands.append(command) or 5)
    assert start.main(["test", "-m", "not slow"]) == 5
    assert commands == [[start.venv_python(), "-m", "pytest", "-m", "not slow"]]


def test_lint_runs_every_check_and_returns_the_worst_status(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    statuses = {"mypy": 1, "ruff": 0}

    def call(command: list[str], cwd: str) -> int:
        commands.append(command)
        return statuses.get(command[2], 0)

    monkeypatch.setattr(start, "subprocess", SimpleNamespace(call=call))
    assert start.main(["lint"]) == 1
    assert [command[1:] for command in commands] == [list(c) for c in start.CHECKS.values()]
    with pytest.raises(SystemExit, match="takes no options, but got --fix"):
        start.main(["lint", "--fix"])


def test_the_export_gets_its_options(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(start, "run", lambda command: commands.append(command) or 2)
    assert start.main(["export", "lessons/en/01.ipynb", "--pdf"]) == 2
    assert commands == [
        [start.venv_python(), "-m", "cogov_games.export", "lessons/en/01.ipynb", "--pdf"]
    ]
    assert len(pip_calls) == 1


def test_grading_gets_the_language_and_this_project_s_folders(
    start: ModuleType, pip_calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(start, "run", lambda command: commands.append(command) or 0)
    assert start.main(["grade", "--no-browser", "--language", "zh"]) == 0
    assert start.main(["grade"]) == 0
    page, english = commands
    keys = str(start.ROOT / "teacher" / "keys")
    assert page[:4] == [start.venv_python(), "-m", "cogov_games.classroom.grading.page", keys]
    assert page[-3:] == ["--language", "zh", "--no-browser"]
    assert english[-2:] == ["--language", "en"]
    assert page[4:8] == ["--exercises", str(start.ROOT / "exercises"), "--project", str(start.ROOT)]
    assert len(pip_calls) == 1


def test_the_exit_status_is_the_command_s(start: ModuleType) -> None:
    code = (
        "import runpy; start = runpy.run_path('start.py'); "
        "start['run']([start['sys'].executable, '-c', 'raise SystemExit(7)'])"
    )
    process = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False)
    assert process.returncode == (7 if os.name != "nt" else 0)
