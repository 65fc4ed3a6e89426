"""The table of collections: what each may hold, and its indexes. Pure."""

from __future__ import annotations

from store.asked_layout import ASKS, CHOICES
from store.audit_layout import AUDIT
from store.card_layout import CARD
from store.claims_layout import CLAIMS, LISTENERS
from store.heard_layout import (
    ASIDE,
    COMMENTS,
    COVERAGE,
    FOLLOWERS,
    POSTS,
    SOURCES,
    VALIDATORS,
)
from store.mail_layout import DELIVERIES, DIGESTS, SUBSCRIBERS
from store.mood_layout import (
    CAMPAIGNS,
    CELLS,
    COLLECTED,
    DRAWS,
    EVENTS,
    LABELS,
    NATIONAL,
    REFORMS,
    STALE,
    SUMMED,
    TERMS,
    THREADS,
    UNCOUNTED,
    UNSEARCHED,
    UNTHREADED,
)
from store.rules import DAY, TEXT, TIME, WHOLE, Collection, only
from store.shift_layout import PORTIONS, SHIFTS

VERSION = 1
"""Raised with every change that the program before it could not live with."""

META = Collection(
    only(
        {"_id": TEXT},
        optional={
            "version": {"bsonType": ["int", "long", "string"]},
            "layout": TEXT,
            "since_at": TIME,
            "confusions": {"bsonType": "object"},
            "day": DAY,
            "units": WHOLE,
            "fingerprint": TEXT,
            "card": CARD,
        },
    )
)

COLLECTIONS: dict[str, Collection] = {
    "sources": SOURCES,
    "posts": POSTS,
    "comments": COMMENTS,
    "coverage": COVERAGE,
    "followers": FOLLOWERS,
    "aside": ASIDE,
    "validators": VALIDATORS,
    "listeners": LISTENERS,
    "claims": CLAIMS,
    "cells": CELLS,
    "national": NATIONAL,
    "summed": SUMMED,
    "campaigns": CAMPAIGNS,
    "labels": LABELS,
    "draws": DRAWS,
    "events": EVENTS,
    "reforms": REFORMS,
    "terms": TERMS,
    "stale": STALE,
    "collected": COLLECTED,
    "uncounted": UNCOUNTED,
    "threads": THREADS,
    "unsearched": UNSEARCHED,
    "unthreaded": UNTHREADED,
    "shifts": SHIFTS,
    "portions": PORTIONS,
    "asks": ASKS,
    "choices": CHOICES,
    "digests": DIGESTS,
    "deliveries": DELIVERIES,
    "subscribers": SUBSCRIBERS,
    "audit": AUDIT,
    "meta": META,
}
"""Every collection that we write."""
