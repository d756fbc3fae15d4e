//! The bundled theme, whole.

use std::sync::LazyLock;

use innkeeper_theme::contexts::samples;
use innkeeper_theme::{Drawn, Theme, check_embedded, draw_samples};

/// Everything that the bundled theme draws, by template, sample and language.
static DRAWN: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let theme = Theme::builder().build().unwrap();
    let mut pages = Vec::new();
    for code in theme.locales().into_iter().map(|locale| locale.code) {
        for Drawn {
            template,
            sample,
            result,
            ..
        } in draw_samples(&theme, &code, None)
        {
            pages.push((format!("{template} {sample} {code}"), result.unwrap()));
        }
    }
    pages
});

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    DRAWN
        .iter()
        .map(|(name, page)| (name.as_str(), page.as_str()))
}

fn is_page(name: &str) -> bool {
    !name.starts_with("mails/")
}

#[test]
fn every_page_and_mail_is_drawn_with_every_sample_in_every_language() {
    let report = check_embedded();
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.locales, ["de", "en"]);
    assert!(report.drawn > 400, "{report}");
}

#[test]
fn hostile_values_reach_no_page_as_markup() {
    for (name, page) in pages() {
        if name.contains(".txt") {
            continue;
        }
        assert!(!page.contains("<script>alert"), "{name}");
        assert!(!page.contains("\"' onload=alert"), "{name}");
        assert!(!page.contains("<b>Sons"), "{name}");
        assert!(
            !page.contains("\"><script>") && !page.contains("\"><b>"),
            "{name}"
        );
    }
}

#[test]
fn hostile_values_are_seen_as_they_were_typed() {
    let shown = pages().any(|(name, page)| {
        is_page(name) && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;")
    });
    assert!(shown);
    assert!(samples::HOSTILE.contains("{{ 7*7 }}"));
    assert!(pages().all(|(_, page)| !page.contains(" 49 家主")));
}

#[test]
fn every_page_has_one_heading_of_the_first_rank_and_its_language() {
    for (name, page) in pages().filter(|(name, _)| is_page(name)) {
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        let locale = name.rsplit(' ').next().unwrap();
        assert!(page.contains(&format!("<html lang=\"{locale}\"")), "{name}");
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, page) in pages() {
        for form in page.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.contains("method=\"post\"") {
                assert!(
                    form.contains("name=\"csrf_token\" value=\"c2FtcGxl\""),
                    "{name}: {form}"
                );
            }
        }
    }
}

#[test]
fn pages_keep_to_the_content_security_policy() {
    for (name, page) in pages().filter(|(name, _)| is_page(name)) {
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(!tag.contains(" style="), "{name}: <{tag}>");
            assert!(!tag.starts_with("style"), "{name}: <{tag}>");
            assert!(
                !tag.starts_with("script") || tag.contains(" src=\"/assets/"),
                "{name}: <{tag}>"
            );
            assert!(
                !tag.contains("src=\"http") && !tag.contains("href=\"javascript"),
                "{name}: <{tag}>"
            );
            let handler = tag
                .split_whitespace()
                .skip(1)
                .any(|part| part.starts_with("on") && part.contains("=\""));
            assert!(!handler, "{name}: <{tag}>");
        }
    }
}

#[test]
fn subjects_of_mails_are_single_lines() {
    for (name, subject) in pages().filter(|(name, _)| name.contains("subject.txt")) {
        assert!(
            !subject.is_empty() && !subject.contains(['\n', '\r']),
            "{name}: {subject}"
        );
    }
}
