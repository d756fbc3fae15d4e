//! R60 to R62: how codes are made, shown once, and kept.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::testing::FakeHost;
use innkeeper_module::{
    Account, Answers, Delivery, Denied, EnrolmentOutcome, Failure, Host, HttpRequest, HttpResponse,
    InputKind, LogLevel, OutboundMessage, Prompt, SecondFactor as _, Secret,
};

use super::{Person, account, answers, begun, continued, enrolled, shown};
use crate::BackupCodes;

#[tokio::test]
async fn r60_there_are_ten_codes_of_four_groups_of_five() {
    let codes = shown(&begun(&FakeHost::default()).await);
    assert_eq!(codes.len(), 10);
    for code in &codes {
        let groups: Vec<&str> = code.split('-').collect();
        assert_eq!(groups.len(), 4, "{code}");
        for group in groups {
            assert_eq!(group.len(), 5);
            let crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
            assert!(group.chars().all(|letter| crockford.contains(letter)));
        }
    }
}

#[tokio::test]
async fn r60_all_32_letters_occur_evenly_and_no_code_comes_twice() {
    let host = FakeHost::default();
    let mut codes = BTreeSet::new();
    let mut letters = [0_u32; 128];
    for _ in 0..100 {
        for code in shown(&begun(&host).await) {
            for letter in code.bytes().filter(|letter| *letter != b'-') {
                letters[usize::from(letter)] += 1;
            }
            codes.insert(code);
        }
    }
    assert_eq!(codes.len(), 1000);
    let seen: Vec<u32> = letters.into_iter().filter(|count| *count > 0).collect();
    assert_eq!(seen.len(), 32);
    // 20,000 letters: 625 of each, with a standard deviation of 25.
    assert!(
        seen.iter().all(|count| (500..750).contains(count)),
        "{seen:?}"
    );
}

#[tokio::test]
async fn selectors_differ_within_a_set() {
    for seed in 0..200 {
        let host = FakeHost::default().with_seed(seed);
        let codes = shown(&begun(&host).await);
        let selectors: BTreeSet<&str> = codes.iter().map(|code| &code[..5]).collect();
        assert_eq!(selectors.len(), 10);
    }
}

#[tokio::test]
async fn r61_only_hashes_are_kept() {
    let host = FakeHost::default();
    let step = begun(&host).await;
    assert_eq!(
        host.hashes(),
        0,
        "an enrolment that is given up costs nothing"
    );
    let secret = enrolled(&host, &step).await.secret;
    assert_eq!(host.hashes(), 10);
    let kept: serde_json::Value = serde_json::from_slice(secret.bytes()).expect("JSON");
    let everything = kept.to_string();
    for code in shown(&step) {
        let plain = code.replace('-', "");
        assert!(
            everything.contains(&plain[..5]),
            "the selector is there to find the hash"
        );
        for hidden in [&plain[5..], &code[6..], &plain[5..10], &plain[15..]] {
            assert!(!everything.contains(hidden), "the secret is not");
            let bytes: Vec<String> = hidden.bytes().map(|byte| byte.to_string()).collect();
            assert!(!everything.contains(&bytes.join(",")), "in no spelling");
        }
    }
}

#[tokio::test]
async fn r62_the_codes_are_shown_once_with_a_file_and_a_box_to_tick() {
    let step = begun(&FakeHost::default()).await;
    let [
        Prompt::Message { .. },
        Prompt::Codes { file_name, .. },
        Prompt::Confirm { name, label },
    ] = step.prompts.as_slice()
    else {
        unreachable!("a message, the codes, and the box")
    };
    assert_eq!(file_name, "example-hosting-backup-codes-2026-11-22.txt");
    assert_eq!(name, "saved");
    assert_eq!(label.fallback, "I have saved them");
}

#[tokio::test]
async fn r62_no_later_page_shows_them() {
    let person = Person::new().await;
    let step = person.challenged().await.expect("a challenge begins");
    let [
        Prompt::Message { .. },
        Prompt::Input {
            name,
            input,
            max_length,
            period,
            ..
        },
    ] = step.prompts.as_slice()
    else {
        unreachable!("a message and the field")
    };
    assert!(name == "code" && *input == InputKind::Code);
    assert!(*max_length == 20 && period.is_none());
}

