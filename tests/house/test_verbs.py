"""Every public function that writes is a verb: it says who acts and when, and is tried in the tests of verbs."""

import inspect

from tests.verbs import NO_VERBS, PREPARED, is_verb, public_functions


def test_every_public_function_of_actions_is_a_verb_or_listed_with_its_reason():
    assert [name for name, found in public_functions() if not is_verb(found) and name not in NO_VERBS] == []


def test_every_verb_is_tried():
    assert {name for name, found in public_functions() if is_verb(found)} == set(PREPARED)


def test_every_verb_says_who_acts_and_when_by_name():
    def kinds(verb):
        asked = inspect.signature(verb).parameters
        return {asked[name].kind if name in asked else None for name in ("by", "at")}

    verbs = [(name, found) for name, found in public_functions() if is_verb(found)]
    assert [name for name, verb in verbs if kinds(verb) != {inspect.Parameter.KEYWORD_ONLY}] == []


def test_no_reason_outlives_its_function():
    assert set(NO_VERBS) <= {name for name, found in public_functions() if not is_verb(found)}
