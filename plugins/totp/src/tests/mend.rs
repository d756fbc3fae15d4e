//! R54: resynchronising a phone whose clock is off, by two codes in a row.

use innkeeper_module::{Answers, ChallengeOutcome, SecondFactor as _, Secret};
use proptest::prelude::*;

use super::properties::{accepted, at, code, credential};
use super::{Person, account, locales, typed};
use crate::Totp;
use crate::credential::{Credential, Drift};
use crate::verify::{Resync, Window, judge, resync};

impl Person {
    /// Resynchronises the phone that is so many steps off: the seconds that the page tells.
    async fn mends_at(&mut self, place: i64) -> Result<(String, i64), String> {
        let (first, second) = (self.code(place - 1), self.code(place));
        let mended = self.mends(&first, &second).await;
        let accepted = mended.map_err(|rejection| rejection.reason.key)?;
        let text = accepted.notice.expect("a word").text;
        let seconds = text.args.get("seconds").and_then(|text| text.parse().ok());
        Ok((text.key, seconds.unwrap_or_default()))
    }
}

#[tokio::test]
async fn r54_two_codes_in_a_row_find_a_clock_within_twenty_steps() {
    for place in -25..=25_i64 {
        let mut person = Person::new();
        let told = person.mends_at(place).await;
        let expected = match place {
            -1..=1 => Ok(("totp-mended-right".to_owned(), 0)),
            -19..=-2 => Ok(("totp-mended-behind".to_owned(), -place * 30)),
            2..=20 => Ok(("totp-mended-ahead".to_owned(), place * 30)),
            _ => Err("totp-mend-wrong".to_owned()),
        };
        assert_eq!(told, expected, "{place}");
    }
}

#[tokio::test]
async fn r54_a_resynchronised_phone_signs_in_and_its_window_is_as_wide_as_before() {
    for place in [-19, -10, -3, 3, 10, 20] {
        let mut mended = Person::new();
        assert!(mended.mends_at(place).await.is_ok());
        mended.host.advance_seconds(3600);
        for beside in -4..=4_i64 {
            let mut person = Person::new();
            person
                .host
                .move_to(innkeeper_module::Host::now(&mended.host));
            person.held = mended.held.clone();
            let opens = person.types(&person.code(place + beside)).await.is_ok();
            // The present step always is, for the clock may be put right at any time.
            let expected = beside.abs() <= 1 || place + beside == 0;
            assert_eq!(opens, expected, "{beside} beside {place}");
        }
    }
}

#[tokio::test]
async fn r54_both_codes_are_spent_and_everything_before_them() {
    for place in [-10, 0, 10] {
        let mut person = Person::new();
        let codes: Vec<String> = (place - 3..=place)
            .map(|place| person.code(place))
            .collect();
        assert!(person.mends_at(place).await.is_ok());
        for code in codes {
            assert!(person.types(&code).await.is_err(), "{place}");
        }
        assert_eq!(person.mends_at(place).await, Err("totp-mend-used".into()));
        assert_eq!(
            person.mends_at(place + 1).await,
            Err("totp-mend-used".into())
        );
        assert!(person.mends_at(place + 2).await.is_ok());
    }
}

#[tokio::test]
async fn r54_no_mark_is_lowered() {
    let mut person = Person::new();
    assert!(person.types(&person.code(0)).await.is_ok());
    let mark = person.credential().last_step;
    assert_eq!(person.mends_at(-5).await, Err("totp-mend-used".into()));
    assert_eq!(person.credential().last_step, mark);
}

#[tokio::test]
async fn r54_what_help_gave_away_is_of_no_use_to_resynchronise() {
    for place in [-9, 9] {
        let mut person = Person::new();
        let told = person.code(place);
        assert!(person.is_refused(&told).await.starts_with("totp-clock-"));
        assert_eq!(person.mends_at(place).await, Err("totp-mend-used".into()));
        assert_eq!(
            person.mends_at(place + 1).await,
            Err("totp-mend-used".into())
        );
        assert!(person.mends_at(place + 2).await.is_ok());
        assert!(person.types(&told).await.is_err());
    }
}

#[tokio::test]
async fn two_codes_that_are_not_in_a_row_find_nothing_and_change_nothing() {
    let mut person = Person::new();
    let before = person.held.secret.clone();
    for (first, second) in [(3, 3), (4, 3), (3, 5), (-20, 20)] {
        let (first, second) = (person.code(first), person.code(second));
        let rejection = person.mends(&first, &second).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "totp-mend-wrong");
    }
    for (first, second) in [("", ""), ("12345", "123456"), ("123456", "１２３４５６")] {
        let rejection = person.mends(first, second).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "totp-code-format");
        assert!(rejection.field.is_some());
    }
    assert!(person.held.secret == before);
}

