//! R54: the window follows a phone whose clock is always off to the same side.

use super::Person;

/// Three sign-ins, half an hour apart, with a phone so many steps off.
async fn three_times(person: &mut Person, place: i64) -> Vec<Option<String>> {
    let mut notices = Vec::new();
    for _ in 0..3 {
        person.host.advance_seconds(1800);
        let accepted = person
            .types(&person.code(place))
            .await
            .ok()
            .expect("accepted");
        let notice = accepted.notice;
        notices.push(notice.map(|notice| format!("{} {:?}", notice.text.key, notice.text.args)));
    }
    notices
}

#[tokio::test]
async fn r54_three_codes_running_on_one_side_move_the_window_there() {
    for (place, notice) in [
        (-1, "totp-drift-behind {\"seconds\": \"30\"}"),
        (1, "totp-drift-ahead {\"seconds\": \"30\"}"),
    ] {
        let mut person = Person::new();
        let notices = three_times(&mut person, place).await;
        assert_eq!(notices, [None, None, Some(notice.to_owned())]);
        assert_eq!(person.credential().drift.offset, place);
        person.host.advance_seconds(1800);
        assert!(person.types(&person.code(2 * place)).await.is_ok());
        person.host.advance_seconds(1800);
        assert!(person.types(&person.code(-place)).await.is_err());
    }
}

#[tokio::test]
async fn r54_the_window_moves_two_steps_at_most() {
    let mut person = Person::new();
    three_times(&mut person, -1).await;
    three_times(&mut person, -2).await;
    assert_eq!(person.credential().drift.offset, -2);
    three_times(&mut person, -3).await;
    assert_eq!(person.credential().drift.offset, -2);
    person.host.advance_seconds(1800);
    assert!(person.types(&person.code(-4)).await.is_err());
}

#[tokio::test]
async fn r54_a_code_in_between_begins_the_count_anew() {
    let mut person = Person::new();
    for place in [-1, -1, 0, -1, -1, 1, -1, -1] {
        person.host.advance_seconds(1800);
        assert!(person.types(&person.code(place)).await.is_ok());
    }
    assert_eq!(person.credential().drift.offset, 0);
}

#[tokio::test]
async fn r54_the_drift_is_shown_as_a_warning() {
    let mut person = Person::new();
    three_times(&mut person, 1).await;
    person.host.advance_seconds(1800);
    let accepted = person.types(&person.code(1)).await.ok().expect("accepted");
    let fact = accepted.facts.first().expect("a fact");
    assert_eq!((fact.name.as_str(), fact.value.as_str()), ("drift", "30"));
    assert!(fact.warning);
    assert!(accepted.notice.is_none(), "it is told once");
}

#[tokio::test]
async fn a_phone_whose_clock_is_put_right_still_signs_in() {
    let mut person = Person::new();
    three_times(&mut person, -1).await;
    three_times(&mut person, -2).await;
    three_times(&mut person, 0).await;
    assert_eq!(person.credential().drift.offset, -1);
    let notices = three_times(&mut person, 0).await;
    assert_eq!(notices, [None, None, None]);
    assert_eq!(person.credential().drift.offset, 0);
    person.host.advance_seconds(1800);
    let accepted = person.types(&person.code(1)).await.ok().expect("accepted");
    assert!(accepted.facts.is_empty());
}

#[tokio::test]
async fn a_strict_window_follows_nobody() {
    let mut person = Person::new();
    three_times(&mut person, -1).await;
    person.host = Person::with_window("0").host;
    person.host.advance_seconds(86_400);
    assert!(person.types(&person.code(-1)).await.is_err());
    assert!(person.types(&person.code(0)).await.is_ok());
}

#[tokio::test]
async fn the_step_that_was_spent_before_the_window_moved_stays_spent() {
    let mut person = Person::new();
    three_times(&mut person, -1).await;
    let spent = person.code(-1);
    assert_eq!(person.is_refused(&spent).await, "totp-code-used");
}
