"""One file a mechanism: the economics and its words in both languages, declared with `declare`.

The folder is scanned: a file that is put here is in the catalogue.
"""
