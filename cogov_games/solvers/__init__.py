"""Solvers: one algorithm a file, from arrays of payoffs to arrays of solutions.

They know numbers, and neither mechanisms nor the words of a game. Of the package a solver may
import `errors`, `words`, `expressions` and other solvers below it, nothing else.
"""
