//! A designer saves a file and looks at the page.

use std::time::Duration;

use crate::workshop::{PAGE, frame, kid, page};

#[test]
fn a_change_is_seen_and_a_mistake_leaves_the_earlier_state() {
    let workshop = kid("one", &[]);
    let theme = workshop
        .builder("kid")
        .check_every(Duration::ZERO)
        .build()
        .unwrap();
    let drawn = || theme.page(&frame("en"), &page()).unwrap();
    assert_eq!(drawn(), "one");

    workshop
        .write(PAGE, "two {{ t('fresh') }}")
        .write("kid/locales/en/kid.ftl", "fresh = new");
    assert_eq!(drawn(), "two new");

    workshop.write(PAGE, "three {{");
    assert_eq!(drawn(), "two new");
    assert!(
        theme.problem().unwrap().contains("door/forgot.html"),
        "{:?}",
        theme.problem()
    );
    assert!(theme.reload().is_err());

    workshop.write(PAGE, "three, at last");
    assert_eq!(drawn(), "three, at last");
    assert_eq!(theme.problem(), None);
}

#[test]
fn a_file_that_appears_or_vanishes_is_noticed() {
    let workshop = kid("{% include 'mark.html' ignore missing %}.", &[]);
    let theme = workshop
        .builder("kid")
        .check_every(Duration::ZERO)
        .build()
        .unwrap();
    let drawn = || theme.page(&frame("en"), &page()).unwrap();
    assert_eq!(drawn(), ".");
    workshop.write("kid/mark.html", "mark");
    assert_eq!(drawn(), "mark.");
    std::fs::remove_file(workshop.path("kid/mark.html")).unwrap();
    assert_eq!(drawn(), ".");
}

#[test]
fn files_are_not_looked_at_for_every_page() {
    let workshop = kid("one", &[]);
    let theme = workshop
        .builder("kid")
        .check_every(Duration::from_hours(1))
        .build()
        .unwrap();
    workshop.write(PAGE, "another");
    assert_eq!(theme.page(&frame("en"), &page()).unwrap(), "one");
    theme.reload().unwrap();
    assert_eq!(
        theme.clone().page(&frame("en"), &page()).unwrap(),
        "another"
    );
}
