//! The conversation with a phone and a server, both in `phones`.

mod phones;

use innkeeper_module::testing::{self, Enrollee as _, FakeHost, locales, second_factor_contract};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, Denied, EnrolmentOutcome, Failure, HeaderValue, Held,
    HttpResponse, SecondFactor as _, Step,
};

use crate::texts::{ALL, TEXTS};
use crate::{Push, texts};
use phones::{Phones, number};

const MANIFEST: &str = include_str!("../plugin.toml");

/// What the button says that refuses, in German.
const REFUSE: &str = "Ich bin es nicht";

/// Somebody who reads German.
fn account() -> Account {
    Account {
        locale: "de-AT".into(),
        ..testing::account()
    }
}

/// Goes on with an enrolment, after the person did what they are asked for, if they do.
async fn goes_on(
    host: &FakeHost,
    step: &Step,
    person: Option<&mut Phones>,
) -> Result<EnrolmentOutcome, Failure> {
    let account = account();
    let answers = person.map(|phones| phones.enrol(host, &account, step));
    let answers = answers.unwrap_or_default();
    Push.continue_enrolment(host, &account, &step.state, &answers)
        .await
}

/// Somebody with a phone that is set up.
struct Person {
    phones: Phones,
    host: FakeHost,
    held: Held,
}

impl Person {
    async fn enrolled() -> Self {
        let mut phones = Phones::default();
        let host = phones.host();
        let begun = Push.begin_enrolment(&host, &account(), &[]).await;
        let mut step = begun.expect("an enrolment begins");
        let secret = loop {
            match goes_on(&host, &step, Some(&mut phones)).await {
                Ok(EnrolmentOutcome::Step(next)) => step = next,
                Ok(EnrolmentOutcome::Enrolled(enrolled)) => break enrolled.secret,
                _ => unreachable!("tapping the number enrols"),
            }
        };
        let held = Held {
            id: "c-1".into(),
            label: "Phone".into(),
            secret,
        };
        Self { phones, host, held }
    }

    async fn challenged(&self) -> Step {
        let held = std::slice::from_ref(&self.held);
        let begun = Push.begin_challenge(&self.host, &account(), held).await;
        begun.expect("a challenge begins")
    }

    /// What the page hears when it asks again, and what is kept of it.
    async fn asks(&mut self, step: &Step) -> Result<ChallengeOutcome, Failure> {
        let (held, account) = (std::slice::from_ref(&self.held), account());
        let answers = Answers::default();
        let outcome = Push.continue_challenge(&self.host, &account, held, &step.state, &answers);
        let outcome = outcome.await;
        match &outcome {
            Ok(ChallengeOutcome::Accepted(acceptance)) => {
                self.held.secret = acceptance.secret.clone();
            }
            Ok(ChallengeOutcome::Rejected(rejection)) => {
                if let Some(spent) = &rejection.spends {
                    self.held.secret = spent.secret.clone();
                }
            }
            _ => {}
        }
        outcome
    }

    fn taps(&self, label: &str) {
        self.phones.server.tap(&self.topic(), label);
    }

    fn topic(&self) -> String {
        self.phones.topic(&account())
    }

    fn notification(&self) -> serde_json::Value {
        let latest = self.phones.server.topic(&self.topic()).pop();
        latest.expect("a notification")
    }

    /// The labels of the buttons on top.
    fn labels(&self) -> Vec<String> {
        let actions = self.notification()["actions"].clone();
        let actions = actions.as_array().expect("buttons").clone();
        let labels = actions.iter().map(|action| action["label"].as_str());
        let labels = labels.map(|label| label.expect("a label").to_owned());
        labels.collect()
    }

    /// The topic of the answer.
    fn answers_at(&self) -> String {
        let url = self.notification()["actions"][0]["url"].clone();
        let url = url.as_str().expect("an address");
        url.rsplit('/').next().expect("a topic").to_owned()
    }
}

fn right(step: &Step) -> String {
    number(step).expect("the page shows a number")
}

