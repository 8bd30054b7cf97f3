"""Grading: what was handed in is read as data, judged by a key, and put into one table; nothing in it runs."""
