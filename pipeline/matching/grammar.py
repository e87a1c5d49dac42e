"""The query language."""

from __future__ import annotations

from typing import Final

GRAMMAR: Final = r"""
?start: either
?either: both (_OR both)*
?both: near (_AND? near)*
?near: unary | unary NEAR unary
?unary: NOT unary -> negated
      | atom
?atom: "(" either ")"
     | FIELD atom -> field
     | ATLEAST "(" near ((_COMMA | _OR)? near)* ")" -> at_least
     | QUOTED -> quoted
     | CONCEPT -> concept
     | WORD -> word

_AND.9: /AND(?![^\s()])/
_OR.9: /OR(?![^\s()])/
NOT.9: /NOT(?![^\s()])/
NEAR.9: /(?:NEAR|BEFORE)\/\d+(?![^\s()"“„«=@])/
ATLEAST.9: /ATLEAST\s*\d+(?=\s*\()/
FIELD.8: /[A-Za-z_]+:(?!\/)/
QUOTED.7: /=?(?:"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”])\*?/
CONCEPT.7: /@[^\s(),]*/
_COMMA.6: ","
WORD.1: /(?:(?<=\d),(?=\d)|[^\s(),"“”„«»])+/
%ignore /\s+/
"""
"""AND binds more tightly than OR, NEAR more tightly than AND, NOT most tightly."""
