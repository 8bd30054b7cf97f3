"""A JupyterLab server and a Chromium that tests and developers drive alike.

Everything is a context manager, so that a script can use it outside pytest:

    with running_lab() as lab, lab.open("lessons/en/01.ipynb") as notebook:
        notebook.run_all()
        notebook.screenshot("lesson.png")
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import nbformat
from playwright.sync_api import Browser, Page, Request, TimeoutError, WebSocket, sync_playwright

import cogov_games

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
)
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
}
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
USED = {"Nodes", "JSEventListeners", "JSHeapUsedSize"}
START = 60.0
PATIENCE = 30.0
RUN = """async code => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const future = kernel.requestExecute({ code, store_history: false });
    let said = "";
    future.onIOPub = ({ content }) => { said += content.text ?? content.evalue ?? ""; };
    await future.done;
    return said;
}"""
WATCH = """selector => {
    const elements = [...document.querySelectorAll(selector)];
    if (!elements.length) throw new Error(`nothing to watch: ${selector}`);
    const all = { childList: true, subtree: true, attributes: true, characterData: true };
    let pressed = 0, changed = new Map();
    const observers = elements.map(element => {
        const observer = new MutationObserver(() => changed.set(element, performance.now()));
        observer.observe(element, all);
        return observer;
    });
    const listen = event => { pressed ||= event.timeStamp; };
    document.addEventListener("keydown", listen, true);
    const last = () => Math.max(...changed.values());
    window.watch = {
        start() { pressed = 0; changed = new Map(); },
        settled: quiet => changed.size === elements.length && performance.now() - last() > quiet,
        elapsed: () => last() - pressed,
        stop() {
            observers.forEach(observer => observer.disconnect());
            document.removeEventListener("keydown", listen, true);
        },
    };
}"""


def chromium_path() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def is_local(url: str) -> bool:
    """Say whether a request for the URL stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in LOCAL_HOSTS


@dataclass
class Server:
    """A running JupyterLab: its address, token, and the folder that it serves."""

    url: str
    token: str
    root: Path


@contextmanager
def jupyter_server() -> Iterator[Server]:
    """Start JupyterLab on a free port, in a folder of its own and free of any user's settings."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        root = home / "root"
        root.mkdir()
        for name, values in SETTINGS.items():
            file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        server = Server(f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), root)
        with (home / "log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "jupyterlab", "--no-browser"),
                    *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
                    "--ServerApp.ip=127.0.0.1",
                    f"--ServerApp.port={urlsplit(server.url).port}",
                    "--ServerApp.port_retries=0",
                    f"--ServerApp.root_dir={root}",
                    f"--IdentityProvider.token={server.token}",
                    "--LabApp.expose_app_in_browser=True",
                    "--LabApp.news_url=None",
                    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                    "--LabApp.extension_manager=readonly",
                ],
                env=_environment(home),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                _await_server(server, process, home / "log")
                yield server
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(home: Path) -> dict[str, str]:
    """Keep the user's settings out, and give kernels the package that the tests import."""
    own = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "COGOV_ANSWERS": os.devnull,  # no test finds what another one answered
    }
    package = str(Path(str(cogov_games.__path__[0])).parent)
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    return {**os.environ, **{name: str(value) for name, value in own.items()}, "PYTHONPATH": path}


