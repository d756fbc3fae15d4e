"""A printed card of numbers. Each sign-in asks for two of its cells, and no cell is ever asked for again.

Nothing is kept between calls but the state of a step and the secret of a credential. In which order the cells
are asked for is drawn with the card, so that nobody who guesses can wait for cells that they have seen.
"""

import hmac
import json
from typing import NoReturn

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import random
from wit_world.imports.innkeeper_factor_types import (
    Acceptance, Account, ChallengeOutcome_Accepted, ChallengeOutcome_Rejected, Description, Enrolled,
    EnrolmentOutcome_Enrolled, EnrolmentOutcome_Rejected, Fact, Held, Item, Prompt, Rejection, Step,
)
from wit_world.imports.innkeeper_host_types import Failure_Misconfigured, Text

COLUMNS, ROWS = "ABCDEFGH", "12345678"
CELLS = [column + row for row in ROWS for column in COLUMNS]
USES = len(CELLS) // 2
FEW = 4

ENGLISH = {
    "code-card-name": "Code card",
    "code-card-summary": "A card of numbers that you print and carry with you",
    "code-card-label": "Code card",
    "code-card-keep": "Print this card or write it down. It is shown only now.",
    "code-card-cells": "Your code card",
    "code-card-code": "Cells {$first} and {$second}",
    "code-card-code-help": "Type the numbers of both cells, one after the other.",
    "code-card-code-format": "These are two cells of three digits each.",
    "code-card-code-wrong": "These are not the numbers of these cells.",
    "code-card-code-used": "These cells were used meanwhile. Begin again to be asked for the next ones.",
    "code-card-used-up": "This card is used up. Sign in another way and set up a new card.",
    "code-card-left": "{$left} of {$uses} sign-ins left",
}


def text(key: str, **args: object) -> Text:
    return Text(key, ENGLISH[key], [(name, str(value)) for name, value in args.items()])


def misconfigured(why: str) -> NoReturn:
    raise Err(Failure_Misconfigured(why))


def pack(**value: object) -> bytes:
    return json.dumps({"version": 1, **value}).encode()


def unpack(what: str, packed: bytes, **expected: type) -> dict:
    """What `pack` made; anything else is a fault of the installation, never of the person."""
    try:
        # Panels store no more, and what is nested too deep would use up the stack.
        value = json.loads(packed if len(packed) <= 8192 else b"")
        if value.keys() == {"version", *expected} and value["version"] == 1:
            if all(type(value[name]) is kind for name, kind in expected.items()):
                return value
    except (AttributeError, RecursionError, ValueError):
        pass
    misconfigured(f"the {what} is not one of this plugin")


class Card:
    """The numbers of all cells, the order in which pairs are asked for, and how many were."""

    def __init__(self, numbers: list, order: list, used: int) -> None:
        is_whole = len(numbers) == len(order) == len(set(map(str, order))) == len(CELLS)
        is_sound = all(type(cell) is int and 0 <= cell < len(CELLS) for cell in order)
        if not (is_whole and is_sound and all(type(number) is str for number in numbers) and 0 <= used <= USES):
            misconfigured("the secret is not a card of this plugin")
        self.numbers, self.order, self.used = numbers, order, used

    @classmethod
    def draw(cls) -> "Card":
        lots = [int.from_bytes(random.bytes(8)) for _ in CELLS]
        order = sorted(range(len(CELLS)), key=lots.__getitem__)
        numbers = [f"{int.from_bytes(random.bytes(8)) % 1000:03}" for _ in CELLS]
        return cls(numbers, order, 0)

    @classmethod
    def of(cls, held: list[Held]) -> "Card":
        if not held:
            misconfigured("there is no credential to challenge")
        value = unpack("secret", held[0].secret, numbers=list, order=list, used=int)
        return cls(value["numbers"], value["order"], value["used"])

    def parts(self) -> dict:
        return {"numbers": self.numbers, "order": self.order, "used": self.used}

    def is_used_up(self) -> bool:
        return self.used == USES

    def pair(self) -> tuple[int, int]:
        return self.order[2 * self.used], self.order[2 * self.used + 1]

    def field(self) -> Prompt:
        first, second = (CELLS[cell] for cell in self.pair())
        texts = [("label", text("code-card-code", first=first, second=second)), ("help", text("code-card-code-help"))]
        return Prompt("input", "code", texts, [("input", "digits"), ("max-length", "6")], [])

    def problem(self, answers: list[tuple[str, str]]) -> str | None:
        """Why the answers are not the numbers of the pair, as the key of a text; none if they are."""
        typed = dict(answers).get("code", "").replace(" ", "")
        if len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
            return "code-card-code-format"
        right = "".join(self.numbers[cell] for cell in self.pair())
        return None if hmac.compare_digest(typed, right) else "code-card-code-wrong"

    def after_use(self) -> "Card":
        return Card(self.numbers, self.order, self.used + 1)

    def facts(self) -> list[Fact]:
        left = USES - self.used
        return [Fact("left", str(left), text("code-card-left", left=left, uses=USES), left <= FEW)]


