//! Addresses that can be cached for ever, and icons.

use std::time::Duration;

use innkeeper_theme::Theme;

use crate::workshop::{draw, frame, kid, page};

#[test]
fn an_address_names_the_content_and_changes_with_any_asset() {
    let workshop = kid("{{ asset('tokens.css') }}", &[]);
    let patient = workshop.builder("kid").check_every(Duration::from_hours(1));
    let before = patient.build().unwrap();
    workshop.write("kid/assets/other.css", "p {}");
    let after = workshop.build("kid").unwrap();
    let href = |theme: &Theme| theme.page(&frame("en"), &page()).unwrap();
    assert_ne!(href(&before), href(&after));
    assert_eq!(href(&after), after.asset_href("tokens.css"));
    let hash = href(&after).split('/').nth(2).unwrap().to_owned();
    assert!(
        hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()),
        "{hash}"
    );
}

#[test]
fn a_childs_asset_takes_the_place_of_its_parents() {
    let workshop = kid("x", &[]);
    workshop.write("kid/assets/tokens.css", "p {}");
    let theme = workshop.build("kid").unwrap();
    let find = |path: &str| {
        let href = theme.asset_href(path);
        theme.asset(href.strip_prefix("/assets/").unwrap())
    };
    let tokens = find("tokens.css").unwrap();
    assert_eq!(
        (&*tokens.bytes, tokens.content_type),
        (&b"p {}"[..], "text/css; charset=utf-8")
    );
    assert!(tokens.immutable);
    assert_eq!(
        find("fonts/inter-latin.woff2").unwrap().content_type,
        "font/woff2"
    );
    for path in [
        "gone.css",
        "../theme.toml",
        "",
        "../kid/theme.toml",
        "icons",
    ] {
        assert!(find(path).is_none(), "{path}");
    }
}

#[test]
fn a_page_of_yesterday_still_gets_its_files_but_nobody_keeps_them() {
    let theme = Theme::builder().build().unwrap();
    let asset = theme.asset("0123456789abcdef/tokens.css").unwrap();
    assert!(!asset.immutable);
    assert!(theme.asset("tokens.css").is_none());
}

#[test]
fn an_icon_is_an_element_for_eyes_only() {
    let workshop = kid("{{ icon('bell') }}{{ icon('../secret') }}", &[]);
    workshop.write(
        "kid/assets/icons/bell.svg",
        "<?xml version=\"1.0\"?>\n<!-- a bell -->\n<svg width=\"16\" class='x' viewBox=\"0 0 1 1\" height=\"16\"><path d=\"M0 0\"/></svg>\n",
    );
    workshop.write(
        "kid/assets/icons/default.svg",
        "<svg viewBox=\"0 0 2 2\"></svg>",
    );
    let drawn = workshop
        .build("kid")
        .unwrap()
        .page(&frame("en"), &page())
        .unwrap();
    let start = "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\" viewBox=";
    assert_eq!(
        drawn,
        format!("{start}\"0 0 1 1\"><path d=\"M0 0\"/></svg>{start}\"0 0 2 2\"></svg>")
    );
}

#[test]
fn a_missing_asset_is_an_error_for_tests_only() {
    let source = "{{ asset('gone.css') }}";
    assert!(
        draw(source, &[], "en")
            .unwrap_err()
            .to_string()
            .contains("there is no asset `gone.css`")
    );
    assert!(
        kid(source, &[])
            .build("kid")
            .unwrap()
            .page(&frame("en"), &page())
            .unwrap()
            .ends_with("/gone.css")
    );
}