#[tokio::test]
async fn a_strict_window_is_told_by_how_much_and_follows_nobody() {
    for (place, key) in [(-7, "totp-strict-behind"), (7, "totp-strict-ahead")] {
        let mut person = Person::with_window("0");
        let (first, second) = (person.code(place - 1), person.code(place));
        let rejection = person.mends(&first, &second).await.err().expect("refused");
        assert_eq!(rejection.reason.key, key);
        assert_eq!(
            rejection.reason.args.get("seconds"),
            Some(&"210".to_owned())
        );
        assert_eq!(person.credential().drift, Drift::default());
        assert!(person.types(&second).await.is_err(), "both are spent");
        person.host.advance_seconds(600);
        assert!(person.types(&person.code(place)).await.is_err());
        assert!(person.types(&person.code(0)).await.is_ok());
    }
}

#[tokio::test]
async fn a_clock_that_is_put_right_is_believed_at_once() {
    for place in [-15, 15] {
        let mut person = Person::new();
        assert!(person.mends_at(place).await.is_ok());
        person.host.advance_seconds(3600);
        let accepted = person.types(&person.code(0)).await.ok().expect("accepted");
        assert!(accepted.facts.is_empty());
        assert_eq!(person.credential().drift, Drift::default());
    }
}

#[tokio::test]
async fn the_window_follows_two_steps_from_where_it_was_put() {
    let mut person = Person::new();
    assert!(person.mends_at(12).await.is_ok());
    for place in [13, 13, 13, 14, 14, 14, 15, 15, 15] {
        person.host.advance_seconds(1800);
        assert!(person.types(&person.code(place)).await.is_ok(), "{place}");
    }
    assert_eq!(person.credential().drift.offset, 14);
    person.host.advance_seconds(1800);
    assert!(person.types(&person.code(16)).await.is_err());
}

#[tokio::test]
async fn neither_conversation_takes_the_others_state() {
    let mut person = Person::new();
    let (host, held, account) = (&person.host, &person.held, account());
    let mending = Totp.begin_mend(host, &account, held).await.expect("a step");
    let asked = person.challenged().await.expect("a step");
    let right = typed(&person.code(0));
    let one = std::slice::from_ref(held);
    let crossed = Totp.continue_challenge(host, &account, one, &mending.state, &right);
    assert!(crossed.await.is_err());
    let two = Answers::new([
        ("first".to_owned(), Secret::from(person.code(-1))),
        ("second".to_owned(), Secret::from(person.code(0))),
    ]);
    let crossed = Totp.continue_mend(host, &account, held, &asked.state, &two);
    assert!(crossed.await.is_err());
    let sound = Totp.continue_mend(host, &account, held, &mending.state, &two);
    assert!(matches!(sound.await, Ok(ChallengeOutcome::Accepted(_))));
    assert!(
        person.types(&person.code(0)).await.is_ok(),
        "nothing was stored"
    );
    locales::assert_translatable(&crate::texts::MEND.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn r54_a_resync_raises_the_mark_and_keeps_the_width(
        key in any::<[u8; 20]>(),
        seconds in 100_000_i64..=4_000_000_000,
        since in proptest::option::of(-30..=30_i64),
        place in -30..=30_i64,
        width in 1..=2_i64,
    ) {
        let mut credential = credential(&key, Drift::default());
        let present = seconds.div_euclid(30);
        credential.last_step = since.map(|since| present + since);
        let codes = [code(&credential, present + place - 1), code(&credential, present + place)];
        let resync = resync(&credential, [&codes[0], &codes[1]], at(seconds));
        let reached = (-19..=20).contains(&place);
        let new = since.is_none_or(|since| since < place - 1);
        match resync {
            Resync::Found { credential: found, .. } => {
                prop_assert!(reached && new);
                prop_assert_eq!(found.last_step, Some(present + place));
                let found = Credential::open(&found.seal().expect("sealed")).expect("sound");
                let later = present + 100;
                let window = Window::new(width).expect("a window");
                let opens = (-26..=26).filter(|place| {
                    let typed = code(&found, later + place);
                    accepted(&judge(&found, &typed, at(later * 30), window)).is_some()
                });
                // As many as before, and the present one.
                let most = usize::try_from(2 * width + 2).expect("small");
                prop_assert!(opens.count() <= most);
            }
            Resync::Used => prop_assert!(reached && !new),
            Resync::Wrong => prop_assert!(!reached),
        }
    }
}
