"""What the page says, by the names under which it asks for it."""

from __future__ import annotations

from ....words import current_language, say


def phrases() -> dict[str, str]:
    """Return the page's words in the current language; what is in braces it fills in itself."""
    return {
        "language": "zh-CN" if current_language() == "zh" else "en",
        "title": say("Grading a class"),
        "finish": say("Finish"),
        "harmless": say("What students handed in is only read. Nothing in it is executed."),
        "exercise": say("Exercise"),
        "folder": say("Folder with what was handed in"),
        "paste": say("Path of the folder"),
        "open": say("Open"),
        "up": say("One folder up"),
        "empty": say("No folders in here."),
        "nothing": say("In this folder there is nothing to grade yet."),
        "here": say("In this folder: {what}", what="{what}"),
        "out": say("The table is written to"),
        "grade": say("Grade this folder"),
        "back": say("Grade again, or another folder"),
        "grading": say("Grading"),
        "reading": say("Reading what was handed in …"),
        "progress": say("{done} of {of} graded", done="{done}", of="{of}"),
        "last": say("Last: {number}", number="{number}"),
        "stop": say("Stop"),
        "stopping": say("Stopping after this one …"),
        "results": say("Table"),
        "marks": say("Marks by hand"),
        "marked": say("{done} of {of} marked", done="{done}", of="{of}"),
        "ignored": say("Ignored files"),
        "nothing_ignored": say("No file was ignored."),
        "file": say("File"),
        "why": say("Why"),
        "files": say("Where everything lies"),
        "again": say(
            "Grading again looks only at what is new or changed. Marks and remarks stay."
        ),
        "mark": say("Mark (0 to {points})", points="{points}"),
        "remarks": say("remarks"),
        "enter": say("Enter saves and goes to the next student."),
        "unanswered": say("not answered"),
        "saved": say("saved"),
        "unsaved": say("not saved: {why}", why="{why}"),
        "wrong": say(
            "{question} = {given} is not allowed: a number from 0 to {points}.",
            question="{question}", given="{given}", points="{points}",
        ),
        "ended": say("Grading has ended. You can close this window."),
        "lost": say(
            "The program no longer answers. Start it again in the terminal; what was saved is in the table."
        ),
    }  # fmt: skip