#[tokio::test]
async fn r62_without_the_tick_nothing_is_enrolled_and_nothing_counted() {
    let host = FakeHost::default();
    let step = begun(&host).await;
    let untold = [
        Answers::default(),
        answers("saved", ""),
        answers("saved", "no"),
        answers("saved", "YES"),
        answers("saved", "on"),
        answers("code", "yes"),
    ];
    for answers in untold {
        let Ok(EnrolmentOutcome::Rejected(rejection)) = continued(&host, &step, &answers).await
        else {
            unreachable!("the box must be ticked")
        };
        assert_eq!(rejection.field.as_deref(), Some("saved"));
        assert!(!rejection.counts);
        super::locales::assert_translatable(&rejection.reason);
    }
    assert_eq!(host.hashes(), 0);
    let facts = enrolled(&host, &step).await.facts;
    let remaining = facts.first().expect("a fact");
    assert_eq!(
        (remaining.name.as_str(), remaining.value.as_str()),
        ("remaining", "10")
    );
    assert!(!remaining.warning);
}

#[tokio::test]
async fn the_files_name_is_plain_whatever_the_provider_is_called() {
    for (issuer, file_name) in [
        (
            "Müller & Söhne: Hosting",
            "m-ller-s-hne-backup-codes-2026-11-22.txt",
        ),
        ("../../etc", "etc-backup-codes-2026-11-22.txt"),
        ("宿", "backup-codes-2026-11-22.txt"),
        ("", "backup-codes-2026-11-22.txt"),
    ] {
        let account = Account {
            issuer: issuer.into(),
            ..account()
        };
        let step = BackupCodes
            .begin_enrolment(&FakeHost::default(), &account, &[])
            .await;
        let step = step.expect("an enrolment begins");
        let shown = step.prompts.iter().find_map(|prompt| match prompt {
            Prompt::Codes { file_name, .. } => Some(file_name.as_str()),
            _ => None,
        });
        assert_eq!(shown, Some(file_name));
    }
}

#[tokio::test]
async fn hashing_that_fails_enrols_nothing_and_is_nobodys_fault() {
    let host = FakeHost::default();
    let step = begun(&host).await;
    host.break_hashing();
    let outcome = continued(&host, &step, &answers("saved", "yes")).await;
    assert!(matches!(outcome, Err(Failure::Unavailable(_))));
}

/// A host whose generator is broken: too little of it, or always the same.
struct Dice(usize);

#[async_trait]
impl Host for Dice {
    fn now(&self) -> DateTime<Utc> {
        DateTime::default()
    }

    fn random(&self, length: usize) -> Secret {
        Secret::new(vec![4; length.min(self.0)])
    }

    fn log(&self, _level: LogLevel, _message: &str) {}

    fn setting(&self, _name: &str) -> Option<Secret> {
        None
    }

    async fn hash(&self, _secret: &Secret) -> Result<Secret, Denied> {
        Err(Denied::Failed("not for this".into()))
    }

    async fn verify_hash(&self, _secret: &Secret, _hash: &Secret) -> Result<bool, Denied> {
        Err(Denied::Failed("not for this".into()))
    }

    async fn http(&self, _request: HttpRequest) -> Result<HttpResponse, Denied> {
        Err(Denied::Failed("not for this".into()))
    }

    async fn send(&self, _message: OutboundMessage) -> Result<Delivery, Denied> {
        Err(Denied::Failed("not for this".into()))
    }
}

#[tokio::test]
async fn broken_chance_makes_no_codes() {
    for dice in [Dice(0), Dice(19), Dice(usize::MAX)] {
        let step = BackupCodes.begin_enrolment(&dice, &account(), &[]).await;
        assert!(matches!(step, Err(Failure::Unavailable(_))), "{}", dice.0);
    }
}
