"""What a teacher does with a class: tables to fill in, its rounds on one chart, learning, grading.

The room knows mechanisms, widgets and all below them.
"""
