//! Which language a browser gets: RFC 9110's `Accept-Language` against the languages of the theme.
//!
//! Ready-made crates either ignore the weights or bring a second locale library; this is the short rule
//! of RFC 4647's look-up: cut the wish from the right until something fits.

/// The best of the available languages, if any is acceptable.
pub(crate) fn best<'a>(accepted: &str, available: &[&'a str]) -> Option<&'a str> {
    let mut wishes: Vec<(&str, u16)> = accepted.split(',').take(32).filter_map(wish).collect();
    wishes.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    wishes
        .iter()
        .filter(|(_, weight)| *weight > 0)
        .find_map(|(tag, _)| find(tag, available))
}

fn find<'a>(tag: &str, available: &[&'a str]) -> Option<&'a str> {
    let mut wish = tag;
    loop {
        if let Some(found) = available
            .iter()
            .find(|code| code.eq_ignore_ascii_case(wish))
        {
            return Some(found);
        }
        match wish.rsplit_once('-') {
            Some((shorter, _)) => wish = shorter,
            None => break,
        }
    }
    // "de" is served by "de-AT" where there is no "de".
    available.iter().copied().find(|code| {
        code.split_once('-')
            .is_some_and(|(language, _)| language.eq_ignore_ascii_case(wish))
    })
}

/// A tag and its weight in thousandths.
fn wish(part: &str) -> Option<(&str, u16)> {
    let mut parameters = part.split(';').map(str::trim);
    let tag = parameters
        .next()
        .filter(|tag| !tag.is_empty() && *tag != "*")?;
    let weight = parameters.find_map(|parameter| parameter.strip_prefix("q="));
    Some((tag, weight.map_or(1000, thousandths)))
}

fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if whole == "1" {
        return 1000;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::best;

    #[test]
    fn the_heaviest_wish_that_can_be_met_decides() {
        for (accepted, expected) in [
            ("de", Some("de")),
            ("de-CH, en;q=0.5", Some("de")),
            ("fr, de;q=0.3, en;q=0.7", Some("en")),
            ("en;q=0.8,de", Some("de")),
            ("DE-at", Some("de")),
            ("pt", Some("pt-BR")),
            ("fr", None),
            ("de;q=0, en;q=0.001", Some("en")),
            ("*", None),
            ("", None),
            (";;;,,q=1,\u{0}", None),
        ] {
            assert_eq!(
                best(accepted, &["de", "en", "pt-BR"]),
                expected,
                "{accepted}"
            );
        }
    }
}
