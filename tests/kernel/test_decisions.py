from offramp.kernel.decisions import Answer, Decision, strictest


def test_only_a_yes_counts_as_true():
    assert [bool(Decision(answer, "", "")) for answer in Answer] == [True, False, False]


def test_a_no_wins_over_an_ask_and_an_ask_over_a_yes():
    assert strictest([Answer.YES, Answer.ASK, Answer.YES]) is Answer.ASK
    assert strictest([Answer.NO, Answer.ASK]) is Answer.NO
