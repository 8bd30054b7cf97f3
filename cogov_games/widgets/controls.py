"""Buttons and feedback inside a live board: one look for playing, answering and observing."""

from __future__ import annotations

from ..words import escaped

STYLES = """
.cogov-lesson { box-sizing: border-box; padding: 4px 2px; font-size: 16px; }
.cogov-lesson .cogov-heading { font-size: 18px; font-weight: 600; margin: 0 0 6px; }
.cogov-lesson .cogov-note { color: var(--cogov-text-muted); font-size: 14px; line-height: 1.3; }
.cogov-lesson .cogov-choices { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.cogov-lesson .cogov-stack { flex-direction: column; align-items: stretch; max-width: 860px; }
.cogov-lesson button, .cogov-lesson input { font: inherit; color: var(--cogov-text);
  background: var(--cogov-surface); border: 1.5px solid var(--cogov-line); border-radius: 6px; }
.cogov-lesson button { padding: 7px 18px; cursor: pointer; text-align: left; }
.cogov-lesson input { padding: 6px 8px; }
.cogov-lesson button:hover:enabled { border-color: var(--jp-brand-color1, #1976d2); }
.cogov-lesson button:focus-visible, .cogov-lesson input:focus-visible {
  outline: 3px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px; }
.cogov-lesson button[aria-pressed="true"] { border-color: var(--cogov-text); border-width: 2.5px; }
.cogov-lesson button:disabled { opacity: 0.5; cursor: not-allowed; }
.cogov-lesson .cogov-right { border-left: 6px solid #009E73; padding: 2px 0 2px 10px; }
.cogov-lesson .cogov-wrong { border-left: 6px solid #D55E00; padding: 2px 0 2px 10px; }
.cogov-lesson .cogov-feedback { margin: 8px 0; min-height: 1.5em; }
.cogov-lesson .cogov-hints { margin: 6px 0; padding-left: 1.8em; }
.cogov-lesson button[data-event="hint"] { padding: 2px 12px; font-size: 14px; }
.cogov-lesson .cogov-columns { display: grid; gap: 0 24px;
  grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); }
"""


def button(
    event: str, value: object, words: object, *, enabled: bool = True, pressed: bool = False
) -> str:
    """Return a button that sends an event, reached by Tab and pressed by Enter or Space."""
    state = ("" if enabled else " disabled") + (' aria-pressed="true"' if pressed else "")
    return (
        f'<button type="button" data-event="{escaped(event)}" '
        f'data-value="{escaped(value)}"{state}>{escaped(words)}</button>'
    )


def feedback(words: object, *, right: bool) -> str:
    """Return feedback, told by a sign as well as by a colour."""
    kind, sign = ("right", "✓") if right else ("wrong", "✗")
    return f'<div class="cogov-{kind}"><b>{sign}</b> {escaped(words)}</div>'
