"""What the rooms hand to each other: frozen dataclasses of the standard library, one for each stage of life.

Times are aware and in UTC unless a field says otherwise; absent values are None.
"""
