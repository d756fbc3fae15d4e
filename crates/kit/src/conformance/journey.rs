//! Ways through a factor that the contract does not take: answers by chance, and worlds in which something fails.
//! Like the contract, they assert.

use innkeeper_module::testing::{Enrollee as _, FakeHost, account};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, Denied, EnrolmentOutcome, Failure, Held, Host as _,
    HttpResponse, Prompt, SecondFactor, Secret, Step, form,
};

use super::person::Person;

const LISTS: usize = 200;
const ROUNDS: usize = 8;

fn dora() -> Account {
    Account {
        pseudonym: "pseudonym-of-dora".into(),
        label: "dora@example.net".into(),
        issuer: "Hosting".into(),
        ..account()
    }
}

/// How a conversation ended.
enum End {
    Well(Secret),
    Rejected(String),
    Failed(Failure),
}

async fn enrol(factor: &dyn SecondFactor, host: &FakeHost, person: &mut Person) -> End {
    let account = dora();
    let mut step = match factor.begin_enrolment(host, &account, &[]).await {
        Ok(step) => step,
        Err(failure) => return End::Failed(failure),
    };
    for _ in 0..ROUNDS {
        let answers = person.enrol(host, &account, &step);
        let outcome = factor
            .continue_enrolment(host, &account, &step.state, &answers)
            .await;
        step = match outcome {
            Ok(EnrolmentOutcome::Step(next)) => next,
            Ok(EnrolmentOutcome::Enrolled(enrolled)) => return End::Well(enrolled.secret),
            Ok(EnrolmentOutcome::Rejected(rejection)) => {
                return End::Rejected(rejection.reason.key);
            }
            Err(failure) => return End::Failed(failure),
        };
    }
    unreachable!("an enrolment comes to its end within {ROUNDS} rounds")
}

async fn prove(
    factor: &dyn SecondFactor,
    host: &FakeHost,
    person: &mut Person,
    secret: &Secret,
) -> End {
    let (account, held) = (dora(), held(secret));
    let mut step = match factor.begin_challenge(host, &account, &held).await {
        Ok(step) => step,
        Err(failure) => return End::Failed(failure),
    };
    for _ in 0..ROUNDS {
        let answers = person.prove(host, &account, &step);
        let outcome = factor
            .continue_challenge(host, &account, &held, &step.state, &answers)
            .await;
        match outcome {
            Ok(ChallengeOutcome::Step(next)) => step = next,
            Ok(ChallengeOutcome::Pending) => {}
            Ok(ChallengeOutcome::Accepted(acceptance)) => return End::Well(acceptance.secret),
            Ok(ChallengeOutcome::Rejected(rejection)) => {
                return End::Rejected(rejection.reason.key);
            }
            Err(failure) => return End::Failed(failure),
        }
    }
    unreachable!("a challenge comes to its end within {ROUNDS} rounds")
}

fn held(secret: &Secret) -> [Held; 1] {
    [Held {
        id: "credential-of-dora".into(),
        label: "In the drawer".into(),
        secret: secret.clone(),
    }]
}

async fn enrolled(factor: &dyn SecondFactor, host: &FakeHost, person: &mut Person) -> Secret {
    match enrol(factor, host, person).await {
        End::Well(secret) => secret,
        End::Rejected(reason) => unreachable!("right answers are not rejected: {reason}"),
        End::Failed(failure) => unreachable!("right answers do not fail: {failure}"),
    }
}

/// Answers by chance open nothing and break nothing, and neither does one of 100 kB.
pub(super) async fn chance(factor: &dyn SecondFactor, person: &mut Person) {
    let (host, account) = (person.host(), dora());
    let secret = enrolled(factor, &host, person).await;
    host.advance_seconds(person.pause());
    let held = held(&secret);
    let begun = factor.begin_challenge(&host, &account, &held).await;
    let Ok(step) = begun else {
        unreachable!("a challenge begins")
    };
    let waits = |prompt: &Prompt| matches!(prompt, Prompt::Wait { .. });
    let waits = step.prompts.iter().any(waits);
    let huge = "9".repeat(100_000);
    let lists = (0..LISTS).map(|_| by_chance(&host, &step));
    for answers in lists.chain([everywhere(&step, &huge)]) {
        let outcome = factor
            .continue_challenge(&host, &account, &held, &step.state, &answers)
            .await;
        let is_refused = match outcome {
            Ok(ChallengeOutcome::Rejected(_)) => true,
            Ok(ChallengeOutcome::Pending) => waits,
            _ => false,
        };
        assert!(is_refused, "answers by chance are rejected");
    }
}

fn everywhere(step: &Step, answer: &str) -> Answers {
    let names = step.prompts.iter().filter_map(form::answered);
    Answers::new(names.map(|name| (name.to_owned(), Secret::from(answer))))
}

/// Fields that are there and fields that are not, filled with whatever UTF-8 is made of.
fn by_chance(host: &FakeHost, step: &Step) -> Answers {
    let names = step.prompts.iter().filter_map(form::answered);
    let names = names.chain(["no-such-field"]).map(str::to_owned);
    let answers = names.filter_map(|name| {
        let drawn = host.random(64);
        let (first, rest) = drawn.bytes().split_first()?;
        // One in eight is left out. Code points of all lengths are equally likely; 40 characters are no guess.
        let text = rest.chunks(3).cycle().take(40).filter_map(|bytes| {
            let bits = bytes
                .iter()
                .fold(0, |bits, byte| bits << 8 | u32::from(*byte));
            char::from_u32(bits >> (bits % 17) & 0x1f_ffff)
        });
        (first % 8 != 0).then(|| (name, Secret::from(text.collect::<String>())))
    });
    Answers::new(answers)
}

/// Staff forgot a setting: nobody gets in by it, and nobody is blamed for it.
pub(super) async fn misconfigured(factor: &dyn SecondFactor, person: &mut Person) {
    let forgotten = person.forgotten.take();
    let name = forgotten.clone().unwrap_or_default();
    let host = person.host();
    let secret = enrolled(factor, &host, person).await;
    person.forgotten = forgotten;
    let host = person.host();
    let ends = [
        enrol(factor, &host, person).await,
        prove(factor, &host, person, &secret).await,
    ];
    let blamed = |end: &End| matches!(end, End::Failed(Failure::Misconfigured(_)));
    assert!(
        ends.iter().any(blamed) && !ends.iter().any(|end| matches!(end, End::Rejected(_))),
        "without the setting `{name}` it answers `misconfigured`"
    );
}

/// The network denies, breaks, or answers nonsense: nobody gets in by it, and nobody is blamed for it.
pub(super) async fn unavailable(factor: &dyn SecondFactor, person: &mut Person) {
    let answer = |status| HttpResponse {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    };
    let faults = [
        (
            "a denied request",
            Err(Denied::NotGranted("not declared".into())),
        ),
        ("a timeout", Err(Denied::Failed("timed out".into()))),
        ("the status 500", Ok(answer(500))),
    ];
    for (what, fault) in faults {
        person.fault = None;
        let host = person.host();
        let secret = enrolled(factor, &host, person).await;
        let asked_to_enrol = !host.requests().is_empty();
        person.fault = Some(fault);
        let host = person.host();
        let ends = [
            (asked_to_enrol, enrol(factor, &host, person).await),
            (true, prove(factor, &host, person, &secret).await),
        ];
        for (asks, end) in ends {
            let is_right = match end {
                End::Failed(_) => true,
                End::Rejected(_) => false,
                End::Well(_) => !asks || host.requests().is_empty(),
            };
            assert!(is_right, "after {what} it answers `unavailable`");
        }
    }
}
