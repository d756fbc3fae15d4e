// Tokens with a button: one-time passwords by counter (RFC 4226). Here is the conversation; the arithmetic
// is in otp.js. Nothing is kept between calls but the state of a step and the secret of a credential.

import { bytes as random } from "innkeeper:host/random@1.0.0";
import { get as setting } from "innkeeper:host/settings@1.0.0";

import { base32, find, fromHex, hex, setupAddress } from "./otp.js";
import { misconfigured, pack, unpack } from "./stored.js";
import { sentence } from "./texts.js";

const KEY_BYTES = 20; // RFC 4226, section 4: 160 bits are recommended
const DIGITS = /^[0-9]{6}$/;

const rejected = (key) => ({
  tag: "rejected",
  val: { field: "code", reason: sentence(key), counts: true, spends: null },
});

const isKey = (key) => typeof key === "string" && key.length === 2 * KEY_BYTES && /^[0-9a-f]*$/.test(key);
const openSecret = (held) =>
  unpack("secret", held.secret, ({ key, counter }) => isKey(key) && Number.isSafeInteger(counter) && counter >= 0);

/// The counter of the token whose password was typed, if it is not further ahead than staff allow.
function typedCounter(key, counter, answers) {
  const typed = answers.find(([name]) => name === "code")?.[1].replaceAll(" ", "") ?? "";
  if (!DIGITS.test(typed)) return { problem: "hotp-code-format" };
  const found = find(fromHex(key), counter, lookAhead(), typed);
  return found === undefined ? { problem: "hotp-code-wrong" } : { found };
}

/// How many unused passwords a button may have been pressed past.
function lookAhead() {
  const set = setting("look-ahead") ?? "10"; // As the manifest says
  if (!/^[0-9]{1,2}$/.test(set) || Number(set) > 50) throw misconfigured("`look-ahead` must be 0 to 50");
  return Number(set);
}

const codeField = () => ({
  kind: "input",
  name: "code",
  texts: [["label", sentence("hotp-code")], ["help", sentence("hotp-code-help")]],
  values: [["input", "digits"], ["max-length", "6"]],
  items: [],
});

const shown = (kind, part, key, values) => ({
  kind, name: null, texts: [[part, sentence(key)]], values, items: [],
});

export const secondFactor = {
  describe: () => ({
    id: "hotp",
    name: sentence("hotp-name"),
    summary: sentence("hotp-summary"),
    icon: "key",
    assurance: "strong",
    several: true,
    together: false,
    sendsMessages: false,
    attributes: [],
  }),

  beginEnrolment(account, _held) {
    const key = Uint8Array.from(random(KEY_BYTES));
    const setupKey = base32(key);
    return {
      prompts: [
        shown("message", "text", "hotp-scan", []),
        shown("qr", "label", "hotp-qr", [["content", setupAddress(account, setupKey)]]),
        shown("copyable", "label", "hotp-setup-key", [
          ["value", setupKey],
          ["display", setupKey.match(/.{1,4}/g).join(" ")],
        ]),
        codeField(),
      ],
      state: pack({ enrols: account.pseudonym, key: hex(key) }),
    };
  },

  continueEnrolment(account, state, answers) {
    const { key } = unpack("state", state, ({ enrols, key }) => enrols === account.pseudonym && isKey(key));
    const { found, problem } = typedCounter(key, 0, answers);
    if (problem) return rejected(problem);
    // The password that proved the token is spent by it.
    const secret = pack({ key, counter: found + 1 });
    return { tag: "enrolled", val: { secret, label: sentence("hotp-label"), facts: [], identifier: null } };
  },

  beginChallenge(account, held) {
    if (held.length === 0) throw misconfigured("there is no credential to challenge");
    openSecret(held[0]);
    return { prompts: [codeField()], state: pack({ challenges: account.pseudonym, held: held[0].id }) };
  },

  continueChallenge(account, held, state, answers) {
    if (held.length === 0) throw misconfigured("there is no credential to challenge");
    const isOurs = (value) => value.challenges === account.pseudonym && value.held === held[0].id;
    unpack("state", state, isOurs);
    const { key, counter } = openSecret(held[0]);
    const { found, problem } = typedCounter(key, counter, answers);
    if (problem) return rejected(problem);
    // The counter is in the secret, which the panel stores with the sign-in or not at all: no password counts twice.
    const secret = pack({ key, counter: found + 1 });
    return { tag: "accepted", val: { held: held[0].id, secret, facts: [], notice: null } };
  },
};
