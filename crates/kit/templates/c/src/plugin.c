// A sheet of one-time codes, asked for one after the other. Nothing is kept between calls but the state of a step and
// the secret of a credential. What `innkeeper.h` offers is written beside the component by each build.

#include "innkeeper.h"

enum { CODES = 12, DIGITS = 6, VERSION = 1 };

// A credential, as it is stored. How many codes are used is what makes one spent, so it is in here.
typedef struct {
  uint8_t version;
  uint8_t used;
  uint8_t codes[CODES][DIGITS];
} sheet_t;

static sheet_t draw(void) {
  sheet_t sheet = {.version = VERSION};
  for (size_t code = 0; code < CODES; code++) {
    uint64_t number;
    memcpy(&number, random_bytes(sizeof number).ptr, sizeof number);
    for (size_t digit = 0; digit < DIGITS; digit++, number /= 10) sheet.codes[code][digit] = '0' + number % 10;
  }
  return sheet;
}

// Reads a sheet that begins at `from` and ends with the bytes.
static bool open(bytes_t packed, size_t from, sheet_t *sheet) {
  if (packed.len != from + sizeof *sheet) return false;
  memcpy(sheet, packed.ptr + from, sizeof *sheet);
  return sheet->version == VERSION && sheet->used <= CODES;
}

// What a state begins with: what it is for, and whose it is.
static bytes_t whose(char purpose, const account_t *account, const held_t *held) {
  size_t length = 1 + account->pseudonym.len + (held ? 1 + held->id.len : 0);
  bytes_t state = {allocate(length), length};
  state.ptr[0] = (uint8_t)purpose;
  memcpy(state.ptr + 1, account->pseudonym.ptr, account->pseudonym.len);
  if (held) memcpy(state.ptr + 2 + account->pseudonym.len, held->id.ptr, held->id.len);
  return state;
}

static bool begins_with(bytes_t state, bytes_t start) {
  return state.len >= start.len && !memcmp(state.ptr, start.ptr, start.len);
}

static void ask_for_code(step_t *step, const sheet_t *sheet) {
  ask(step, "code", with(say("%name%-code", "Code number {$number}"), "number", sheet->used + 1u), "digits", DIGITS);
}

// Whether the answer is right; the sheet after it, or why not.
static bool spend(sheet_t *sheet, const answers_t *answers, rejection_t *rejection) {
  if (sheet->used >= CODES) {
    text_t reason = say("%name%-used-up", "All codes are used. Sign in another way and get new ones.");
    *rejection = wrong("code", reason, false);
    return false;
  }
  string_t typed = answer(answers, "code");
  if (typed.len != DIGITS || !is_same(typed.ptr, sheet->codes[sheet->used], DIGITS)) {
    *rejection = wrong("code", say("%name%-wrong", "That is not this code."), true);
    return false;
  }
  sheet->used++;
  return true;
}

static innkeeper_factor_types_list_fact_t facts(const sheet_t *sheet) {
  unsigned left = CODES - sheet->used;
  innkeeper_factor_types_list_fact_t facts = {allocate(sizeof *facts.ptr), 1};
  facts.ptr[0] = (innkeeper_factor_types_fact_t){
      .name = string("left"),
      .value = decimal(left),
      .text = with(say("%name%-left", "{$left} codes left"), "left", left),
      .warning = left < 3,
  };
  return facts;
}

void factor_describe(description_t *ret) {
  *ret = (description_t){
      .id = string("%name%"),
      .name = say("%name%-name", "%title%"),
      .summary = say("%name%-summary", "A sheet of codes that you print"),
      .icon = string("key"),
      .assurance = string("basic"),
  };
}

bool factor_begin_enrolment(account_t *account, all_held_t *held, step_t *ret, failure_t *err) {
  (void)held, (void)err;
  sheet_t sheet = draw();
  text_t keep = say("%name%-keep", "Print these codes or write them down. They are shown only now.");
  show(ret, "message", "text", keep);
  prompt_t *codes = show(ret, "codes", "label", say("%name%-codes", "Your codes"));
  add_value(codes, "file-name", string("codes.txt"));
  for (size_t code = 0; code < CODES; code++) add_item(codes, sheet.codes[code], DIGITS);
  ask_for_code(ret, &sheet);
  ret->state = joined(whose('E', account, NULL), &sheet, sizeof sheet);
  return true;
}

bool factor_continue_enrolment(account_t *account, bytes_t *state, answers_t *answers, enrolment_t *ret,
                               failure_t *err) {
  sheet_t sheet;
  bytes_t ours = whose('E', account, NULL);
  if (!begins_with(*state, ours) || !open(*state, ours.len, &sheet))
    return misconfigured(err, "the state is not of this enrolment");
  if (spend(&sheet, answers, &ret->val.rejected)) {
    ret->tag = INNKEEPER_FACTOR_TYPES_ENROLMENT_OUTCOME_ENROLLED;
    ret->val.enrolled = (innkeeper_factor_types_enrolled_t){
        .secret = bytes(&sheet, sizeof sheet),
        .label = say("%name%-name", "%title%"),
        .facts = facts(&sheet),
    };
  } else {
    ret->tag = INNKEEPER_FACTOR_TYPES_ENROLMENT_OUTCOME_REJECTED;
  }
  return true;
}

bool factor_begin_challenge(account_t *account, all_held_t *held, step_t *ret, failure_t *err) {
  sheet_t sheet;
  if (held->len == 0) return misconfigured(err, "there is no credential");
  if (!open(held->ptr[0].secret, 0, &sheet)) return misconfigured(err, "the secret is not one of this plugin");
  ask_for_code(ret, &sheet);
  ret->state = whose('C', account, &held->ptr[0]);
  return true;
}

bool factor_continue_challenge(account_t *account, all_held_t *held, bytes_t *state, answers_t *answers,
                               challenge_t *ret, failure_t *err) {
  sheet_t sheet;
  if (held->len == 0) return misconfigured(err, "there is no credential");
  if (!open(held->ptr[0].secret, 0, &sheet)) return misconfigured(err, "the secret is not one of this plugin");
  bytes_t ours = whose('C', account, &held->ptr[0]);
  if (!begins_with(*state, ours) || state->len != ours.len)
    return misconfigured(err, "the state is not of this challenge");
  if (spend(&sheet, answers, &ret->val.rejected)) {
    // The panel stores the secret with the sign-in or not at all: no code counts twice.
    ret->tag = INNKEEPER_FACTOR_TYPES_CHALLENGE_OUTCOME_ACCEPTED;
    ret->val.accepted = (innkeeper_factor_types_acceptance_t){
        .secret = bytes(&sheet, sizeof sheet),
        .facts = facts(&sheet),
    };
    ret->val.accepted.held = copy(held->ptr[0].id);
  } else {
    ret->tag = INNKEEPER_FACTOR_TYPES_CHALLENGE_OUTCOME_REJECTED;
  }
  return true;
}
