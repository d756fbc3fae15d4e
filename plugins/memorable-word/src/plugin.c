// Letters of a memorable word: the person chooses a word, and each sign-in asks for three of its letters.
//
// Which letters are asked for is in the secret and changes only with a sign-in: nobody who guesses can wait for
// letters that they have seen. The next three never read like the last three, so no answer serves twice.

#include "innkeeper.h"

enum { SHORTEST = 8, LONGEST = 24, DIFFERENT = 5, ASKED = 3, VERSION = 1 };

// A credential, as it is stored: VERSION, how many letters, the places, the letters.
typedef struct {
  uint8_t places[ASKED];
  uint8_t letters[LONGEST];
  size_t length;
} word_t;

static bytes_t seal(const word_t *word) {
  uint8_t packed[2 + ASKED + LONGEST] = {VERSION, (uint8_t)word->length};
  memcpy(packed + 2, word->places, ASKED);
  memcpy(packed + 2 + ASKED, word->letters, word->length);
  return bytes(packed, 2 + ASKED + word->length);
}

static bool open(bytes_t packed, word_t *word) {
  size_t around = 2 + ASKED;
  if (packed.len < around + SHORTEST || packed.len > around + LONGEST || packed.ptr[0] != VERSION) return false;
  word->length = packed.len - around;
  if (packed.ptr[1] != word->length) return false;
  memcpy(word->places, packed.ptr + 2, ASKED);
  memcpy(word->letters, packed.ptr + around, word->length);
  for (size_t at = 0; at < ASKED; at++)
    if (word->places[at] >= word->length) return false;
  for (size_t at = 0; at < word->length; at++)
    if (word->letters[at] < 'a' || word->letters[at] > 'z') return false;
  return true;
}

// The letters of an answer, small and without spaces; more than `most` or anything else makes it none.
static size_t letters_of(string_t typed, uint8_t *letters, size_t most) {
  size_t length = 0;
  for (size_t at = 0; at < typed.len; at++) {
    uint8_t letter = typed.ptr[at] | 0x20;
    if (typed.ptr[at] == ' ') continue;
    if (letter < 'a' || letter > 'z' || length == most) return 0;
    letters[length++] = letter;
  }
  return length;
}

static size_t different(const uint8_t *letters, size_t length) {
  uint32_t seen = 0;
  for (size_t at = 0; at < length; at++) seen |= 1u << (letters[at] - 'a');
  return (size_t)__builtin_popcount(seen);
}

static void asked_letters(const word_t *word, uint8_t letters[ASKED]) {
  for (size_t at = 0; at < ASKED; at++) letters[at] = word->letters[word->places[at]];
}

// Draws three places, in order, whose letters differ from those of before.
static void draw_places(word_t *word, const uint8_t before[ASKED]) {
  uint8_t now[ASKED];
  do {
    bytes_t lots = random_bytes(ASKED);
    for (size_t at = 0; at < ASKED; at++) word->places[at] = lots.ptr[at] % word->length;
    asked_letters(word, now);
  } while (word->places[0] >= word->places[1] || word->places[1] >= word->places[2] ||
           is_same(now, before, ASKED));
}

static text_t used_or_wrong(bool is_used) {
  return is_used ? say("memorable-word-used", "That was asked meanwhile. Begin again to be asked for other letters.")
                 : say("memorable-word-wrong", "These are not the letters.");
}

// A state is VERSION, what it is for, the places, and whose it is. It is not read but made anew and compared.
static bytes_t state_of(char purpose, const word_t *word, const account_t *account, const held_t *held) {
  size_t length = 2 + ASKED + account->pseudonym.len + (held ? 1 + held->id.len : 0);
  bytes_t state = {allocate(length), length};
  state.ptr[0] = VERSION;
  state.ptr[1] = (uint8_t)purpose;
  if (word) memcpy(state.ptr + 2, word->places, ASKED);
  memcpy(state.ptr + 2 + ASKED, account->pseudonym.ptr, account->pseudonym.len);
  if (held) memcpy(state.ptr + 3 + ASKED + account->pseudonym.len, held->id.ptr, held->id.len);
  return state;
}

static bool is_of(bytes_t state, bytes_t ours) {
  return state.len == ours.len && !memcmp(state.ptr, ours.ptr, 2) &&
         !memcmp(state.ptr + 2 + ASKED, ours.ptr + 2 + ASKED, ours.len - 2 - ASKED);
}

