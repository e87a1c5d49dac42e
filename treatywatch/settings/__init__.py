"""The operator's YAML files, checked and turned into the domain objects that the rooms ask for.

`locate` finds the directory, `load` reads it. Everything wrong in any file is told at once, with file, line and column.
"""
