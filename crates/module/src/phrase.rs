//! What a module says, as its own list of keys. The sentences are in its locale files.

use crate::prompt::Text;

/// A key of a module's locale files, with the English that serves where a language lacks it.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// The key, which begins with the module's id.
    pub key: &'static str,
    /// The fallback.
    pub fallback: &'static str,
}

impl Phrase {
    /// The phrase as a text without arguments.
    pub fn text(&self) -> Text {
        Text::new(self.key, self.fallback)
    }
}

/// A module's phrases as constants, and for its tests `ALL` of them:
///
/// ```
/// innkeeper_module::phrases! {
///     NAME = "grid-name", "Code card";
///     SUMMARY = "grid-summary", "A printed card with numbers";
/// }
/// assert_eq!(NAME.text().key, "grid-name");
/// ```
#[macro_export]
macro_rules! phrases {
    ($($name:ident = $key:literal, $fallback:literal;)*) => {
        $(pub(crate) const $name: $crate::Phrase = $crate::Phrase { key: $key, fallback: $fallback };)*
        #[cfg(test)]
        pub(crate) const ALL: &[$crate::Phrase] = &[$($name),*];
    };
}
