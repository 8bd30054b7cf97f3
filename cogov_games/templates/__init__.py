"""Templates for contributors: a mechanism or a lesson with blanks, and the command that writes it.

What is written passes the contracts and the lessons' tests once its author has filled in the words.
The room imports the public names and anything below; only the command line imports it.
"""
