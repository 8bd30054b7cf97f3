"""Install the lessons and open them: run `python3 start.py` (on Windows `py start.py`).

python3 start.py [--language en|zh] [options]  opens lesson 01; options go to `jupyter lab`
python3 start.py test [options]                runs all tests; options go to pytest
python3 start.py lint                          reads the code: ruff, mypy, and whether imports
                                               point down
python3 start.py export LESSON [options]       writes a lesson as one HTML file that needs neither
                                               Jupyter nor a network; with --pdf also a handout
python3 start.py grade [--language en|zh]      opens a page on which a teacher grades a class's
                                               exercises; with --no-browser only its address
python3 start.py wheels                        fills the folder `wheels` for computers
                                               that have no network

Everything is installed into the folder `.venv` beside this file, and again only when a file that
matters to the installation has changed. Where there is a folder `wheels`, no network is used.
"""

# Only the standard library, and syntax that an old Python reads: it is to be told that it is old.

import contextlib
import errno
import hashlib
import importlib.util
import json
import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Iterator, List, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 14)
LESSONS = ("lessons", "research")
EVERYTHING = (*LESSONS, "test")

# What decides whether an installation is out of date, and what it builds.
SOURCES = (
    "start.py",
    "pyproject.toml",
    "constraints.txt",
    "hatch_build.py",
    "cogov_games/widgets/bundle.py",
    "cogov_games/widgets/vega_entry.js",
)
BUNDLE = ROOT / "cogov_games" / "widgets" / "static" / "vega.js"

# What an installation takes; the folder alone has 1.2 GB, and pip unpacks beside it.
NEEDED_GB = 1.5

# What `lint` runs, in this order; the contract on imports has no module that Python could run.
CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format": ("-m", "ruff", "format", "--check", "cogov_games", "benchmarks", "start.py"),
    "mypy": ("-m", "mypy"),
    "imports": (
        "-c",
        "from importlinter.cli import lint_imports_command as check; check()",
        "--no-logo",
        "--no-cache",
    ),
}

# JupyterLab would ask outside sites for news, for its updates and for extensions.
LAB_OPTIONS = {
    "news_url": None,
    "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "extension_manager": "readonly",
}
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}

COMMAND = "py start.py" if os.name == "nt" else "python3 start.py"

CHINESE_HELP = f"""安装并打开课程：运行 `{COMMAND}`。

{COMMAND} [--language en|zh] [选项]   打开第一课；选项传给 `jupyter lab`
{COMMAND} test [选项]                 运行全部测试；选项传给 pytest
{COMMAND} lint                        检查代码：ruff、mypy 和导入方向
{COMMAND} grade [--language en|zh]    打开全班评分页面；加 --no-browser 则只给出网址
{COMMAND} wheels                      为没有网络的电脑准备文件夹 `wheels`

所有软件都装在本文件旁边的 `.venv` 文件夹里；只有与安装有关的文件改动之后才会重新安装。
如果有 `wheels` 文件夹，安装时就不使用网络。
"""

DISK_FULL = (
    f"The disk is full. The installation needs about {NEEDED_GB} GB. Make room and run the same "
    f"command again.",
    f"磁盘已满。安装大约需要 {NEEDED_GB} GB 空间。请腾出空间，再运行同一条命令。",
)

