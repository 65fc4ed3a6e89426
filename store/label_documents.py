"""How draws and labels lie in MongoDB. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from domain.labels import Answer, Candidate, Draw, Frame, Label, Part, Said
from domain.periods import Period

Document = dict[str, Any]


def label_document(about: Candidate, attitude: Document) -> Document:
    return {
        "scorer": attitude["scorer"],
        "p": [float(value) for value in attitude["p"]],
        "source": about.source,
        "day": about.day.isoformat(),
        "language": about.language,
        "campaign": about.campaign,
        "voice": about.voice,
        "parts": [[part.reform, part.of, part.language] for part in about.parts],
        "reforms": [part.reform for part in about.parts if part.reform],
        "answers": [],
    }


def draw_document(frame: Frame, id_: str, chance: float, at: datetime) -> Document:
    return {
        "_id": id_,
        "first": frame.period.first.isoformat(),
        "last": frame.period.last.isoformat(),
        "reform": frame.reform,
        "sources": _listed(frame.sources),
        "languages": _listed(frame.languages),
        "chance": chance,
        "at": at,
    }


def _listed(names: Iterable[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def draw_of(found: Document, drawn: int, answered: int) -> Draw:
    period = Period(*(date.fromisoformat(found[end]) for end in ("first", "last")))
    chosen: list[Any] = [
        None if found[key] is None else tuple(found[key])
        for key in ("sources", "languages")
    ]
    frame = Frame(period, found["reform"], *chosen)
    return Draw(found["_id"], frame, found["chance"], found["at"], drawn, answered)


def label_of(found: Document, comment: Document | None) -> Label | None:
    """The label, as its ``comment`` is now; None if there is nothing left of it."""
    attitude = (comment or {}).get("attitude", {})
    answers = tuple(_answers(found, (comment or {}).get("edited")))
    if comment is None or not attitude.get("p") or not answers:
        return None
    return Label(
        about=_candidate(found, attitude["p"], campaign=bool(comment.get("campaign"))),
        scorer=attitude["scorer"],
        draw=found["draw"],
        chance=found["chance"],
        drawn_at=found["drawn_at"],
        answers=answers,
        script=attitude.get("script", ""),
    )


def _candidate(found: Document, p: Sequence[float], *, campaign: bool) -> Candidate:
    against, neutral, in_favour = p
    return Candidate(
        comment=found["_id"],
        voice=found["voice"],
        source=found["source"],
        day=date.fromisoformat(found["day"]),
        language=found["language"],
        campaign=found["campaign"] or campaign,
        p=(against, neutral, in_favour),
        parts=tuple(Part(*part) for part in found["parts"]),
    )


def _answers(found: Document, edited: datetime | bool | None) -> Iterator[Answer]:
    for each in found["answers"]:
        if not isinstance(edited, datetime) or edited <= each["at"]:
            yield Answer(each["labeller"], Said(each["said"]), each["at"], _about(each))


def answer_document(answer: Answer) -> Document:
    """An answer that leaves the reforms as they were found does not name them."""
    about = None if answer.reforms is None else list(answer.reforms)
    said: Document = {
        "labeller": answer.labeller,
        "said": str(answer.said),
        "at": answer.at,
    }
    return said if about is None else said | {"reforms": about}


def _about(found: Document) -> tuple[str, ...] | None:
    return tuple(found["reforms"]) if "reforms" in found else None