def _await_server(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{server.url}/api/status?token={server.token}", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the installed Chromium, without a window."""
    path = chromium_path()
    if path is None:
        raise RuntimeError(f"no browser found; looked for {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class NotebookPage:
    """One notebook open in JupyterLab.

    Attributes
    ----------
    page : playwright.sync_api.Page
        The page, for whatever this class has no name for.
    requests : list of str
        Every address that the page asked for.
    errors : list of str
        Errors of the browser's console and uncaught exceptions.
    received : int
        Bytes received over web sockets, the kernel's among them.
    """

    page: Page
    server: Server
    name: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("websocket", self._connected)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _connected(self, websocket: WebSocket) -> None:
        self.requests.append(websocket.url)
        websocket.on("framereceived", self._got)

    def _got(self, payload: str | bytes) -> None:
        self.received += len(payload.encode() if isinstance(payload, str) else payload)

    @property
    def outside(self) -> list[str]:
        """The requests that left this machine."""
        return [url for url in self.requests if not is_local(url)]

    def visit(self) -> None:
        """Open the notebook and wait for its kernel."""
        self.page.goto(f"{self.server.url}/lab?token={self.server.token}&reset")
        self._await_app()
        self.execute("docmanager:open", {"path": self.name, "factory": "Notebook"})
        self._await_kernel()
        self.page.evaluate("window.jupyterapp.shell.collapseLeft()")

    def open_beside(self, notebook: nbformat.NotebookNode) -> None:
        """Open a second notebook on the same page; it becomes the current one."""
        path = Path(self.name).with_name("beside.ipynb")
        nbformat.write(notebook, self.server.root / path)
        self.execute("docmanager:open", {"path": path.as_posix(), "factory": "Notebook"})
        self.page.wait_for_function(
            "path => window.jupyterapp.shell.currentWidget?.context?.path === path",
            arg=path.as_posix(),
        )
        self._await_kernel()

    def reload(self) -> None:
        """Load the page again, as a reader does; the kernel goes on."""
        self.save()
        self.page.goto(f"{self.server.url}/lab/tree/{quote(self.name)}")
        self.page.reload()
        self._await_app()
        self._await_kernel()

    def _await_app(self) -> None:
        self.page.wait_for_function("() => window.jupyterapp?.restored", timeout=60_000)
        self.page.evaluate("async () => { await window.jupyterapp.restored; }")

    def _await_kernel(self) -> None:
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        self.page.wait_for_function(
            """() => {
                const status = window.jupyterapp.shell.currentWidget?.sessionContext
                    ?.session?.kernel?.status;
                return status === "idle";
            }""",
            timeout=60_000,
        )

    def execute(self, command: str, arguments: dict[str, Any] | None = None) -> None:
        """Execute one of JupyterLab's own commands and wait for its end."""
        self.page.evaluate(
            "async ([id, args]) => { await window.jupyterapp.commands.execute(id, args); }",
            [command, arguments or {}],
        )

    def run(self, code: str) -> str:
        """Run code in the kernel, beside the cells, and return what it printed or raised."""
        return str(self.page.evaluate(RUN, code))

    def used(self) -> dict[str, int]:
        """Return how many DOM nodes and listeners the page holds after garbage collection, and the
        bytes of its heap."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable")
        for _ in range(3):  # what one collection frees may free more
            session.send("HeapProfiler.collectGarbage")
        found = session.send("Performance.getMetrics")["metrics"]
        session.detach()
        return {item["name"]: int(item["value"]) for item in found if item["name"] in USED}

    def run_all(self) -> None:
        """Run all cells and wait until the kernel is idle."""
        self.execute("notebook:run-all-cells")
        self._await_kernel()

    def restart(self) -> None:
        """Restart the kernel, as a reader does who clears all outputs first."""
        self.execute("notebook:clear-all-cell-outputs")
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.sessionContext"
            ".session.kernel.restart(); }"
        )
        self._await_kernel()

    def shut_down(self) -> None:
        """Shut down the kernels of this page's notebooks."""
        self.page.evaluate(
            """async () => {
                for (const widget of window.jupyterapp.shell.widgets("main")) {
                    await widget.sessionContext?.shutdown();
                }
            }"""
        )

    def save(self) -> None:
        """Save the notebook."""
        self.execute("docmanager:save")

    def set_theme(self, theme: str) -> None:
        """Switch to a theme by its name: `LIGHT` or `DARK`."""
        if self.page.evaluate("document.body.dataset.jpThemeName") == theme:
            return
        self.execute("apputils:change-theme", {"theme": theme})
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=theme)

    def eventually(self, expression: str, wanted: Any, argument: Any = None) -> None:
        """Wait until what the page's expression returns equals a value."""
        deadline, found = time.monotonic() + PATIENCE, None
        while time.monotonic() < deadline:
            found = self.page.evaluate(expression, argument)
            if found == wanted:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{found!r} is not {wanted!r}")

    def focus(self, selector: str) -> None:
        """Put the keyboard on an element of the notebook."""
        self.page.locator(selector).first.focus()

    def latencies(self, watched: str, keys: Sequence[str], quiet: float = 250.0) -> list[float]:
        """Press keys one by one, on whatever has the focus, and time what they change.

        Parameters
        ----------
        watched : str
            Selector of the elements to watch; every one of them must change at every key.
        keys : sequence of str
            The keys, such as ``ArrowRight``.
        quiet : float
            Milliseconds without a change after which a key has had its effect.

        Returns
        -------
        list of float
            For each key, the milliseconds from its press to the last change.
        """
        self.page.evaluate(WATCH, watched)
        times: list[float] = []
        for key in keys:
            self.page.evaluate("() => { window.watch.start(); }")
            self.page.keyboard.press(key)
            self.page.wait_for_function("quiet => window.watch.settled(quiet)", arg=quiet)
            times.append(float(self.page.evaluate("() => window.watch.elapsed()")))
        self.page.evaluate("() => { window.watch.stop(); }")
        return times

    @property
    def text(self) -> str:
        """The text of all outputs."""
        return "\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts())

    def wait_for_text(self, text: str, selector: str = ".jp-OutputArea-output") -> None:
        """Wait until an element that the selector finds contains the text."""
        try:
            self.page.locator(selector).filter(has_text=text).first.wait_for(
                timeout=1000 * PATIENCE
            )
        except TimeoutError as error:
            found = self.page.locator(selector).all_text_contents()
            raise AssertionError(
                f"{text!r} did not appear in {selector}, which has {found}\n"
                f"outputs: {self.text}\nconsole errors: {self.errors}"
            ) from error

    def grow(self) -> None:
        """Make the window as high as the notebook, so that all of it is in view."""
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        height = self.page.evaluate(
            """() => Math.max(...[...document.querySelectorAll(
                ".jp-WindowedPanel-outer, .jp-WindowedPanel-inner")].map(e => e.scrollHeight))"""
        )
        self.page.set_viewport_size({"width": size["width"], "height": int(height) + 200})

    def screenshot(self, path: str | Path, selector: str | None = None) -> None:
        """Save a picture of the whole window, or of one element."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        target = self.page.locator(selector).first if selector else self.page
        target.screenshot(path=str(path))


@dataclass
class Lab:
    """A JupyterLab server with a browser in front of it."""

    server: Server
    browser: Browser

    @contextmanager
    def open(
        self,
        notebook: str | Path | nbformat.NotebookNode,
        *,
        width: int = 1280,
        height: int = 900,
        language: str = "en-US",
        theme: str = LIGHT,
    ) -> Iterator[NotebookPage]:
        """Open a copy of a notebook in a fresh browser profile.

        Parameters
        ----------
        notebook : path or nbformat.NotebookNode
            The notebook; files beside it are not copied.
        width, height : int
            Size of the window in pixels.
        language : str
            Language of the browser.
        theme : str
            Theme of JupyterLab.
        """
        folder = Path(tempfile.mkdtemp(prefix="nb-", dir=self.server.root))
        if isinstance(notebook, nbformat.NotebookNode):
            file = folder / "notebook.ipynb"
            nbformat.write(notebook, file)
        else:
            file = folder / Path(notebook).name
            shutil.copyfile(notebook, file)
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=language
        )
        try:
            name = file.relative_to(self.server.root).as_posix()
            opened = NotebookPage(context.new_page(), self.server, name)
            opened.visit()
            opened.set_theme(theme)
            yield opened
            opened.shut_down()
        finally:
            context.close()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_lab() -> Iterator[Lab]:
    """Start a server and a browser."""
    with jupyter_server() as server, chromium() as browser:
        yield Lab(server, browser)


def notebook_of(*cells: str) -> nbformat.NotebookNode:
    """Return a notebook of code cells."""
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = nbformat.v4.new_notebook(
        cells=made,
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    assert isinstance(notebook, nbformat.NotebookNode)
    return notebook
