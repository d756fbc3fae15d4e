// A sheet of one-time codes, asked for one after the other. Nothing is kept between calls but the state of a step and
// the secret of a credential.

import { bytes as random } from "innkeeper:host/random@1.0.0";

const CODES = 12;

const ENGLISH = {
  "%name%-name": "%title%",
  "%name%-summary": "A sheet of codes that you print",
  "%name%-keep": "Print these codes or write them down. They are shown only now.",
  "%name%-codes": "Your codes",
  "%name%-code": "Code number {$number}",
  "%name%-wrong": "That is not this code.",
  "%name%-used-up": "All codes are used. Sign in another way and get new ones.",
  "%name%-left": "{$left} codes left",
};

const say = (key, args = {}) => ({
  key: `%name%-${key}`,
  fallback: ENGLISH[`%name%-${key}`],
  args: Object.entries(args).map(([name, value]) => [name, String(value)]),
});

const misconfigured = (why) => ({ tag: "misconfigured", val: why });

// QuickJS has no TextEncoder, so what is stored is JSON in ASCII.
const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
const pack = (value) =>
  Uint8Array.from(JSON.stringify(value).replace(/[^\x20-\x7e]/g, escaped), (letter) => letter.charCodeAt(0));

/// What `pack` made; anything else is a fault of the installation, never of the person.
function unpack(what, bytes, isWhole) {
  try {
    // Panels store 8 KiB at most.
    const text = bytes.length <= 8192 && Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const value = text && JSON.parse(text);
    if (isWhole(value)) return value;
  } catch {
    // Falls through.
  }
  throw misconfigured(`the ${what} is not one of this plugin`);
}

const isSheet = (value) => value.codes.length === CODES && Number.isInteger(value.used);

function open(held) {
  if (held.length === 0) throw misconfigured("there is no credential");
  return unpack("secret", held[0].secret, isSheet);
}

function drawCode() {
  const number = Array.from(random(8)).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  return String(number % 1_000_000n).padStart(6, "0");
}

/// Takes as long for a wrong code as for the right one.
function isSame(one, other) {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

/// How many codes are used is in the secret: that is what makes one spent.
function spend({ codes, used }, answers) {
  const refused = (reason, counts) => ({ refused: { field: "code", reason, counts, spends: null } });
  if (used >= codes.length) return refused(say("used-up"), false);
  const typed = answers.find(([name]) => name === "code")?.[1] ?? "";
  return isSame(codes[used], typed) ? { sheet: { codes, used: used + 1 } } : refused(say("wrong"), true);
}

const facts = ({ codes, used }) => {
  const left = codes.length - used;
  return [{ name: "left", value: String(left), text: say("left", { left }), warning: left < 3 }];
};

const prompt = (kind, texts, more = {}) => ({ kind, name: null, texts, values: [], items: [], ...more });
const field = ({ used }) =>
  prompt("input", [["label", say("code", { number: used + 1 })]], {
    name: "code",
    values: [["input", "digits"], ["max-length", "6"]],
  });

export const secondFactor = {
  describe: () => ({
    id: "%name%",
    name: say("name"),
    summary: say("summary"),
    icon: "key",
    assurance: "basic",
    several: false,
    together: false,
    sendsMessages: false,
    attributes: [],
  }),

  beginEnrolment(account, _held) {
    const sheet = { codes: Array.from({ length: CODES }, drawCode), used: 0 };
    const prompts = [
      prompt("message", [["text", say("keep")]]),
      prompt("codes", [["label", say("codes")]], {
        values: [["file-name", "codes.txt"]],
        items: sheet.codes.map((value) => ({ value, label: null })),
      }),
      field(sheet),
    ];
    return { prompts, state: pack({ enrols: account.pseudonym, ...sheet }) };
  },

  continueEnrolment(account, state, answers) {
    const isOurs = (value) => value.enrols === account.pseudonym && isSheet(value);
    const { sheet, refused } = spend(unpack("state", state, isOurs), answers);
    if (refused) return { tag: "rejected", val: refused };
    const enrolled = { secret: pack(sheet), label: say("name"), facts: facts(sheet), identifier: null };
    return { tag: "enrolled", val: enrolled };
  },

  beginChallenge(account, held) {
    const sheet = open(held);
    return { prompts: [field(sheet)], state: pack({ challenges: account.pseudonym, held: held[0].id }) };
  },

  continueChallenge(account, held, state, answers) {
    const before = open(held);
    unpack("state", state, (value) => value.challenges === account.pseudonym && value.held === held[0].id);
    const { sheet, refused } = spend(before, answers);
    if (refused) return { tag: "rejected", val: refused };
    // The panel stores the secret with the sign-in or not at all: no code counts twice.
    return { tag: "accepted", val: { held: held[0].id, secret: pack(sheet), facts: facts(sheet), notice: null } };
  },
};
