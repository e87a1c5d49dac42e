from __future__ import annotations

from pipeline.matching.russian import case_forms, forget


def test_forms_are_the_same_after_the_dictionary_was_let_go() -> None:
    before = case_forms(("договор",))
    forget()
    assert case_forms(("договор",)) == before
    assert ("договора",) in before
