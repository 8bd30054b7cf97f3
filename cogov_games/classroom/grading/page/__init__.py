"""The page on which a teacher grades a class: ``python -m cogov_games.classroom.grading.page KEYS``."""
