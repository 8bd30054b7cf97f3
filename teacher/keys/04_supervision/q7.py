"""Marked by a person, with the marking key in the teacher's guide."""

OK_FORMAT = False
name, points, by_hand = "q7", 5, True
