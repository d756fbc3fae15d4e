// What a factor is written with in C: short names for the generated ones, and help with what C is bad at.
//
// Each call runs in a fresh instance that is thrown away after it, so nothing here is ever freed by hand. What is
// returned is freed by the generated code, which is why everything in it must be made by these functions.

#ifndef INNKEEPER_H
#define INNKEEPER_H

#include <stdlib.h>
#include <string.h>

#include "factor.h"

typedef factor_string_t string_t;
typedef factor_list_u8_t bytes_t;
typedef innkeeper_host_types_text_t text_t;
typedef innkeeper_host_types_failure_t failure_t;
typedef innkeeper_factor_types_description_t description_t;
typedef innkeeper_factor_types_account_t account_t;
typedef innkeeper_factor_types_held_t held_t;
typedef innkeeper_factor_types_prompt_t prompt_t;
typedef innkeeper_factor_types_step_t step_t;
typedef innkeeper_factor_types_rejection_t rejection_t;
typedef innkeeper_factor_types_enrolment_outcome_t enrolment_t;
typedef innkeeper_factor_types_challenge_outcome_t challenge_t;
typedef exports_innkeeper_factor_second_factor_list_held_t all_held_t;
typedef exports_innkeeper_factor_second_factor_list_answer_t answers_t;

// The functions of a factor, by short names: define these.
#define factor_describe exports_innkeeper_factor_second_factor_describe
#define factor_begin_enrolment exports_innkeeper_factor_second_factor_begin_enrolment
#define factor_continue_enrolment exports_innkeeper_factor_second_factor_continue_enrolment
#define factor_begin_challenge exports_innkeeper_factor_second_factor_begin_challenge
#define factor_continue_challenge exports_innkeeper_factor_second_factor_continue_challenge

static inline void *allocate(size_t size) {
  void *memory = calloc(1, size);
  if (!memory) abort();
  return memory;
}

static inline string_t string(const char *text) {
  string_t copy;
  factor_string_dup(&copy, text);
  return copy;
}

static inline string_t copy(string_t text) {
  string_t copied;
  factor_string_dup_n(&copied, (const char *)text.ptr, text.len);
  return copied;
}

static inline string_t decimal(unsigned number) {
  char digits[11] = {0};
  size_t at = sizeof digits - 1;
  do digits[--at] = (char)('0' + number % 10);
  while (number /= 10);
  return string(digits + at);
}

static inline bytes_t bytes(const void *data, size_t length) {
  bytes_t copy = {allocate(length), length};
  memcpy(copy.ptr, data, length);
  return copy;
}

// These bytes, and those behind them.
static inline bytes_t joined(bytes_t first, const void *data, size_t length) {
  bytes_t both = {allocate(first.len + length), first.len + length};
  memcpy(both.ptr, first.ptr, first.len);
  memcpy(both.ptr + first.len, data, length);
  return both;
}

static inline bytes_t random_bytes(uint32_t length) {
  bytes_t drawn;
  innkeeper_host_random_bytes(length, &drawn);
  return drawn;
}

// Takes as long for what is equal as for what is not.
static inline bool is_same(const uint8_t *one, const uint8_t *other, size_t length) {
  uint8_t difference = 0;
  for (size_t at = 0; at < length; at++) difference |= one[at] ^ other[at];
  return difference == 0;
}

// A sentence by its key in the locale files, with the English for a language that lacks it.
static inline text_t say(const char *key, const char *english) {
  return (text_t){.key = string(key), .fallback = string(english)};
}

// Makes room for one more in a list.
#define GROW(list) \
  ((list)->ptr = innkeeper_grow((list)->ptr, ++(list)->len * sizeof *(list)->ptr), &(list)->ptr[(list)->len - 1])

static inline void *innkeeper_grow(void *memory, size_t size) {
  memory = realloc(memory, size);
  if (!memory) abort();
  return memory;
}

// Fills a placeable of a sentence.
static inline text_t with(text_t text, const char *name, unsigned value) {
  *GROW(&text.args) = (factor_tuple2_string_string_t){string(name), decimal(value)};
  return text;
}

// Adds a prompt with one sentence to a step.
static inline prompt_t *show(step_t *step, const char *kind, const char *part, text_t text) {
  prompt_t *prompt = GROW(&step->prompts);
  *prompt = (prompt_t){.kind = string(kind)};
  *GROW(&prompt->texts) = (innkeeper_factor_types_tuple2_string_text_t){string(part), text};
  return prompt;
}

static inline void add_value(prompt_t *prompt, const char *part, string_t value) {
  *GROW(&prompt->values) = (factor_tuple2_string_string_t){string(part), value};
}

// Adds a code to a prompt of the kind `codes`.
static inline void add_item(prompt_t *prompt, const uint8_t *code, size_t length) {
  innkeeper_factor_types_item_t *item = GROW(&prompt->items);
  *item = (innkeeper_factor_types_item_t){0};
  factor_string_dup_n(&item->value, (const char *)code, length);
}

// Adds a field to a step. `input` is digits, code, text, secret, tel or modhex.
static inline void ask(step_t *step, const char *name, text_t label, const char *input, unsigned max_length) {
  prompt_t *prompt = show(step, "input", "label", label);
  prompt->name = (factor_option_string_t){true, string(name)};
  add_value(prompt, "input", string(input));
  add_value(prompt, "max-length", decimal(max_length));
}

// The answer to a field, as typed; empty where there is none.
static inline string_t answer(const answers_t *answers, const char *name) {
  for (size_t at = 0; at < answers->len; at++) {
    string_t asked = answers->ptr[at].f0;
    if (asked.len == strlen(name) && !memcmp(asked.ptr, name, asked.len)) return answers->ptr[at].f1;
  }
  return (string_t){0};
}

// The person's mistake.
static inline rejection_t wrong(const char *field, text_t reason, bool counts) {
  return (rejection_t){.field = {true, string(field)}, .reason = reason, .counts = counts};
}

// A fault that staff must mend. Return it from any of the functions.
static inline bool misconfigured(failure_t *failure, const char *why) {
  failure->tag = INNKEEPER_HOST_TYPES_FAILURE_MISCONFIGURED;
  failure->val.misconfigured = string(why);
  return false;
}

#endif
