//! Every key is in every language, none is left over, and each gets what it names.

use innkeeper_module::Text;
use innkeeper_module::testing::locales;

use crate::texts::{ALL, TEXTS};

pub(super) fn assert_translatable(text: &Text) {
    locales::assert_translatable(TEXTS, text);
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    locales::assert_whole(TEXTS, ALL);
}
