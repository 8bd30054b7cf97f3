"""The catalogue: finding the mechanism files of a folder, and a table of what they declare.

The room knows mechanisms and all below them; ``games/`` is read by path, never imported.
"""