def rejection(key: str, counts: bool = True) -> Rejection:
    return Rejection("code", text(key), counts, None)


class SecondFactor(exports.SecondFactor):
    def describe(self) -> Description:
        name, summary = text("code-card-name"), text("code-card-summary")
        return Description("code-card", name, summary, "backup-codes", "basic", False, False, False, [])

    def begin_enrolment(self, account: Account, held: list[Held]) -> Step:
        card = Card.draw()
        cells = [Item(f"{cell} {number}", None) for cell, number in zip(CELLS, card.numbers)]
        prompts = [
            Prompt("message", None, [("text", text("code-card-keep"))], [], []),
            Prompt("codes", None, [("label", text("code-card-cells"))], [("file-name", "code-card.txt")], cells),
            card.field(),
        ]
        return Step(prompts, pack(enrols=account.pseudonym, **card.parts()))

    def continue_enrolment(self, account: Account, state: bytes, answers: list[tuple[str, str]]):
        value = unpack("state", state, enrols=str, numbers=list, order=list, used=int)
        if value["enrols"] != account.pseudonym:
            misconfigured("the state is somebody else's")
        card = Card(value["numbers"], value["order"], value["used"])
        if problem := card.problem(answers):
            return EnrolmentOutcome_Rejected(rejection(problem))
        card = card.after_use()
        return EnrolmentOutcome_Enrolled(Enrolled(pack(**card.parts()), text("code-card-label"), card.facts(), None))

    def begin_challenge(self, account: Account, held: list[Held]) -> Step:
        card = Card.of(held)
        state = pack(challenges=account.pseudonym, held=held[0].id, used=card.used)
        if card.is_used_up():
            return Step([Prompt("message", None, [("text", text("code-card-used-up"))], [], [])], state)
        return Step([card.field()], state)

    def continue_challenge(
        self, account: Account, held: list[Held], state: bytes, answers: list[tuple[str, str]]
    ):
        card = Card.of(held)
        asked = unpack("state", state, challenges=str, held=str, used=int)
        if asked["challenges"] != account.pseudonym or asked["held"] != held[0].id:
            misconfigured("the state is of another challenge")
        if card.is_used_up():
            return ChallengeOutcome_Rejected(Rejection(None, text("code-card-used-up"), False, None))
        if asked["used"] != card.used:
            return ChallengeOutcome_Rejected(rejection("code-card-code-used", counts=False))
        if problem := card.problem(answers):
            return ChallengeOutcome_Rejected(rejection(problem))
        # How far the card is used is in the secret, which the panel stores with the sign-in or not at all.
        card = card.after_use()
        return ChallengeOutcome_Accepted(Acceptance(held[0].id, pack(**card.parts()), card.facts(), None))