void factor_describe(description_t *ret) {
  *ret = (description_t){
      .id = string("memorable-word"),
      .name = say("memorable-word-name", "Memorable word"),
      .summary = say("memorable-word-summary", "Three letters of a word that you choose"),
      .icon = string("key"),
      .assurance = string("basic"),
  };
}

bool factor_begin_enrolment(account_t *account, all_held_t *held, step_t *ret, failure_t *err) {
  (void)held, (void)err;
  show(ret, "message", "text",
       say("memorable-word-choose", "Choose a word of 8 to 24 letters, with at least five different ones. It is not your password."));
  ask(ret, "word", say("memorable-word-word", "Word"), "secret", LONGEST);
  ask(ret, "again", say("memorable-word-again", "The same word again"), "secret", LONGEST);
  ret->state = state_of('E', NULL, account, NULL);
  return true;
}

bool factor_continue_enrolment(account_t *account, bytes_t *state, answers_t *answers, enrolment_t *ret,
                               failure_t *err) {
  bytes_t ours = state_of('E', NULL, account, NULL);
  if (state->len != ours.len || memcmp(state->ptr, ours.ptr, ours.len))
    return misconfigured(err, "the state is not of this enrolment");
  word_t word = {0};
  uint8_t again[LONGEST];
  word.length = letters_of(answer(answers, "word"), word.letters, LONGEST);
  bool is_good = word.length >= SHORTEST && different(word.letters, word.length) >= DIFFERENT;
  bool is_twice = letters_of(answer(answers, "again"), again, LONGEST) == word.length &&
                  is_same(word.letters, again, word.length);
  ret->tag = INNKEEPER_FACTOR_TYPES_ENROLMENT_OUTCOME_REJECTED;
  if (!is_good) {
    text_t reason = say("memorable-word-format", "Only 8 to 24 letters from a to z, at least five of them different.");
    ret->val.rejected = wrong("word", reason, false);
  } else if (!is_twice) {
    ret->val.rejected = wrong("again", say("memorable-word-differs", "That is another word."), false);
  } else {
    uint8_t nothing[ASKED] = {0};
    draw_places(&word, nothing);
    ret->tag = INNKEEPER_FACTOR_TYPES_ENROLMENT_OUTCOME_ENROLLED;
    ret->val.enrolled.secret = seal(&word);
    ret->val.enrolled.label = say("memorable-word-name", "Memorable word");
  }
  return true;
}

bool factor_begin_challenge(account_t *account, all_held_t *held, step_t *ret, failure_t *err) {
  word_t word;
  if (held->len == 0) return misconfigured(err, "there is no credential to challenge");
  if (!open(held->ptr[0].secret, &word)) return misconfigured(err, "the secret is not one of this plugin");
  text_t label = say("memorable-word-letters", "Letters {$first}, {$second} and {$third} of your word");
  label = with(with(label, "first", word.places[0] + 1u), "second", word.places[1] + 1u);
  ask(ret, "letters", with(label, "third", word.places[2] + 1u), "secret", ASKED);
  ret->state = state_of('C', &word, account, &held->ptr[0]);
  return true;
}

bool factor_continue_challenge(account_t *account, all_held_t *held, bytes_t *state, answers_t *answers,
                               challenge_t *ret, failure_t *err) {
  word_t word;
  if (held->len == 0) return misconfigured(err, "there is no credential to challenge");
  if (!open(held->ptr[0].secret, &word)) return misconfigured(err, "the secret is not one of this plugin");
  bytes_t ours = state_of('C', &word, account, &held->ptr[0]);
  if (!is_of(*state, ours)) return misconfigured(err, "the state is not of this challenge");
  bool is_used = memcmp(state->ptr + 2, word.places, ASKED) != 0;
  uint8_t typed[ASKED] = {0}, right[ASKED];
  size_t length = letters_of(answer(answers, "letters"), typed, ASKED);
  asked_letters(&word, right);
  bool is_right = length == ASKED && is_same(typed, right, ASKED);
  if (is_used || !is_right) {
    ret->tag = INNKEEPER_FACTOR_TYPES_CHALLENGE_OUTCOME_REJECTED;
    ret->val.rejected = wrong("letters", used_or_wrong(is_used), !is_used);
    return true;
  }
  // The panel stores the secret with the sign-in or not at all: what was asked for is spent by the new places.
  draw_places(&word, right);
  ret->tag = INNKEEPER_FACTOR_TYPES_CHALLENGE_OUTCOME_ACCEPTED;
  ret->val.accepted.held = copy(held->ptr[0].id);
  ret->val.accepted.secret = seal(&word);
  return true;
}
