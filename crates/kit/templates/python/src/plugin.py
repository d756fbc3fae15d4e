"""A sheet of one-time codes, asked for one after the other. Nothing is kept between calls but the state of a step and
the secret of a credential. Import everything up here: there are no files to read when the plugin runs.
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

CODES = 12

ENGLISH = {
    "%name%-name": "%title%",
    "%name%-summary": "A sheet of codes that you print",
    "%name%-keep": "Print these codes or write them down. They are shown only now.",
    "%name%-codes": "Your codes",
    "%name%-code": "Code number {$number}",
    "%name%-wrong": "That is not this code.",
    "%name%-used-up": "All codes are used. Sign in another way and get new ones.",
    "%name%-left": "{$left} codes left",
}


def say(key: str, **args: object) -> Text:
    key = f"%name%-{key}"
    return Text(key, ENGLISH[key], [(name, str(value)) for name, value in args.items()])


def misconfigured(why: str) -> NoReturn:
    raise Err(Failure_Misconfigured(why))


def pack(**value: object) -> bytes:
    return json.dumps(value).encode()


def unpack(what: str, packed: bytes, **expected: type) -> dict:
    """What `pack` made; anything else is a fault of the installation, never of the person."""
    try:
        # Panels store no more, and what is nested too deep would use up the stack.
        value = json.loads(packed if len(packed) <= 8192 else b"")
        if value.keys() == expected.keys() and all(type(value[name]) is kind for name, kind in expected.items()):
            return value
    except (AttributeError, RecursionError, ValueError):
        pass
    misconfigured(f"the {what} is not one of this plugin")


class Sheet:
    """The codes, and how many are used. That is what makes a code spent, so it is in the secret."""

    def __init__(self, codes: list, used: int) -> None:
        if len(codes) != CODES or not all(type(code) is str for code in codes) or not 0 <= used <= CODES:
            misconfigured("the secret is not a sheet of this plugin")
        self.codes, self.used = codes, used

    @classmethod
    def draw(cls) -> "Sheet":
        return cls([f"{int.from_bytes(random.bytes(8)) % 1_000_000:06}" for _ in range(CODES)], 0)

    @classmethod
    def of(cls, held: list[Held]) -> "Sheet":
        if not held:
            misconfigured("there is no credential")
        return cls(**unpack("secret", held[0].secret, codes=list, used=int))

    def packed(self) -> bytes:
        return pack(codes=self.codes, used=self.used)

    def field(self) -> Prompt:
        texts = [("label", say("code", number=self.used + 1))]
        return Prompt("input", "code", texts, [("input", "digits"), ("max-length", "6")], [])

    def spend(self, answers: list[tuple[str, str]]) -> "Sheet | Rejection":
        if self.used == CODES:
            return Rejection("code", say("used-up"), False, None)
        typed = dict(answers).get("code", "")
        if not hmac.compare_digest(typed.encode(), self.codes[self.used].encode()):
            return Rejection("code", say("wrong"), True, None)
        return Sheet(self.codes, self.used + 1)

    def facts(self) -> list[Fact]:
        left = CODES - self.used
        return [Fact("left", str(left), say("left", left=left), left < 3)]


class SecondFactor(exports.SecondFactor):
    def describe(self) -> Description:
        return Description("%name%", say("name"), say("summary"), "key", "basic", False, False, False, [])

    def begin_enrolment(self, account: Account, held: list[Held]) -> Step:
        sheet = Sheet.draw()
        prompts = [
            Prompt("message", None, [("text", say("keep"))], [], []),
            Prompt(
                "codes", None, [("label", say("codes"))], [("file-name", "codes.txt")],
                [Item(code, None) for code in sheet.codes],
            ),
            sheet.field(),
        ]
        return Step(prompts, pack(enrols=account.pseudonym, codes=sheet.codes, used=sheet.used))

    def continue_enrolment(self, account: Account, state: bytes, answers: list[tuple[str, str]]):
        value = unpack("state", state, enrols=str, codes=list, used=int)
        if value["enrols"] != account.pseudonym:
            misconfigured("the state is somebody else's")
        sheet = Sheet(value["codes"], value["used"]).spend(answers)
        if isinstance(sheet, Rejection):
            return EnrolmentOutcome_Rejected(sheet)
        return EnrolmentOutcome_Enrolled(Enrolled(sheet.packed(), say("name"), sheet.facts(), None))

    def begin_challenge(self, account: Account, held: list[Held]) -> Step:
        sheet = Sheet.of(held)
        return Step([sheet.field()], pack(challenges=account.pseudonym, held=held[0].id))

    def continue_challenge(
        self, account: Account, held: list[Held], state: bytes, answers: list[tuple[str, str]]
    ):
        before = Sheet.of(held)
        asked = unpack("state", state, challenges=str, held=str)
        if asked != {"challenges": account.pseudonym, "held": held[0].id}:
            misconfigured("the state is of another challenge")
        sheet = before.spend(answers)
        if isinstance(sheet, Rejection):
            return ChallengeOutcome_Rejected(sheet)
        # The panel stores the secret with the sign-in or not at all: no code counts twice.
        return ChallengeOutcome_Accepted(Acceptance(held[0].id, sheet.packed(), sheet.facts(), None))