fn is_rejected(outcome: &Result<ChallengeOutcome, Failure>, key: &str, counts: bool) -> bool {
    matches!(outcome, Ok(ChallengeOutcome::Rejected(why)) if why.reason.key == key && why.counts == counts)
}

fn is_pending(outcome: &Result<ChallengeOutcome, Failure>) -> bool {
    matches!(outcome, Ok(ChallengeOutcome::Pending))
}

fn is_accepted(outcome: &Result<ChallengeOutcome, Failure>) -> bool {
    matches!(outcome, Ok(ChallengeOutcome::Accepted(_)))
}

#[tokio::test]
async fn approving_on_the_phone_keeps_the_contract_of_second_factors() {
    second_factor_contract(&Push, &mut Phones::default()).await;
}

#[tokio::test]
async fn nothing_happens_until_the_number_of_the_page_is_tapped() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    assert!(is_pending(&person.asks(&step).await));
    person.taps(&right(&step));
    assert!(is_accepted(&person.asks(&step).await));
}

#[tokio::test]
async fn a_tap_on_another_number_counts_once_and_no_later_tap_mends_it() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let (right, labels) = (right(&step), person.labels());
    assert!(labels.len() == 3 && labels.contains(&right), "{labels:?}");
    let wrong = labels.iter().find(|label| **label != right);
    person.taps(wrong.expect("another"));
    person.taps(&right);
    assert!(is_rejected(&person.asks(&step).await, "push-wrong", true));
    assert!(is_rejected(&person.asks(&step).await, "push-used", false));
}

#[tokio::test]
async fn who_is_asked_about_the_sign_in_of_somebody_else_says_so() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    person.taps(REFUSE);
    person.taps(&right(&step));
    assert!(is_rejected(&person.asks(&step).await, "push-refused", true));
    assert!(is_rejected(&person.asks(&step).await, "push-used", false));
}

#[tokio::test]
async fn the_place_of_a_button_says_nothing_and_every_place_comes_up() {
    let person = Person::enrolled().await;
    let mut places = [0; 3];
    for _ in 0..60 {
        let step = person.challenged().await;
        let labels = person.labels();
        let mut sorted = labels.clone();
        sorted.sort();
        assert_eq!(labels, sorted);
        let right = right(&step);
        let place = labels.iter().position(|label| *label == right);
        places[place.expect("it is there")] += 1;
    }
    assert!(places.iter().all(|times| *times > 5), "{places:?}");
}

#[tokio::test]
async fn what_strangers_send_to_the_topic_of_the_answer_is_nothing() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let (answers_at, right) = (person.answers_at(), right(&step));
    for stranger in ["", "yes", &right, "0123456789abcdef0123456789abcdef"] {
        person.phones.server.publish(&answers_at, stranger);
    }
    assert!(is_pending(&person.asks(&step).await));
    person.taps(&right);
    assert!(is_accepted(&person.asks(&step).await));
}

#[tokio::test]
async fn a_notification_lives_two_minutes_and_opens_once() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    person.taps(&right(&step));
    person.host.advance_seconds(120);
    assert!(is_rejected(
        &person.asks(&step).await,
        "push-expired",
        false
    ));
    let step = person.challenged().await;
    person.taps(&right(&step));
    assert!(is_accepted(&person.asks(&step).await));
    assert!(is_rejected(&person.asks(&step).await, "push-used", false));
}

#[tokio::test]
async fn an_enrolment_tries_the_phone_and_ends_after_ten_minutes() {
    let mut phones = Phones::default();
    let host = phones.host();
    let begun = Push.begin_enrolment(&host, &account(), &[]).await;
    let first = begun.expect("an enrolment begins");
    assert!(host.requests().is_empty(), "nobody is asked yet");
    let begun = goes_on(&host, &first, Some(&mut phones)).await;
    let Ok(EnrolmentOutcome::Step(tried)) = begun else {
        unreachable!("a notification tries the phone")
    };
    let Ok(EnrolmentOutcome::Rejected(rejection)) = goes_on(&host, &tried, None).await else {
        unreachable!("nothing was tapped")
    };
    assert_eq!(rejection.reason.key, "push-not-yet");
    host.advance_seconds(600);
    let late = goes_on(&host, &tried, Some(&mut phones)).await;
    let Ok(EnrolmentOutcome::Rejected(rejection)) = late else {
        unreachable!("it is too late")
    };
    assert_eq!(rejection.reason.key, "push-enrol-expired");
}

