"""How each number is made, in plain words, with its formula; the words of limits."""

from __future__ import annotations

from dataclasses import dataclass

from shown.speech import later

VOTE = r"\bar v = \tfrac{1}{n}\sum_{i=1}^{n} v_i"
CORRECTION = (
    r"\bar v = C^{\top} x \quad\Rightarrow\quad \hat x = (C^{\top})^{-1}\,\bar v"
)
MOOD = r"m = 100\,(x_{+} - x_{-}), \qquad -100 \le m \le 100"
INTERVAL = (
    r"\begin{gathered} \{\, m(x) : (x-\hat x)^{\top}\Sigma^{-1}(x-\hat x) \le 1.96^2,"
    r"\\ x_j \ge 0,\; \textstyle\sum_j x_j = 1 \,\} \end{gathered}"
)
CAMPAIGN = r"J(A, B) = \frac{|A \cap B|}{|A \cup B|} \ge 0.8"
SEEN = r"c = \frac{\sum_s s_s}{\sum_s h_s}"

NAMES = {
    "pelt": "PELT",
    "ppi": "PPI++",
    "survey": "Central Asia Barometer, 2023",
    **{symbol: f"${symbol}$" for symbol in "vCxJsh"},
}
"""What is alike in every language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One number: what it is called, how it is made, its formula if it has one."""

    name: str
    words: str
    formula: str = ""


PARTS = (
    Part(
        later("Comments"),
        later(
            "Only public comments under the posts of the sources followed are read. "
            "Names of authors are never stored, and telephone and card numbers are "
            "taken out on arrival; an author is a pseudonym that changes every month, "
            "so nobody can be followed for longer."
        ),
    ),
    Part(
        later("Attitude"),
        later(
            "The scorer gives each comment three probabilities: against, neutral, in "
            "favour. It counts for the reforms that it names, or else for those of the "
            "post that it answers. Where the scorer is not sure, or does not know the "
            "language, the comment is not scored; that is not the same as neutral."
        ),
    ),
    Part(
        later("Voices"),
        later(
            "One author on one day in one source is one voice, however much it "
            "writes; its vote {v} is the mean of its comments. Voices are counted, "
            "not messages."
        ),
        VOTE,
    ),
    Part(
        later("Correction"),
        later(
            "A scorer that errs makes every move of the mood look smaller. How it "
            "errs was measured for each language (the matrix {C} above), and is "
            "undone: {x} are the shares that explain the votes best. Where labels are "
            "enough, they take over: from 25 labelled voices on, {ppi} is used."
        ),
        CORRECTION,
    ),
    Part(
        later("Mood"),
        later("The share in favour minus the share against, in points."),
        MOOD,
    ),
    Part(
        later("Interval"),
        later(
            "The interval holds two doubts: who happened to speak (voices under one "
            "post are alike, and count as such), and how well the scorer's errors are "
            "known. In simulated worlds like those where the scorer was measured, 93 "
            "to 97 of 100 intervals hold the truth, and more of those of few voices. "
            "What is no share at all is left out."
        ),
        INTERVAL,
    ),
    Part(
        later("At least {k} voices"),
        later(
            "Nothing is shown of fewer than {k} voices, and any two answers differ by "
            "no voice or by at least {k}, so that none can be told from two. No view "
            "and no file is by author."
        ),
    ),
    Part(
        later("Campaigns"),
        later(
            "At least 5 authors with near-identical words (likeness {J} of their "
            "letter groups at least 0.8) within 48 hours; greetings and thanks do not "
            "count. Of campaigns planted in real texts 99.6% were found, and 99.4% of "
            "what was found was planted; of copies with several words changed, about "
            "half."
        ),
        CAMPAIGN,
    ),
    Part(
        later("Coverage"),
        later(
            "The hours {s} in which each source was seen, of the hours {h} since it is "
            "followed. Where less than half was seen there is no mood, and below 90% "
            "an estimate says so. Silence is never drawn as calm."
        ),
        SEEN,
    ),
    Part(
        later("Changes"),
        later(
            "A lasting change is told when a search for break points ({pelt}) finds "
            "one that chance would make less than once a year: 0.05 to 0.33 times in "
            "simulated constant years. It stands beside dated events in the words "
            "“coincides with”, never “because of”."
        ),
    ),
    Part(
        later("Official pages"),
        later(
            "Interactions are reactions and comments per post; effectiveness is "
            "interactions per post and thousand followers; dialogue is the share of "
            "comments that the page answers, and how soon. The weights of a ranking "
            "are open and can be changed."
        ),
    ),
)

LIMITS = (
    later(
        "**The level on a new subject.** Where the scorer was never measured on a "
        "subject, the interval is too narrow for the level: on labelled texts it held "
        "the true mood in 54% of the samples, the second, wider interval in 98%. "
        "Changes are surer than levels: an error that both sides share mostly cancels."
    ),
    later(
        "**Not measured.** How well the scorer reads Uzbek in Cyrillic as real people "
        "write it: there is no public labelled set. Nor irony, dialect and hints."
    ),
    later(
        "**Not seen.** Hours in which nobody listened, comments that a page's owner "
        "deleted before they were read, private chats, which are never read."
    ),
    later(
        "**Few posts.** Where all voices stand under three posts, 87 of 100 intervals "
        "hold the truth, not 95."
    ),
    later(
        "**Small moves.** Those that are found by luck look larger than they are: "
        "moves of 5 points are found in 13 of 100 cases."
    ),
    later(
        "**Greetings.** Words that many write alike without any plan can still be "
        "taken for a campaign."
    ),
)

PEOPLE = (
    later(
        "70% of people in Uzbekistan prefer Telegram, but of those over 60 only 46% go "
        "online daily by phone ({survey}). Who comments is a small "
        "part of them, not drawn by lot; older people are heard less."
    ),
    later(
        "Nothing is weighted to the population: of an author neither age nor sex nor "
        "region is known, and none is collected. Read what moved rather than where it "
        "stands, and set a survey beside it before a decision."
    ),
)

FORBIDDEN = (
    later("to find, rate or punish a person or a group;"),
    later("to say what “the people” think: it is what commenters write;"),
    later("as the only ground of a decision, or in place of a survey;"),
    later("to silence critics, or to choose which pages to close;"),
    later("to call somebody a bot: a campaign proves no such thing."),
)

PAPERS = (
    "Bella et al. 2010 · Angelopoulos, Duchi, Zrnic 2023 (PPI++) · Self, Liang 1987 · "
    "Hansen, Hurwitz, Madow 1953 · Broder 1997 (MinHash) · Killick et al. 2012 (PELT)"
)
