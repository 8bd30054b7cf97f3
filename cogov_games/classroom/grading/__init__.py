"""Grading a folder of submissions without Docker: each one runs confined, and only its answers count."""
