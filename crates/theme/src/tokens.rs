//! The values of `tokens.css` for those who cannot read stylesheets: mail programs.
//!
//! Only what stands there as a plain value is known, and for each name the first one, which is the light
//! scheme's. What CSS computes from it is not computed here, but for one thing: a colour to read.

use std::collections::BTreeMap;

use crate::assets::Assets;

const FILE: &str = "tokens.css";
/// What WCAG asks of text (level AA).
const READABLE: f64 = 4.5;
/// How much darker a colour becomes at a time.
const STEP: f64 = 0.96;

pub(crate) struct Tokens(BTreeMap<String, String>);

impl Tokens {
    pub(crate) fn read(assets: &Assets) -> Self {
        let source = without_comments(assets.text(FILE).unwrap_or_default());
        let mut tokens = BTreeMap::new();
        for declaration in source.split(['{', '}', ';']) {
            if let Some((name, value)) = declaration.trim().split_once(':')
                && let Some(name) = name.trim().strip_prefix("--")
            {
                tokens
                    .entry(name.to_owned())
                    .or_insert_with(|| value.trim().to_owned());
            }
        }
        Self(tokens)
    }

    /// The value of `--name`.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn without_comments(source: &str) -> String {
    let mut parts = source.split("/*");
    let first = parts.next().unwrap_or_default();
    let rest = parts.filter_map(|part| part.split_once("*/").map(|(_, code)| code));
    std::iter::once(first).chain(rest).collect()
}

/// The colour, or as dark a shade of it as can be read on that ground. What is no `#rrggbb` stays as it is.
pub(crate) fn readable(colour: &str, ground: &str) -> String {
    let (Some(mut shade), Some(ground)) = (parse(colour), parse(ground)) else {
        return colour.to_owned();
    };
    while contrast(shade, ground) < READABLE && shade.iter().any(|part| *part >= 1.0) {
        shade = shade.map(|part| part * STEP);
    }
    let [red, green, blue] = shade.map(|part| format!("{:02x}", byte(part)));
    format!("#{red}{green}{blue}")
}

fn parse(colour: &str) -> Option<[f64; 3]> {
    let digits = colour.strip_prefix('#')?;
    let (width, factor) = match digits.len() {
        3 => (1, 17),
        6 => (2, 1),
        _ => return None,
    };
    let part = |index: usize| {
        let part = digits.get(index * width..(index + 1) * width)?;
        Some(f64::from(u32::from_str_radix(part, 16).ok()? * factor))
    };
    Some([part(0)?, part(1)?, part(2)?])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a colour is from 0 to 255"
)]
fn byte(part: f64) -> u8 {
    part.clamp(0.0, 255.0).floor() as u8
}

/// The contrast of two colours as WCAG 2 defines it, from 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part.floor() / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_can_be_read_stays_and_another_becomes_a_shade_of_itself() {
        assert_eq!(readable("#1d5c4d", "#ffffff"), "#1d5c4d");
        assert_eq!(readable("#000", "#fff"), "#000000");
        for colour in ["#ffd100", "#ff7a00", "#7cc9b0", "#ffffff", "#0f0"] {
            let shade = readable(colour, "#f4f6f4");
            let parsed = parse(&shade).unwrap();
            assert!(
                contrast(parsed, parse("#f4f6f4").unwrap()) >= READABLE,
                "{colour}: {shade}"
            );
        }
        assert_eq!(readable("rebeccapurple", "#ffffff"), "rebeccapurple");
    }

    #[test]
    fn contrast_is_what_others_compute() {
        let grey = contrast(parse("#767676").unwrap(), parse("#ffffff").unwrap());
        assert!((grey - 4.54).abs() < 0.01, "{grey}");
    }
}
