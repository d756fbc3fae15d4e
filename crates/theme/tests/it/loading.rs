//! Parents, overrides, and themes that are refused.

use innkeeper_theme::{Theme, ThemeError};

use crate::workshop::{PAGE, Workshop, draw, frame, kid, page};

fn refused(workshop: &Workshop, name: &str) -> String {
    match workshop.build(name) {
        Ok(_) => panic!("the theme `{name}` was taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_file_is_looked_for_in_the_theme_then_in_its_parent_then_in_the_default() {
    let workshop = Workshop::new();
    workshop
        .theme("kid", "parent = \"elder\"")
        .theme("elder", "")
        .write(
            "elder/door/forgot.html",
            "{% include 'mark.html' %} by the elder",
        )
        .write("elder/mark.html", "elder's mark")
        .write("kid/mark.html", "kid's mark");
    let drawn = |name: &str| {
        workshop
            .build(name)
            .unwrap()
            .page(&frame("en"), &page())
            .unwrap()
    };
    assert_eq!(drawn("kid"), "kid's mark by the elder");
    assert_eq!(drawn("elder"), "elder's mark by the elder");
    assert!(drawn("default").contains("<html"));
}

#[test]
fn an_overridden_file_can_be_extended() {
    let source =
        "{% extends 'default:door/forgot.html' %}{% block head %}<meta name=\"kid\">{% endblock %}";
    let html = draw(source, &[], "en").unwrap();
    assert!(
        html.contains("<meta name=\"kid\">") && html.contains("<html"),
        "{html}"
    );
}

#[test]
fn a_file_can_be_asked_for_as_an_ancestor_finds_it() {
    let workshop = Workshop::new();
    workshop
        .theme("kid", "parent = \"elder\"")
        .theme("elder", "")
        .write("kid/a.html", "kid's a")
        .write("elder/a.html", "elder's a")
        .write("elder/b.html", "elder's b")
        .write(
            PAGE,
            "{% include 'a.html' %}, {% include 'elder:a.html' %}, {% include 'kid:b.html' %}, \
             {% include 'elder:b.html' %}{% include 'default:a.html' ignore missing %}",
        );
    let drawn = workshop
        .build("kid")
        .unwrap()
        .page(&frame("en"), &page())
        .unwrap();
    assert_eq!(drawn, "kid's a, elder's a, elder's b, elder's b");
}

#[test]
fn the_default_theme_is_embedded_and_a_folder_takes_its_place() {
    let embedded = Theme::builder()
        .build()
        .unwrap()
        .page(&frame("en"), &page())
        .unwrap();
    let workshop = Workshop::new();
    assert_eq!(
        workshop
            .build("default")
            .unwrap()
            .page(&frame("en"), &page())
            .unwrap(),
        embedded
    );
    workshop.theme("default", "");
    assert!(refused(&workshop, "default").contains("the file is missing"));
}

#[test]
fn names_that_are_paths_or_tricks_are_refused() {
    let workshop = Workshop::new();
    workshop.theme("kid", "");
    for name in [
        "",
        ".",
        "..",
        "../kid",
        "kid/",
        "/etc",
        "Kid",
        "kid\0",
        "kid kid",
        "-kid",
        "ki\u{301}d",
        "a/../kid",
    ] {
        assert!(
            matches!(workshop.build(name), Err(ThemeError::Name(_))),
            "{name:?}"
        );
    }
    assert!(matches!(
        workshop.build(&"k".repeat(41)),
        Err(ThemeError::Name(_))
    ));
    workshop.theme("kid", "parent = \"../default\"");
    assert!(refused(&workshop, "kid").contains("no theme name"));
}

#[test]
fn a_manifest_with_a_mistake_says_what_is_wrong() {
    let workshop = Workshop::new();
    for (manifest, expected) in [
        ("name = \"kid\"\ncontract = 1\nparents = \"x\"", "parents"),
        ("name = \"kid\"", "contract"),
        (
            "name = \"kid\"\ncontract = 2",
            "made for contract 2, this panel has contract 1",
        ),
        (
            "name = \"other\"\ncontract = 1",
            "its name is `other`, but its folder is `kid`",
        ),
        ("name = ", "theme.toml"),
        (
            "name = \"kid\"\ncontract = 1\nparent = \"nobody\"",
            "there is no theme `nobody`",
        ),
        (
            "name = \"kid\"\ncontract = 1\nparent = \"kid\"",
            "their own ancestors: kid → kid",
        ),
    ] {
        workshop.write("kid/theme.toml", manifest);
        let error = refused(&workshop, "kid");
        assert!(error.contains(expected), "{manifest}: {error}");
    }
    workshop
        .theme("kid", "parent = \"elder\"")
        .theme("elder", "parent = \"kid\"");
    assert!(refused(&workshop, "kid").contains("kid → elder → kid"));
    workshop.theme("default", "parent = \"kid\"");
    assert!(refused(&workshop, "default").contains("no parent"));
}

#[test]
fn a_theme_that_is_not_there_says_where_it_was_looked_for() {
    let workshop = Workshop::new();
    assert!(refused(&workshop, "gone").contains(&workshop.root().display().to_string()));
    let error = Theme::builder()
        .name("gone")
        .build()
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("the panel itself"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_theme_is_refused() {
    let workshop = kid("x", &[]);
    workshop.write("secret.txt", "secret");
    std::os::unix::fs::symlink(workshop.path("secret.txt"), workshop.path("kid/secret.txt"))
        .unwrap();
    assert!(refused(&workshop, "kid").contains("leads out of the theme"));
}

#[test]
fn a_template_cannot_reach_files_outside_of_themes() {
    for name in [
        "../secret.txt",
        "/etc/passwd",
        "theme.toml",
        "assets/tokens.css",
    ] {
        let error = draw(&format!("{{% include '{name}' %}}"), &[], "en")
            .unwrap_err()
            .to_string();
        assert!(error.contains("door/forgot.html:1"), "{name}: {error}");
    }
}

#[test]
fn a_broken_template_is_named_with_its_line() {
    let workshop = kid("fine\n{% if %}", &[]);
    assert!(
        refused(&workshop, "kid").contains("door/forgot.html:2"),
        "{}",
        refused(&workshop, "kid")
    );
    workshop.write(PAGE, "fine\n\n{{ page.nothing }}");
    let error = workshop
        .build("kid")
        .unwrap()
        .page(&frame("en"), &page())
        .unwrap_err();
    assert!(
        matches!(&error, ThemeError::Template { file, line: 3, .. } if file == "door/forgot.html"),
        "{error}"
    );
}

#[test]
fn an_endless_template_is_stopped() {
    let source =
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}";
    let error = draw(source, &[], "en").unwrap_err().to_string();
    assert!(error.contains("fuel"), "{error}");
}

#[test]
fn hidden_files_are_no_part_of_a_theme() {
    let workshop = kid("x", &[]);
    workshop
        .write("kid/assets/.git/config", "[core]")
        .write("kid/assets/a.css~", "old");
    let paths = workshop.build("kid").unwrap().asset_paths();
    assert!(
        paths
            .iter()
            .all(|path| !path.contains(".git") && !path.ends_with('~'))
    );
}