PIP_FAILURES = (
    (
        r"NewConnectionError|ConnectTimeout|NameResolutionError|name resolution|getaddrinfo failed"
        r"|nodename nor servname|Network is unreachable|ReadTimeout|Cannot connect to proxy",
        f"There is no connection to the package index. Connect this computer to the network and "
        f"run the same command again: what was downloaded is kept. In a class room without a "
        f"network, run `{COMMAND} wheels` on a computer of the same kind that has one, copy the "
        f"folder `wheels` that it fills to the place beside start.py here, and run the same "
        f"command again. If your school has a package mirror, tell pip its address once with "
        f"`{{python}} -m pip config --user set global.index-url ADDRESS`.",
        f"连接不上软件包的下载网站。请先让这台电脑联网，再运行同一条命令：已经下载的部分不会丢失。"
        f"如果教室没有网络，请在一台同类且能联网的电脑上运行 `{COMMAND} wheels`，"
        f"把它生成的 `wheels` 文件夹复制到这里的 start.py 旁边，再运行同一条命令。"
        f"如果学校有软件包镜像，请用 `{{python}} -m pip config --user set global.index-url 地址` "
        f"把地址告诉 pip，只需一次。",
    ),
    (
        r"SSLError|CERTIFICATE_VERIFY_FAILED",
        f"The package index could not be trusted: something between this computer and the "
        f"network, often a school's firewall, changes secure connections. Ask whoever runs the "
        f"network for its certificate, tell pip where it is with `{{python}} -m pip config --user "
        f"set global.cert FILE`, and run `{COMMAND}` again.",
        f"无法确认下载网站的身份：这台电脑与网络之间有设备（常见的是学校防火墙）改动了加密连接。"
        f"请向网络管理员索取证书，用 `{{python}} -m pip config --user set global.cert 文件` "
        f"告诉 pip 证书的位置，再运行 `{COMMAND}`。",
    ),
    (
        r"No space left on device|not enough space on the disk",
        *DISK_FULL,
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for and return the exit status."""
    check_python(sys.version_info[:2])
    command, options = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(say(__doc__ or "", CHINESE_HELP))
        return 0
    if command == "test":
        install(EVERYTHING)
        return run([venv_python(), "-m", "pytest", *options])
    if command == "lint":
        check_no_options(command, options)
        install(EVERYTHING)
        return lint()
    if command == "export":
        install(LESSONS)
        return run([venv_python(), "-m", "cogov_games.export", *options])
    if command == "grade":
        language, options = take_language(options)
        install(LESSONS)
        return run([venv_python(), *grading(language), *options])
    if command == "wheels":
        check_no_options(command, options)
        with installing():
            fill_wheels()
        return 0
    language, options = take_language(arguments)
    check_options(options)
    install(LESSONS)
    print(welcome(language), flush=True)
    return run([venv_python(), "-m", "jupyterlab", *lab_options(language, options)])


def check_python(version: Tuple[int, ...]) -> None:
    """Stop if this Python is too old."""
    if version < OLDEST:
        raise SystemExit(
            say(
                f"This is Python {dotted(version)}, and the lessons need Python {dotted(OLDEST)} "
                f"or newer. Install a newer Python (Windows and macOS: from the Python website or "
                f"your software centre; Linux: from your package manager), open a new terminal, "
                f"and start with the newer one by its name, for example "
                f"`python{dotted(OLDEST)} start.py`, or on Windows `py -{dotted(OLDEST)} start.py`.",
                f"这里的 Python 是 {dotted(version)}，而课程需要 Python {dotted(OLDEST)} 或更新的版本。"
                f"请安装较新的 Python（Windows 和 macOS：从 Python 网站或软件中心；Linux：用软件包管理器），"
                f"打开一个新的终端窗口，并指明版本来启动，例如 `python{dotted(OLDEST)} start.py`，"
                f"在 Windows 上为 `py -{dotted(OLDEST)} start.py`。",
            )
        )


def check_no_options(command: str, options: Sequence[str]) -> None:
    """Stop at an option of a command that takes none."""
    if options:
        raise SystemExit(
            say(
                f"`{COMMAND} {command}` takes no options, but got {options[0]}.",
                f"`{COMMAND} {command}` 后面不能加选项，但加了 {options[0]}。",
            )
        )


def check_options(options: Sequence[str]) -> None:
    """Stop at a word that is neither a command nor a file, before Jupyter stumbles over it."""
    for option in options[:1]:
        if not option.startswith("-") and not (ROOT / option).exists():
            raise SystemExit(
                say(
                    f"`{option}` is neither a command of start.py nor a file in this folder. "
                    f"For the lessons in Chinese, run `{COMMAND} --language zh`; for all that "
                    f"can be asked for, `{COMMAND} --help`.",
                    f"`{option}` 既不是 start.py 的命令，也不是本文件夹中的文件。"
                    f"要打开中文课程，请运行 `{COMMAND} --language zh`；"
                    f"全部用法见 `{COMMAND} --help`。",
                )
            )


def lint() -> int:
    """Run every check, so that one sees all faults at once, and return the worst exit status."""
    worst = 0
    for name, arguments in CHECKS.items():
        print(f"--- {name}", flush=True)
        worst = max(worst, subprocess.call([venv_python(), *arguments], cwd=str(ROOT)))
    return worst


def welcome(language: str) -> str:
    """Say what opens, and how to go on, to somebody who never used a terminal."""
    return say(
        f"Opening {first_page(language)} in your browser. Leave this window open as long as you "
        f"work. If no browser opens, copy the address with `localhost` that appears "
        f"below into one. To stop, press Ctrl+C twice in this window.",
        f"正在浏览器中打开 {first_page(language)}。上课期间请不要关闭这个窗口。如果浏览器没有自动打开，"
        f"请把下面含有 `localhost` 的网址复制到浏览器中。要结束时，在这个窗口中按两次 Ctrl+C。",
    )


def grading(language: str) -> List[str]:
    """Return what opens the page for grading, and where this project keeps what it needs."""
    return [
        "-m", "cogov_games.classroom.grading.page", str(ROOT / "teacher" / "keys"),
        "--exercises", str(ROOT / "exercises"), "--project", str(ROOT), "--language", language,
    ]  # fmt: skip


def take_language(arguments: Sequence[str]) -> Tuple[str, List[str]]:
    """Split ``--language en|zh`` from the options that are Jupyter's."""
    options = list(arguments)
    for place, option in enumerate(options):
        name, equals, language = option.partition("=")
        if name in ("--language", "--lang"):
            end = place + 1 if equals else place + 2
            if not equals:
                language = "".join(options[place + 1 : end])
            if language not in ("en", "zh"):
                raise SystemExit(
                    f"--language must be en or zh, but got {language!r}. "
                    f"--language 后面只能是 en（英文）或 zh（中文）。"
                )
            return language, options[:place] + options[end:]
    return system_language(), options


def system_language() -> str:
    """Return ``"zh"`` where the computer speaks Chinese, else ``"en"``."""
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    name = next((os.environ[v] for v in variables if os.environ.get(v)), "")
    if not name:
        with contextlib.suppress(locale.Error):
            name = locale.setlocale(locale.LC_CTYPE, "")
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def lab_options(language: str, options: Sequence[str]) -> List[str]:
    """Return JupyterLab's options: ours, except those that the caller gives too, and theirs."""
    ours = [f"--LabApp.default_url=/lab/tree/{first_page(language)}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        ours.append("--allow-root")
    theirs = {option.partition("=")[0] for option in options}
    return [option for option in ours if option.partition("=")[0] not in theirs] + list(options)


def first_page(language: str) -> str:
    """Return the path of lesson 01, or of its folder as long as there is none."""
    folder = ROOT / "lessons" / language
    places = [*sorted(folder.glob("01_*.ipynb")), folder, ROOT / "lessons", ROOT]
    return next(place for place in places if place.exists()).relative_to(ROOT).as_posix()


# Installation


def install(extras: Sequence[str]) -> None:
    """Bring ``.venv`` in line with the project's files, unless it is already."""
    if is_installed(extras):
        return
    with installing():
        if not is_installed(extras):  # another start may have done it
            bring_in_line(extras)


def is_installed(extras: Sequence[str]) -> bool:
    """Return whether ``.venv`` holds what the project's files ask for."""
    then, present = last_installation()
    return (
        then == fingerprint() and set(extras) <= set(present) and BUNDLE.exists() and venv_works()
    )


def bring_in_line(extras: Sequence[str]) -> None:
    """Install into ``.venv``, keeping the extras that it has."""
    present = last_installation()[1] if venv_works() else []
    make_venv()
    write_stamp("")  # an installation that breaks off is none
    offline = wheels_folder().is_dir()
    origin = (
        say("from the folder wheels", "用 wheels 文件夹")
        if offline
        else say("from the network", "从网络")
    )
    print(
        say(
            f"Installing into .venv {origin}; the first time takes some minutes.",
            f"正在{origin}安装到 .venv；第一次需要几分钟，期间会显示许多英文，不必理会。",
        ),
        flush=True,
    )
    wanted = sorted({*extras, *present})
    pip("install", "--editable", f".[{','.join(wanted)}]", offline=offline)
    configure_lab(venv_folder())
    write_stamp("\n".join([fingerprint(), *wanted]))


@contextlib.contextmanager
def installing() -> Iterator[None]:
    """Let one start at a time change what is installed, and say so if the disk becomes full.

    The system frees the lock with the process, however that ends; no other process inherits it.
    """
    check_writable()
    try:
        with lock_path().open("a") as lock:
            if not take_lock(lock):
                print(
                    say(
                        "Another start is installing in this folder; this one waits until it is "
                        "done. To stop waiting, press Ctrl+C.",
                        "另一个 start.py 正在这个文件夹中安装；等它完成后会继续。"
                        "不想等待时，请按 Ctrl+C。",
                    ),
                    flush=True,
                )
                while not take_lock(lock):
                    time.sleep(0.5)
            yield
    except OSError as error:
        raise SystemExit("\n" + explain_writing(error)) from error


def take_lock(lock: IO[str]) -> bool:
    """Take the lock; return False if another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # some network disks have no locks at all
        return error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
    return True


def explain_writing(error: OSError) -> str:
    """Say why something could not be written, and what to do."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return say(*DISK_FULL)
    return say(
        f"The installation cannot be written ({error}). Close every Jupyter and every terminal "
        f"that uses it, remove the folder .venv, and run `{COMMAND}` again.",
        f"无法写入安装文件（{error}）。请关闭仍在使用它的 Jupyter 和终端窗口，"
        f"删除 .venv 文件夹，再运行 `{COMMAND}`。",
    )


def check_room() -> None:
    """Stop if the disk has no room for an installation."""
    free = shutil.disk_usage(str(ROOT)).free / 1e9
    if free < NEEDED_GB:
        raise SystemExit(
            say(
                f"The disk has {free:.1f} GB left, and the installation needs about {NEEDED_GB} "
                f"GB. Make room and run `{COMMAND}` again.",
                f"磁盘只剩 {free:.1f} GB，而安装大约需要 {NEEDED_GB} GB。"
                f"请腾出空间，再运行 `{COMMAND}`。",
            )
        )


def configure_lab(prefix: Path, **options: str) -> None:
    """Keep the JupyterLab that is installed in a folder from asking outside sites."""
    files = {
        prefix / "etc/jupyter/jupyter_lab_config.json": {"LabApp": {**LAB_OPTIONS, **options}},
        prefix / "share/jupyter/lab/settings/overrides.json": LAB_SETTINGS,
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def fill_wheels() -> None:
    """Fill ``wheels`` with all that an installation takes, building from source what has to be."""
    import tomllib

    make_venv()
    print(
        say(
            "Filling the folder wheels from the network; this takes some minutes.",
            "正在从网络下载到 wheels 文件夹，需要几分钟。",
        ),
        flush=True,
    )
    with (ROOT / "pyproject.toml").open("rb") as file:
        build_requirements = tomllib.load(file)["build-system"]["requires"]
    part = ROOT / "wheels.part"
    shutil.rmtree(part, ignore_errors=True)
    project = f".[{','.join(EVERYTHING)}]"
    pip("wheel", "--wheel-dir", part.name, project, *build_requirements)
    (part / "MADE-ON.txt").write_text(this_computer() + "\n", encoding="utf-8")
    shutil.rmtree(wheels_folder(), ignore_errors=True)
    part.rename(wheels_folder())
    files = list(wheels_folder().glob("*.whl"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(
        say(
            f"The folder wheels now holds {len(files)} packages ({size:.0f} MB) for "
            f"{this_computer()}. Copy the project with this folder to any number of computers of "
            f"that kind: there `{COMMAND}` installs without a network.",
            f"wheels 文件夹中现有 {len(files)} 个软件包（{size:.0f} MB），适用于 {this_computer()}。"
            f"把整个项目连同这个文件夹复制到同类电脑上（台数不限），在那里运行 `{COMMAND}` 即可，无需网络。",
        )
    )


def pip(action: str, *arguments: str, offline: bool = False) -> None:
    """Run pip in ``.venv`` under the constraints, and explain what goes wrong."""
    command = [venv_python(), "-m", "pip", action, "--disable-pip-version-check", "--no-input"]
    command += ["--constraint", "constraints.txt", *arguments]
    if offline:
        command += ["--no-index", "--find-links", "wheels"]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        command,
        cwd=str(ROOT),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if not line.startswith(("Requirement already satisfied", "Processing ./wheels")):
            print(line, end="", flush=True)
    if process.wait() != 0:
        raise SystemExit("\n" + explain_pip("".join(lines), offline))


def explain_pip(output: str, offline: bool) -> str:
    """Say in one paragraph why pip failed and what to do."""
    for pattern, english, chinese in PIP_FAILURES:
        if re.search(pattern, output):
            return say(english, chinese).format(python=venv_python())
    if offline:
        origin = read_mark(wheels_folder() / "MADE-ON.txt").strip()[:100] or say("unknown", "不详")
        return say(
            f"The folder wheels does not hold all that is needed (it was made for: {origin}; "
            f"this computer: {this_computer()}). It serves only the kind of computer and the "
            f"version of the project that it was made with. Run `{COMMAND} wheels` again on a "
            f"computer of this kind that has a network and bring the folder here, or remove the "
            f"folder to install from the network.",
            f"wheels 文件夹中缺少需要的软件（它适用于：{origin}；这台电脑：{this_computer()}）。"
            f"它只适用于生成它时的那类电脑和那个版本的项目。请在一台同类且能联网的电脑上重新运行 "
            f"`{COMMAND} wheels`，再把文件夹带过来；或者删除这个文件夹，改从网络安装。",
        )
    hints = say(
        "pip could not install the project; its last lines above say why.",
        "pip 未能完成安装，原因见上面最后几行。",
    )
    if sys.version_info[:2] > NEWEST:
        hints += say(
            f" The project was tested with Python {dotted(OLDEST)} to {dotted(NEWEST)} and this "
            f"is {dotted(sys.version_info[:2])}, for which packages may be missing: try one of "
            f"those.",
            f"本项目在 Python {dotted(OLDEST)} 至 {dotted(NEWEST)} 上测试过，"
            f"而这里是 {dotted(sys.version_info[:2])}，可能缺少相应的软件包，请改用前述版本。",
        )
    if os.name == "nt":
        hints += say(
            " Move the project to a folder with a short path, such as C:\\cogov_games.",
            "请把项目移到路径较短的文件夹，例如 C:\\cogov_games。",
        )
    return hints + say(
        f" Then run `{COMMAND}` again; if nothing helps, remove the folder .venv first.",
        f"然后再运行 `{COMMAND}`；如果仍然不行，请先删除 .venv 文件夹。",
    )


def make_venv() -> None:
    """Make ``.venv``, or make it again if it is broken."""
    if venv_works():
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise SystemExit(
                say(
                    f"This Python comes without its module {module}, which makes the folder .venv "
                    f"that keeps the lessons apart from the rest of the computer. On Debian and "
                    f"Ubuntu, run `sudo apt install python3-venv` (or `sudo apt install "
                    f"python{dotted(sys.version_info[:2])}-venv`); elsewhere install Python from "
                    f"the Python website or with your package manager. Then run `{COMMAND}` again.",
                    f"这个 Python 缺少 {module} 模块，无法生成 .venv 文件夹（课程软件装在其中，"
                    f"与电脑上的其他软件互不影响）。在 Debian 和 Ubuntu 上请运行 "
                    f"`sudo apt install python3-venv`（或 `sudo apt install "
                    f"python{dotted(sys.version_info[:2])}-venv`）；在其他系统上，"
                    f"请从 Python 网站或用软件包管理器安装 Python。然后再运行 `{COMMAND}`。",
                )
            )
    if os.path.lexists(str(venv_folder())):
        remove_broken_venv()
    check_room()
    print(say("Making the folder .venv.", "正在生成 .venv 文件夹。"), flush=True)
    command = [sys.executable, "-m", "venv", str(venv_folder())]
    if subprocess.call(command) != 0 or not venv_works():
        raise SystemExit(
            say(
                f"Python could not make the folder .venv; its last lines above say why. Remove the "
                f"folder .venv and run `{COMMAND}` again, or try another Python.",
                f"Python 未能生成 .venv 文件夹，原因见上面最后几行。请删除 .venv 文件夹，"
                f"再运行 `{COMMAND}`，或换用另一个 Python。",
            )
        )


def remove_broken_venv() -> None:
    """Remove a ``.venv`` that was left half made, but nothing else that has its name."""
    if not venv_folder().is_dir():
        os.replace(str(venv_folder()), str(ROOT / ".venv.old"))
        print(
            say(
                ".venv is no folder; it is now called .venv.old.",
                ".venv 不是文件夹，已改名为 .venv.old。",
            ),
            flush=True,
        )
        return
    if any(venv_folder().iterdir()) and not (venv_folder() / "pyvenv.cfg").exists():
        raise SystemExit(
            say(
                f"{venv_folder()} exists, but it is no virtual environment of Python, so it is not "
                f"touched. Move it away and run `{COMMAND}` again.",
                f"已有 {venv_folder()}，但它不是 Python 的虚拟环境，因此不作改动。"
                f"请把它移到别处，再运行 `{COMMAND}`。",
            )
        )
    print(
        say("The folder .venv is broken and is made again.", ".venv 文件夹已损坏，正在重新生成。"),
        flush=True,
    )
    try:
        shutil.rmtree(venv_folder())
    except OSError as error:
        raise SystemExit(
            say(
                f"The broken folder .venv cannot be removed ({error}). Close every Jupyter and "
                f"every terminal that still uses it, and run `{COMMAND}` again.",
                f"已损坏的 .venv 文件夹无法删除（{error}）。请关闭仍在使用它的 Jupyter 和终端窗口，"
                f"再运行 `{COMMAND}`。",
            )
        ) from error


def check_writable() -> None:
    """Stop if the project's folder is read-only."""
    try:
        with tempfile.TemporaryFile(dir=str(ROOT)):
            pass
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise SystemExit(say(*DISK_FULL)) from error
        raise SystemExit(
            say(
                f"Nothing can be written to {ROOT} ({error.strerror}), so the lessons cannot be "
                f"installed there. Copy the whole folder to a place of your own, such as your home "
                f"folder, and run `{COMMAND}` there.",
                f"无法写入 {ROOT}（{error.strerror}），因此不能在那里安装课程。"
                f"请把整个文件夹复制到自己的位置，例如个人主目录，再在那里运行 `{COMMAND}`。",
            )
        ) from error


def venv_works() -> bool:
    """Return whether ``.venv`` has a Python that is new enough and has pip."""
    code = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    with contextlib.suppress(OSError):
        return subprocess.call([venv_python(), "-c", code], stderr=subprocess.DEVNULL) == 0
    return False


def fingerprint() -> str:
    """Return a hash of all that decides what an installation holds, its place included."""
    digest = hashlib.sha256(str(ROOT).encode("utf-8"))
    for name in SOURCES:
        try:
            digest.update((ROOT / name).read_bytes())
        except OSError as error:
            raise SystemExit(
                say(
                    f"The project's file {name} cannot be read ({error.strerror}). Copy or unpack "
                    f"the whole project again and run `{COMMAND}` there.",
                    f"无法读取项目文件 {name}（{error.strerror}）。请重新复制或解压整个项目，"
                    f"再在那里运行 `{COMMAND}`。",
                )
            ) from error
    return digest.hexdigest()


def last_installation() -> Tuple[str, List[str]]:
    """Return the fingerprint and the extras of the last installation that was completed."""
    lines = read_mark(stamp_path()).split()
    return (lines[0], lines[1:]) if lines else ("", [])


def read_mark(path: Path) -> str:
    """Return what an earlier run left written, or nothing if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def write_stamp(text: str) -> None:
    """Write what the installation holds, whatever stands in its place."""
    if stamp_path().is_dir():
        shutil.rmtree(str(stamp_path()))
    elif os.path.lexists(str(stamp_path())):
        stamp_path().unlink()
    stamp_path().write_text(text, encoding="utf-8")


# Places


def venv_folder() -> Path:
    return ROOT / ".venv"


def venv_python(windows: Optional[bool] = None) -> str:
    """Return the path of the Python in ``.venv``."""
    windows = os.name == "nt" if windows is None else windows
    return str(
        venv_folder().joinpath(*(("Scripts", "python.exe") if windows else ("bin", "python")))
    )


def stamp_path() -> Path:
    return venv_folder() / "installed.txt"


def lock_path() -> Path:
    return ROOT / ".venv.lock"


def wheels_folder() -> Path:
    return ROOT / "wheels"


# Words


def say(english: str, chinese: str) -> str:
    """Return the words in the language that was asked for, else in the computer's."""
    try:
        language, _ = take_language(sys.argv[1:])
    except SystemExit:
        language = system_language()
    return chinese if language == "zh" else english


def this_computer() -> str:
    python = dotted(sys.version_info[:2])
    return f"{platform.system()} on {platform.machine()}, Python {python}"


def dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))


def run(command: Sequence[str]) -> int:
    """Hand over to a command; where a process can't be replaced, wait for it to end."""
    os.chdir(str(ROOT))
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], list(command))
    process = subprocess.Popen(list(command))
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # Jupyter asks for itself whether to stop
            return process.wait()


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        stopped = say(
            f"Stopped. Run `{COMMAND}` again to go on.", f"已停止。要继续，请再运行 `{COMMAND}`。"
        )
        raise SystemExit("\n" + stopped) from None