#[tokio::test]
async fn the_phone_is_told_in_the_language_of_its_owner_and_not_which_number_is_right() {
    let person = Person::enrolled().await;
    let step = person.challenged().await;
    let notification = person.notification();
    assert_eq!(
        notification["title"],
        "Example Hosting: Melden Sie sich gerade an?"
    );
    let message = notification["message"].as_str().expect("text");
    assert!(!message.contains(&right(&step)), "{message}");
    for phrase in ALL
        .iter()
        .filter(|phrase| phrase.key.starts_with("push-notice"))
    {
        for language in ["en", "de", "fr"] {
            let said = texts::said(language, phrase, "A");
            assert!(!said.contains(['{', '}']) && !said.is_empty(), "{said}");
            assert_ne!(said, phrase.fallback, "{language}");
        }
    }
}

#[tokio::test]
async fn a_token_is_named_and_never_read() {
    let mut phones = Phones::default();
    let host = phones.host().with_setting("access", "token");
    let mut step = Push.begin_enrolment(&host, &account(), &[]).await;
    while let Ok(next) = &step {
        match goes_on(&host, next, Some(&mut phones)).await {
            Ok(EnrolmentOutcome::Step(next)) => step = Ok(next),
            Ok(EnrolmentOutcome::Enrolled(_)) => break,
            _ => unreachable!("it enrols"),
        }
    }
    let requests = host.requests();
    let named = requests.iter().all(|request| {
        request.headers.iter().any(|(name, value)| {
            name == "authorization"
                && matches!(value, HeaderValue::Setting { name, .. } if name == "token")
        })
    });
    assert!(named && requests.len() == 3);
    assert!(MANIFEST.contains("[settings.token]\ntype = \"secret\"\n"));
}

#[tokio::test]
async fn a_server_that_fails_is_nobodys_fault() {
    let faults = [
        (Err(Denied::Failed("no route".into())), false),
        (Err(Denied::NotGranted("declare it".into())), true),
        (Ok(500), false),
        (Ok(429), false),
        (Ok(403), true),
    ];
    for (fault, misconfigured) in faults {
        let mut person = Person::enrolled().await;
        let step = person.challenged().await;
        let answer = fault.map(|status| HttpResponse {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        });
        person.host.serve_http(move |_| Some(answer.clone()));
        let Err(failure) = person.asks(&step).await else {
            unreachable!("it fails")
        };
        assert_eq!(matches!(failure, Failure::Misconfigured(_)), misconfigured);
    }
}

#[tokio::test]
async fn settings_that_mean_nothing_send_nothing() {
    let wrong = [
        ("server", ""),
        ("server", "http://ntfy.example"),
        ("access", "maybe"),
        ("address-for-phones", "x"),
    ];
    for (name, value) in wrong {
        let mut phones = Phones::default();
        let host = phones.host().with_setting(name, value);
        let begun = Push.begin_enrolment(&host, &account(), &[]).await;
        assert!(
            matches!(begun.err(), Some(Failure::Misconfigured(_))),
            "{name}"
        );
        assert!(host.requests().is_empty());
    }
}

#[test]
fn the_manifest_and_the_module_agree() {
    let description = Push.describe();
    assert!(MANIFEST.contains(&format!("id = \"dev.innkeeper.{}\"\n", description.id)));
    assert!(MANIFEST.contains(&format!("version = \"{}\"\n", env!("CARGO_PKG_VERSION"))));
    assert!(MANIFEST.contains("provides = [\"second-factor\"]"));
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    locales::assert_whole(TEXTS, ALL);
}
